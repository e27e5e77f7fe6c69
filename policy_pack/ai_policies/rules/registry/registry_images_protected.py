"""Images that were deleted or overwritten are kept for a while."""

from collections.abc import Iterator

from ai_policies.kit import UNKNOWN, Finding, Resource, ResourceRule, Severity, Unknown, same


def check(resource: Resource) -> Iterator[Finding]:
    """Images that were deleted or overwritten are kept for a while."""
    policies = ("softDeletePolicy", "retentionPolicy")
    if not any(same(resource.find(f"policies.{name}.status"), "enabled") for name in policies):
        for name in policies:
            if resource.find(f"policies.{name}.status") is UNKNOWN:
                yield Unknown(resource.path_of(f"policies.{name}.status"))
                return
        yield resource.violated(
            "policies.retentionPolicy.status", "must be 'enabled', or else that of softDeletePolicy"
        )
    for name in resource.parameter_texts("required"):
        yield from resource.expect(f"policies.{name}.status", "enabled")


RULE = ResourceRule(
    id="registry-images-protected",
    control="ACR-006",
    title="Images that were deleted or overwritten are kept for a while",
    severity=Severity.MEDIUM,
    types=("Microsoft.ContainerRegistry/registries",),
    remedy=(
        'Write `policies={"retention_policy": {"days": 7, "status": "enabled"}, ...}` or a soft_delete_policy in '
        "Registry(...)."
    ),
    url="https://learn.microsoft.com/azure/container-registry/container-registry-retention-policy",
    parameters={"required": []},
    check=check,
    fix={"policies.retentionPolicy.status": "enabled"},
)
