"""Nobody deploys to apps with a password."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Nobody deploys to apps with a password."""
    policies = {item.arm_name: item for item in graph.children(resource, "basicPublishingCredentialsPolicies")}
    for channel in ("ftp", "scm"):
        if channel in policies:
            yield from policies[channel].expect("allow", False)
        else:
            yield Violated(f"has no publishing policy '{channel}' that allows none")


RULE = StackRule(
    id="web-app-no-publishing-passwords",
    control="WEB-005",
    title="Nobody deploys to apps with a password",
    severity=Severity.MEDIUM,
    types=("Microsoft.Web/sites",),
    remedy=("Add `WebAppFtpAllowed(name=app.name, allow=False)` and `WebAppScmAllowed(name=app.name, allow=False)`."),
    url="https://learn.microsoft.com/azure/app-service/configure-basic-auth-disable",
    check=check,
)
