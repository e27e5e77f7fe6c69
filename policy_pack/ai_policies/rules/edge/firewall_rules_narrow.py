"""No firewall rule allows every destination."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity, Value, same


def check(resource: Resource) -> Iterator[Finding]:
    """No firewall rule allows every destination."""
    for collection in resource.items("ruleCollections"):
        if not same(collection.text("action.type"), "Allow"):
            continue
        for rule in collection.items("rules"):
            yield from rule.expect_that("targetFqdns", "must not hold '*'", lambda value: not _holds(value, "*"))
            if same(rule.text("ruleType"), "NetworkRule") and _holds(rule.read("destinationPorts"), "*", "0-65535"):
                wanted = "must not be every address on every port"
                yield from rule.expect_that("destinationAddresses", wanted, lambda value: not _holds(value, *_ALL))


_ALL = ("*", "0.0.0.0/0", "Internet")


def _holds(value: Value, *members: str) -> bool:
    return isinstance(value, list) and any(same(item, member) for item in value for member in members)


RULE = ResourceRule(
    id="firewall-rules-narrow",
    control="EDG-004",
    title="No firewall rule allows every destination",
    severity=Severity.HIGH,
    types=("Microsoft.Network/firewallPolicies/ruleCollectionGroups",),
    remedy=(
        'List names in `"target_fqdns"` and ranges in `"destination_addresses"` of the rules in '
        "FirewallPolicyRuleCollectionGroup(...)."
    ),
    url="https://learn.microsoft.com/azure/firewall/rule-processing",
    check=check,
)
