"""APIs are reachable over encrypted protocols only."""

from collections.abc import Iterator

from ai_policies.kit import ABSENT, Finding, Resource, ResourceRule, Severity, Value


def _encrypted(protocols: Value) -> bool:
    """Whether every protocol is encrypted; without the property Azure takes https."""
    return protocols is ABSENT or (isinstance(protocols, list) and all(item in ("https", "wss") for item in protocols))


def check(resource: Resource) -> Iterator[Finding]:
    """APIs are reachable over encrypted protocols only."""
    yield from resource.expect_that("protocols", "must hold 'https' or 'wss' and nothing else", _encrypted)


RULE = ResourceRule(
    id="api-encrypted-protocols",
    control="APIM-007",
    title="APIs are reachable over encrypted protocols only",
    severity=Severity.HIGH,
    types=("Microsoft.ApiManagement/service/apis",),
    remedy='Write `protocols=["https"]` in Api(...).',
    url="https://learn.microsoft.com/azure/api-management/api-management-howto-manage-protocols-ciphers",
    check=check,
    fix={"protocols": ["https"]},
)
