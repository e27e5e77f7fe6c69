"""The registry has neither an admin user nor anonymous pull."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """The registry has neither an admin user nor anonymous pull."""
    yield from resource.expect("adminUserEnabled", False)
    yield from resource.refuse("anonymousPullEnabled", True)


RULE = ResourceRule(
    id="registry-no-shared-login",
    control="ACR-001",
    title="The registry has neither an admin user nor anonymous pull",
    severity=Severity.CRITICAL,
    types=("Microsoft.ContainerRegistry/registries",),
    remedy="Write `admin_user_enabled=False` and leave `anonymous_pull_enabled` out of Registry(...).",
    url="https://learn.microsoft.com/azure/container-registry/container-registry-authentication",
    check=check,
    fix={"adminUserEnabled": False, "anonymousPullEnabled": False},
)
