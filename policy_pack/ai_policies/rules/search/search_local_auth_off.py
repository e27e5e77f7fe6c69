"""Search accepts Entra ID tokens only: API keys are off."""

from collections.abc import Iterator

from ai_policies.kit import ABSENT, Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Search accepts Entra ID tokens only: API keys are off."""
    yield from resource.expect("disableLocalAuth", True)
    yield from resource.expect_empty("authOptions", "must be absent when local authentication is off")


RULE = ResourceRule(
    id="search-local-auth-off",
    control="SRCH-002",
    title="Search accepts Entra ID tokens only: API keys are off",
    severity=Severity.CRITICAL,
    types=("Microsoft.Search/searchServices",),
    remedy="Write `disable_local_auth=True` and leave `auth_options` out of search.Service(...).",
    url="https://learn.microsoft.com/azure/search/search-security-enable-roles",
    check=check,
    fix={"disableLocalAuth": True, "authOptions": ABSENT},
)
