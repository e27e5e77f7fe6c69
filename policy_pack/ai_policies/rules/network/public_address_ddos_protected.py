"""Public addresses, or the networks behind them, are protected against floods."""

from collections.abc import Iterator

from ai_policies.kit import ABSENT, Finding, Graph, Resource, Severity, StackRule, same


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Public addresses, or the networks behind them, are protected against floods."""
    networks = list(graph.of("Microsoft.Network/virtualNetworks"))
    plan = "ddosProtectionPlan.id"
    covered = bool(networks) and all(
        item.find("enableDdosProtection") is True and item.find(plan) is not ABSENT for item in networks
    )
    if not covered or same(resource.find("ddosSettings.protectionMode"), "Disabled"):
        yield from resource.expect("ddosSettings.protectionMode", "Enabled")


RULE = StackRule(
    id="public-address-ddos-protected",
    control="NET-008",
    title="Public addresses, or the networks behind them, are protected against floods",
    severity=Severity.MEDIUM,
    types=("Microsoft.Network/publicIPAddresses",),
    remedy=(
        'Write `ddos_settings={"protection_mode": "Enabled"}` in PublicIPAddress(...), or '
        '`enable_ddos_protection=True, ddos_protection_plan={"id": plan.id}` in VirtualNetwork(...).'
    ),
    url="https://learn.microsoft.com/azure/ddos-protection/ddos-protection-overview",
    check=check,
)
