"""Apps demand a token of Entra ID."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Violated, same


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Apps demand a token of Entra ID."""
    settings = [item for item in graph.children(resource, "config") if same(item.arm_name, "authsettingsV2")]
    if not settings:
        yield Violated("has no authsettingsV2 that demands authentication")
    for item in settings:
        yield from item.expect("platform.enabled", True)
        yield from item.expect("globalValidation.requireAuthentication", True)


RULE = StackRule(
    id="web-app-authenticated",
    control="WEB-006",
    title="Apps demand a token of Entra ID",
    severity=Severity.HIGH,
    types=("Microsoft.Web/sites",),
    remedy=(
        'Add `WebAppAuthSettingsV2(name=app.name, platform={"enabled": True}, '
        'global_validation={"require_authentication": True})`.'
    ),
    url="https://learn.microsoft.com/azure/app-service/overview-authentication-authorization",
    check=check,
)
