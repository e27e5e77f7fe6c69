"""Custom roles hold no wildcard and no right to read keys or grant access."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity, Value


def check(resource: Resource) -> Iterator[Finding]:
    """Custom roles hold no wildcard and no right to read keys or grant access."""
    for permission in resource.items("permissions"):
        for key in ("actions", "dataActions"):
            yield from permission.expect_that(key, "must hold no wildcard, key listing or access management", _narrow)


def _narrow(actions: Value) -> bool:
    """Whether no action is broader than it looks."""
    names = [str(action).casefold() for action in actions] if isinstance(actions, list) else []
    return not any(_is_broad(name) for name in names)


def _is_broad(name: str) -> bool:
    """Whether an action is a wildcard, lists keys or manages access; reading who has access is neither."""
    if name.startswith("microsoft.authorization/"):
        return not name.endswith("/read")
    return "*" in name or name.endswith(("/listkeys/action", "/regeneratekey/action", "/listsecrets/action"))


RULE = ResourceRule(
    id="role-definition-no-wildcards",
    control="IAM-005",
    title="Custom roles hold no wildcard and no right to read keys or grant access",
    severity=Severity.HIGH,
    types=("Microsoft.Authorization/roleDefinitions",),
    remedy=(
        "List the actions one by one in `permissions` of RoleDefinition(...), without `*`, listKeys and "
        "Microsoft.Authorization writes."
    ),
    url="https://learn.microsoft.com/azure/role-based-access-control/custom-roles",
    check=check,
)
