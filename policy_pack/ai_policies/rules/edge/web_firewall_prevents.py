"""Web application firewalls are on, prevent, and inspect bodies."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Web application firewalls are on, prevent, and inspect bodies."""
    yield from resource.expect("policySettings.state", "Enabled")
    yield from resource.expect("policySettings.mode", "Prevention")
    yield from resource.expect("policySettings.requestBodyCheck", True)


RULE = ResourceRule(
    id="web-firewall-prevents",
    control="EDG-006",
    title="Web application firewalls are on, prevent, and inspect bodies",
    severity=Severity.HIGH,
    types=("Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies",),
    remedy=(
        'Write `policy_settings={"state": "Enabled", "mode": "Prevention", "request_body_check": True}` in '
        "WebApplicationFirewallPolicy(...)."
    ),
    url="https://learn.microsoft.com/azure/web-application-firewall/ag/policy-overview",
    check=check,
    fix={
        "policySettings.state": "Enabled",
        "policySettings.mode": "Prevention",
        "policySettings.requestBodyCheck": True,
    },
)
