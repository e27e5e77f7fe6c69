"""The metadata endpoint of machines takes signed requests only."""

from collections.abc import Iterator

from ai_policies import machines
from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """The metadata endpoint of machines takes signed requests only."""
    yield from resource.expect(f"{machines.profile(resource)}securityProfile.proxyAgentSettings.enabled", True)


RULE = ResourceRule(
    id="vm-metadata-protected",
    control="VM-005",
    title="The metadata endpoint of machines takes signed requests only",
    severity=Severity.MEDIUM,
    types=(
        "Microsoft.Compute/virtualMachines",
        "Microsoft.Compute/virtualMachineScaleSets",
    ),
    remedy=(
        'Write `"proxy_agent_settings": {"enabled": True}` in the `security_profile` of VirtualMachine(...) '
        "or of the profile in VirtualMachineScaleSet(...)."
    ),
    url="https://learn.microsoft.com/azure/virtual-machines/metadata-security-protocol/overview",
    check=check,
    fix={f"{profile}securityProfile.proxyAgentSettings.enabled": True for profile in ("", "virtualMachineProfile.")},
)
