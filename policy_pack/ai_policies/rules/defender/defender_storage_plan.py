"""The storage plan scans uploads for malware and discovers sensitive data."""

from collections.abc import Iterator

from ai_policies import defender
from ai_policies.kit import Edit, Finding, NotApplicable, Resource, ResourceRule, Severity, same


def check(resource: Resource) -> Iterator[Finding]:
    """The storage plan scans uploads for malware and discovers sensitive data."""
    if not defender.is_plan(resource, "StorageAccounts"):
        yield NotApplicable("another plan")
        return
    yield from resource.expect("pricingTier", "Standard")
    yield from resource.expect("subPlan", "DefenderForStorageV2")
    yield from defender.expect_extensions(resource, EXTENSIONS)


EXTENSIONS = ("OnUploadMalwareScanning", "SensitiveDataDiscovery")


def fix(resource: Resource) -> Iterator[Edit]:
    """Turn plan and extensions on."""
    for path, value in (("pricingTier", "Standard"), ("subPlan", "DefenderForStorageV2")):
        if not same(resource.find(path), value):
            yield Edit(path, value)
    yield from defender.switch_on(resource, EXTENSIONS)


RULE = ResourceRule(
    id="defender-storage-plan",
    control="DEF-004",
    title="The storage plan scans uploads for malware and discovers sensitive data",
    severity=Severity.HIGH,
    types=("Microsoft.Security/pricings",),
    remedy=(
        'Write `pricing_tier="Standard", sub_plan="DefenderForStorageV2"` and extensions '
        "OnUploadMalwareScanning and SensitiveDataDiscovery in `extensions` of Pricing(...)."
    ),
    url="https://learn.microsoft.com/azure/defender-for-cloud/defender-for-storage-introduction",
    check=check,
    fix=fix,
)
