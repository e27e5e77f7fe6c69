"""Storage accepts Entra ID tokens only: shared keys are off."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Storage accepts Entra ID tokens only: shared keys are off."""
    yield from resource.expect("allowSharedKeyAccess", False)
    yield from resource.expect("defaultToOAuthAuthentication", True)


RULE = ResourceRule(
    id="storage-shared-key-off",
    control="STG-005",
    title="Storage accepts Entra ID tokens only: shared keys are off",
    severity=Severity.CRITICAL,
    types=("Microsoft.Storage/storageAccounts",),
    remedy="Write `allow_shared_key_access=False, default_to_o_auth_authentication=True` in StorageAccount(...).",
    url="https://learn.microsoft.com/azure/storage/common/shared-key-authorization-prevent",
    check=check,
    fix={"allowSharedKeyAccess": False, "defaultToOAuthAuthentication": True},
)
