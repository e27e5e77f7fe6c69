"""CORS of apps names its origins."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity, Value


def check(resource: Resource) -> Iterator[Finding]:
    """CORS of apps names its origins."""
    wanted = "must not hold '*'"
    yield from resource.expect_that("siteConfig.cors.allowedOrigins", wanted, lambda value: "*" not in _listed(value))


def _listed(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []


RULE = ResourceRule(
    id="web-app-cors-explicit",
    control="WEB-008",
    title="CORS of apps names its origins",
    severity=Severity.MEDIUM,
    types=(
        "Microsoft.Web/sites",
        "Microsoft.Web/sites/slots",
    ),
    remedy='Write the origins in `"cors": {"allowed_origins": [...]}` of the `site_config` in WebApp(...).',
    url="https://learn.microsoft.com/azure/app-service/app-service-web-tutorial-rest-api#add-cors-functionality",
    check=check,
)
