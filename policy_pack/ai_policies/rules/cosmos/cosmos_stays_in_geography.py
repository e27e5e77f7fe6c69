"""Cosmos DB keeps its data in permitted regions, and browser access names its origins."""

from collections.abc import Iterator

from ai_policies import name_patterns
from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Cosmos DB keeps its data in permitted regions, and browser access names its origins."""
    homes = {name_patterns.region(item) for item in (resource.text("location"), *resource.parameter_texts("locations"))}
    for place in resource.items("locations"):
        wanted = "must be the account's own region or a permitted one"
        yield from place.expect_that("locationName", wanted, lambda value: name_patterns.region(value) in homes)
    for rule in resource.items("cors"):
        yield from rule.expect_that("allowedOrigins", "must spell its origins out", lambda value: "*" not in str(value))


RULE = ResourceRule(
    id="cosmos-stays-in-geography",
    control="COS-008",
    title="Cosmos DB keeps its data in permitted regions, and browser access names its origins",
    severity=Severity.MEDIUM,
    types=("Microsoft.DocumentDB/databaseAccounts",),
    remedy=(
        "Write `locations` of the account's own region only, or permit others in `parameters` of the stack's "
        "policy settings; spell out `allowed_origins` in `cors`."
    ),
    url="https://learn.microsoft.com/azure/cosmos-db/distribute-data-globally",
    parameters={"locations": []},
    check=check,
)
