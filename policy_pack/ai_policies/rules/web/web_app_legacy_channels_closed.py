"""Apps take no FTP, no remote debugging and no SSH."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Apps take no FTP, no remote debugging and no SSH."""
    yield from resource.expect("siteConfig.ftpsState", "Disabled")
    yield from resource.refuse("siteConfig.remoteDebuggingEnabled", True)
    yield from resource.expect("sshEnabled", False)


RULE = ResourceRule(
    id="web-app-legacy-channels-closed",
    control="WEB-005",
    title="Apps take no FTP, no remote debugging and no SSH",
    severity=Severity.MEDIUM,
    types=(
        "Microsoft.Web/sites",
        "Microsoft.Web/sites/slots",
    ),
    remedy=(
        'Write `ssh_enabled=False, site_config={"ftps_state": "Disabled"}` in WebApp(...) and leave remote '
        "debugging out."
    ),
    url="https://learn.microsoft.com/azure/app-service/deploy-ftp",
    check=check,
    fix={"siteConfig.ftpsState": "Disabled", "siteConfig.remoteDebuggingEnabled": False, "sshEnabled": False},
)
