"""Indexes must be encrypted with a key of the customer."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Indexes must be encrypted with a key of the customer."""
    yield from resource.expect("encryptionWithCmk.enforcement", "Enabled")


RULE = ResourceRule(
    id="search-customer-key",
    control="SRCH-004",
    title="Indexes must be encrypted with a key of the customer",
    severity=Severity.MEDIUM,
    types=("Microsoft.Search/searchServices",),
    remedy='Write `encryption_with_cmk={"enforcement": "Enabled"}` in search.Service(...).',
    url="https://learn.microsoft.com/azure/search/search-security-manage-encryption-keys",
    check=check,
    fix={"encryptionWithCmk.enforcement": "Enabled"},
)
