"""Storage survives the loss of a zone."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Storage survives the loss of a zone."""
    yield from resource.expect("sku.name", *resource.parameter_texts("skus"))


RULE = ResourceRule(
    id="storage-zone-redundant",
    control="STG-016",
    title="Storage survives the loss of a zone",
    severity=Severity.LOW,
    types=("Microsoft.Storage/storageAccounts",),
    remedy='Write `sku={"name": "Standard_ZRS"}` in StorageAccount(...).',
    url="https://learn.microsoft.com/azure/storage/common/storage-redundancy",
    parameters={"skus": ["Standard_ZRS", "Standard_GZRS", "Standard_RAGZRS", "Premium_ZRS"]},
    check=check,
)
