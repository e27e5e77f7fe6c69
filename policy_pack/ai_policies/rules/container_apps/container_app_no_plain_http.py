"""Container apps never answer plain HTTP."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Container apps never answer plain HTTP."""
    yield from resource.refuse("configuration.ingress.allowInsecure", True)


RULE = ResourceRule(
    id="container-app-no-plain-http",
    control="ACA-003",
    title="Container apps never answer plain HTTP",
    severity=Severity.HIGH,
    types=("Microsoft.App/containerApps",),
    remedy="Leave `allow_insecure` out of the ingress in ContainerApp(...).",
    url="https://learn.microsoft.com/azure/container-apps/ingress-overview",
    check=check,
    fix={"configuration.ingress.allowInsecure": False},
)
