"""Traffic to apps is encrypted up to the worker."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Traffic to apps is encrypted up to the worker."""
    yield from resource.expect("endToEndEncryptionEnabled", True)


RULE = ResourceRule(
    id="web-app-end-to-end-encryption",
    control="WEB-008",
    title="Traffic to apps is encrypted up to the worker",
    severity=Severity.MEDIUM,
    types=(
        "Microsoft.Web/sites",
        "Microsoft.Web/sites/slots",
    ),
    remedy="Write `end_to_end_encryption_enabled=True` in WebApp(...).",
    url="https://learn.microsoft.com/azure/app-service/configure-ssl-app-service-end-to-end-encryption",
    check=check,
    fix={"endToEndEncryptionEnabled": True},
)
