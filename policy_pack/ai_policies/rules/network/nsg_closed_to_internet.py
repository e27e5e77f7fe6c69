"""No inbound rule opens management, plain web or UDP ports to everyone."""

from collections.abc import Iterator

from ai_policies import address_ranges
from ai_policies.kit import Finding, Resource, ResourceRule, Severity, known, same


def check(resource: Resource) -> Iterator[Finding]:
    """No inbound rule opens management, plain web or UDP ports to everyone."""
    rules = (
        [resource]
        if resource.is_type("Microsoft.Network/networkSecurityGroups/securityRules")
        else resource.items("securityRules")
    )
    for rule in rules:
        if not same(rule.text("access"), "Allow") or not same(rule.text("direction"), "Inbound"):
            continue
        source = "sourceAddressPrefix" if known(rule.read("sourceAddressPrefix")) else "sourceAddressPrefixes"
        if address_ranges.from_everyone(rule) and address_ranges.covers_refused_port(rule):
            yield rule.violated(source, "which opens ports 22, 80, 3389, 5985-5986 or UDP to everyone")


RULE = ResourceRule(
    id="nsg-closed-to-internet",
    control="NET-005",
    title="No inbound rule opens management, plain web or UDP ports to everyone",
    severity=Severity.CRITICAL,
    types=("Microsoft.Network/networkSecurityGroups", "Microsoft.Network/networkSecurityGroups/securityRules"),
    remedy=(
        "Narrow `source_address_prefix` (and `source_address_prefixes`) of the rule in NetworkSecurityGroup(...) "
        "to the ranges that need it."
    ),
    url="https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview",
    check=check,
)
