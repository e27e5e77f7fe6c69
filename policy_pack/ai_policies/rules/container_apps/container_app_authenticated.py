"""Container apps that are external, or serve agents or MCP, demand authentication."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Container apps that are external, or serve agents or MCP, demand authentication."""
    tags = resource.read("tags")
    kinds = {key.casefold() for key in tags} if isinstance(tags, dict) else set[str]()
    if resource.read("configuration.ingress.external") is not True and not kinds & {"mcp", "agent"}:
        yield NotApplicable("the app is internal and serves neither agents nor MCP")
        return
    configs = graph.children(resource, "authConfigs")
    if not configs:
        yield Violated("has no authentication configuration")
    for config in configs:
        yield from config.expect("platform.enabled", True)
        yield from config.expect("globalValidation.unauthenticatedClientAction", *_ACTIONS)


_ACTIONS = ("Return401", "Return403", "RedirectToLoginPage")


RULE = StackRule(
    id="container-app-authenticated",
    control="ACA-007",
    title="Container apps that are external, or serve agents or MCP, demand authentication",
    severity=Severity.HIGH,
    types=("Microsoft.App/containerApps",),
    remedy=(
        'Add `ContainerAppsAuthConfig(container_app_name=app.name, auth_config_name="current", '
        'platform={"enabled": True}, global_validation={"unauthenticated_client_action": "Return401"})`.'
    ),
    url="https://learn.microsoft.com/azure/container-apps/authentication",
    check=check,
)
