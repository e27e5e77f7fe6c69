"""Export of search content is blocked."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity, Value, same


def _blocked(protections: Value) -> bool:
    """Whether the list holds the switch, by its old or its new name."""
    return isinstance(protections, list) and any(
        same(item, name) for item in protections for name in ("BlockAll", "All")
    )


def check(resource: Resource) -> Iterator[Finding]:
    """Export of search content is blocked."""
    yield from resource.expect_that("dataExfiltrationProtections", "must contain 'BlockAll'", _blocked)


RULE = ResourceRule(
    id="search-exfiltration-blocked",
    control="SRCH-007",
    title="Export of search content is blocked",
    severity=Severity.HIGH,
    types=("Microsoft.Search/searchServices",),
    remedy='Write `data_exfiltration_protections=["BlockAll"]` in search.Service(...).',
    url="https://learn.microsoft.com/azure/search/search-security-overview",
    check=check,
    fix={"dataExfiltrationProtections": ["BlockAll"]},
)
