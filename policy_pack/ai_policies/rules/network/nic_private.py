"""Network interfaces have no public address and forward nothing."""

from collections.abc import Iterator

from ai_policies.kit import ABSENT, Edit, Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Network interfaces have no public address and forward nothing."""
    yield from resource.refuse("enableIPForwarding", True)
    for configuration in resource.items("ipConfigurations"):
        yield from configuration.expect_empty("publicIPAddress", "must be absent")


def fix(resource: Resource) -> Iterator[Edit]:
    """Stop forwarding and let go of public addresses."""
    if resource.find("enableIPForwarding") is True:
        yield Edit("enableIPForwarding", False)
    for index, configuration in enumerate(resource.items("ipConfigurations")):
        if configuration.find("publicIPAddress") is not ABSENT:
            yield Edit(f"ipConfigurations[{index}].publicIPAddress", ABSENT)


RULE = ResourceRule(
    id="nic-private",
    control="NET-009",
    title="Network interfaces have no public address and forward nothing",
    severity=Severity.HIGH,
    types=("Microsoft.Network/networkInterfaces",),
    remedy=(
        "Leave `public_ip_address` out of `ip_configurations` and `enable_ip_forwarding` out of NetworkInterface(...)."
    ),
    url="https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses",
    check=check,
    fix=fix,
)
