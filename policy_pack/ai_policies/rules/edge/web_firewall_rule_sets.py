"""Web application firewalls carry managed and bot rules without exclusions, and limit rates."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity, Violated, same


def check(resource: Resource) -> Iterator[Finding]:
    """Web application firewalls carry managed and bot rules without exclusions, and limit rates."""
    sets = {item.text("ruleSetType").casefold() for item in resource.items("managedRules.managedRuleSets")}
    for wanted in ("Microsoft_DefaultRuleSet", "Microsoft_BotManagerRuleSet"):
        if wanted.casefold() not in sets:
            yield Violated(f"holds no {wanted}", resource.path_of("managedRules.managedRuleSets"))
    yield from resource.expect_empty("managedRules.exclusions", "must be empty")
    if not any(same(item.text("ruleType"), "RateLimitRule") for item in resource.items("customRules")):
        yield Violated("holds no rule of type RateLimitRule", resource.path_of("customRules"))


RULE = ResourceRule(
    id="web-firewall-rule-sets",
    control="EDG-007",
    title="Web application firewalls carry managed and bot rules without exclusions, and limit rates",
    severity=Severity.MEDIUM,
    types=("Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies",),
    remedy=(
        "Write Microsoft_DefaultRuleSet and Microsoft_BotManagerRuleSet in `managed_rules` and a rule of "
        "type RateLimitRule in `custom_rules` of WebApplicationFirewallPolicy(...)."
    ),
    url="https://learn.microsoft.com/azure/web-application-firewall/ag/application-gateway-crs-rulegroups-rules",
    check=check,
)
