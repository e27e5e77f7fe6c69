"""Resources lie in permitted regions."""

from collections.abc import Iterator

from ai_policies.geographies import GEOGRAPHIES
from ai_policies.kit import ABSENT, Finding, Resource, ResourceRule, Severity, Value
from ai_policies.taggable import TAGGABLE


def check(resource: Resource) -> Iterator[Finding]:
    """Resources lie in permitted regions."""
    allowed = {"global", *(region.casefold() for region in resource.parameter_texts("allowed"))}
    wanted = "is no permitted region"
    yield from resource.expect_that("location", wanted, lambda value: value is ABSENT or _region(value) in allowed)


def _region(location: Value) -> str:
    return location.replace(" ", "").casefold() if isinstance(location, str) else ""


RULE = ResourceRule(
    id="governance-regions",
    control="GOV-002",
    title="Resources lie in permitted regions",
    severity=Severity.HIGH,
    types=tuple(sorted(TAGGABLE)),
    remedy=(
        "Write a permitted region in `location`, or list yours in `allowed` in the `parameters` of the "
        "stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/reliability/regions-list",
    parameters={"allowed": [*sorted(GEOGRAPHIES)]},
    check=check,
)
