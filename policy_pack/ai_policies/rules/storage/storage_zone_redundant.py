"""Storage survives the loss of a zone and leaves its region only where that is permitted."""

from collections.abc import Iterator

from ai_policies import name_patterns
from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Storage survives the loss of a zone and leaves its region only where that is permitted."""
    yield from resource.expect("sku.name", *resource.parameter_texts("skus"))
    if "gzrs" in resource.text("sku.name").casefold():
        permitted = [name_patterns.region(item) for item in resource.parameter_texts("geo_regions")]
        wanted = "must be a region whose partner may hold the data too"
        yield from resource.expect_that("location", wanted, lambda value: name_patterns.region(value) in permitted)


RULE = ResourceRule(
    id="storage-zone-redundant",
    control="STG-016",
    title="Storage survives the loss of a zone and leaves its region only where that is permitted",
    severity=Severity.LOW,
    types=("Microsoft.Storage/storageAccounts",),
    remedy=(
        'Write `sku={"name": "Standard_ZRS"}` in StorageAccount(...); for a geo-redundant SKU name the region in '
        "`parameters` of the stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/storage/common/storage-redundancy",
    parameters={
        "skus": ["Standard_ZRS", "Standard_GZRS", "Standard_RAGZRS", "Premium_ZRS"],
        "geo_regions": [],
    },
    check=check,
)
