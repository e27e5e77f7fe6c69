"""CORS of container apps names its origins."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity, Value


def check(resource: Resource) -> Iterator[Finding]:
    """CORS of container apps names its origins."""
    path = "configuration.ingress.corsPolicy.allowedOrigins"
    yield from resource.expect_that(path, "must not hold '*'", lambda value: "*" not in _listed(value))


def _listed(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []


RULE = ResourceRule(
    id="container-app-cors-explicit",
    control="ACA-011",
    title="CORS of container apps names its origins",
    severity=Severity.MEDIUM,
    types=("Microsoft.App/containerApps",),
    remedy=('Write the origins in `"cors_policy": {"allowed_origins": [...]}` of the ingress in ContainerApp(...).'),
    url="https://learn.microsoft.com/azure/container-apps/cors",
    check=check,
)
