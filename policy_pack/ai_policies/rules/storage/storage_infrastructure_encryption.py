"""Storage is encrypted twice, on the service and on the infrastructure level."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Storage is encrypted twice, on the service and on the infrastructure level."""
    yield from resource.expect("encryption.requireInfrastructureEncryption", True)


RULE = ResourceRule(
    id="storage-infrastructure-encryption",
    control="STG-008",
    title="Storage is encrypted twice, on the service and on the infrastructure level",
    severity=Severity.LOW,
    types=("Microsoft.Storage/storageAccounts",),
    remedy=(
        'Write `encryption={"require_infrastructure_encryption": True, ...}` in StorageAccount(...); it can only '
        "be set when the account is created."
    ),
    url="https://learn.microsoft.com/azure/storage/common/infrastructure-encryption-enable",
    check=check,
)
