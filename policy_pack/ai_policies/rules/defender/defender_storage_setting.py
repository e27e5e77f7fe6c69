"""No storage account opts out of malware scanning."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """No storage account opts out of malware scanning."""
    yield from resource.expect("properties.isEnabled", True)
    yield from resource.expect("properties.malwareScanning.onUpload.isEnabled", True)


RULE = ResourceRule(
    id="defender-storage-setting",
    control="DEF-005",
    title="No storage account opts out of malware scanning",
    severity=Severity.MEDIUM,
    types=("Microsoft.Security/defenderForStorageSettings",),
    remedy=(
        'Write `"is_enabled": True, "malware_scanning": {"on_upload": {"is_enabled": True}}` in the '
        "`properties` of DefenderForStorage(...)."
    ),
    url="https://learn.microsoft.com/azure/defender-for-cloud/advanced-configurations-for-malware-scanning",
    check=check,
    fix={"properties.isEnabled": True, "properties.malwareScanning.onUpload.isEnabled": True},
)
