"""Firewall policies deny known bad traffic and stop intrusions."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Firewall policies deny known bad traffic and stop intrusions."""
    yield from resource.expect("threatIntelMode", "Deny")
    yield from resource.expect("sku.tier", "Premium")
    yield from resource.expect("intrusionDetection.mode", "Deny")


RULE = ResourceRule(
    id="firewall-policy-inspects",
    control="EDG-002",
    title="Firewall policies deny known bad traffic and stop intrusions",
    severity=Severity.HIGH,
    types=("Microsoft.Network/firewallPolicies",),
    remedy=(
        'Write `threat_intel_mode="Deny", sku={"tier": "Premium"}, intrusion_detection={"mode": "Deny"}` in '
        "FirewallPolicy(...)."
    ),
    url="https://learn.microsoft.com/azure/firewall/premium-features",
    check=check,
    fix={"threatIntelMode": "Deny", "sku.tier": "Premium", "intrusionDetection.mode": "Deny"},
)
