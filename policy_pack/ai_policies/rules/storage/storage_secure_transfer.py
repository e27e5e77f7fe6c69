"""Storage accepts HTTPS only, with TLS 1.2 or later."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Storage accepts HTTPS only, with TLS 1.2 or later."""
    yield from resource.expect("enableHttpsTrafficOnly", True)
    yield from resource.expect("minimumTlsVersion", "TLS1_2", "TLS1_3")


RULE = ResourceRule(
    id="storage-secure-transfer",
    control="STG-001",
    title="Storage accepts HTTPS only, with TLS 1.2 or later",
    severity=Severity.HIGH,
    types=("Microsoft.Storage/storageAccounts",),
    remedy='Write `enable_https_traffic_only=True, minimum_tls_version="TLS1_2"` in StorageAccount(...).',
    url="https://learn.microsoft.com/azure/storage/common/transport-layer-security-configure-minimum-version",
    check=check,
    fix={"enableHttpsTrafficOnly": True, "minimumTlsVersion": "TLS1_2"},
)
