"""Apps answer over HTTPS only, with TLS 1.2 or later on site and deployment endpoint."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Apps answer over HTTPS only, with TLS 1.2 or later on site and deployment endpoint."""
    yield from resource.expect("httpsOnly", True)
    yield from resource.expect("siteConfig.minTlsVersion", "1.2", "1.3")
    yield from resource.expect("siteConfig.scmMinTlsVersion", "1.2", "1.3")


RULE = ResourceRule(
    id="web-app-https",
    control="WEB-001",
    title="Apps answer over HTTPS only, with TLS 1.2 or later on site and deployment endpoint",
    severity=Severity.HIGH,
    types=(
        "Microsoft.Web/sites",
        "Microsoft.Web/sites/slots",
    ),
    remedy=(
        'Write `https_only=True, site_config={"min_tls_version": "1.2", "scm_min_tls_version": "1.2"}` in WebApp(...).'
    ),
    url="https://learn.microsoft.com/azure/app-service/configure-ssl-bindings",
    check=check,
    fix={"httpsOnly": True, "siteConfig.minTlsVersion": "1.2", "siteConfig.scmMinTlsVersion": "1.2"},
)
