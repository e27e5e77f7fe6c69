"""Firewall policies answer DNS for their networks and keep analytics."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Firewall policies answer DNS for their networks and keep analytics."""
    yield from resource.expect("dnsSettings.enableProxy", True)
    yield from resource.expect("insights.isEnabled", True)


RULE = ResourceRule(
    id="firewall-policy-observed",
    control="EDG-003",
    title="Firewall policies answer DNS for their networks and keep analytics",
    severity=Severity.MEDIUM,
    types=("Microsoft.Network/firewallPolicies",),
    remedy=(
        'Write `dns_settings={"enable_proxy": True}, insights={"is_enabled": True, '
        '"log_analytics_resources": {...}}` in FirewallPolicy(...).'
    ),
    url="https://learn.microsoft.com/azure/firewall/dns-details",
    check=check,
    fix={"dnsSettings.enableProxy": True, "insights.isEnabled": True},
)
