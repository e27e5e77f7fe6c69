"""Backends are called over HTTPS and their certificates are checked."""

from collections.abc import Iterator

from ai_policies.kit import ABSENT, Finding, Resource, ResourceRule, Severity, Value


def _encrypted(url: Value) -> bool:
    """Whether the address is encrypted; pools and mocked APIs have none."""
    return url is ABSENT or (isinstance(url, str) and url.casefold().startswith(("https://", "wss://")))


def check(resource: Resource) -> Iterator[Finding]:
    """Backends are called over HTTPS and their certificates are checked."""
    path = "url" if resource.is_type("Microsoft.ApiManagement/service/backends") else "serviceUrl"
    yield from resource.expect_that(path, "must begin with https://", _encrypted)
    for check in ("validateCertificateChain", "validateCertificateName"):
        yield from resource.refuse(f"tls.{check}", False)


RULE = ResourceRule(
    id="backend-secure",
    control="APIM-008",
    title="Backends are called over HTTPS and their certificates are checked",
    severity=Severity.HIGH,
    types=("Microsoft.ApiManagement/service/backends", "Microsoft.ApiManagement/service/apis"),
    remedy=(
        'Write `url="https://...", tls={"validate_certificate_chain": True, "validate_certificate_name": True}` '
        "in Backend(...) and an https `service_url` in Api(...)."
    ),
    url="https://learn.microsoft.com/azure/api-management/backends",
    check=check,
)
