"""Network security groups end in a rule that denies everything else, in and out."""

from collections.abc import Iterator

from ai_policies import address_ranges
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Violated


def check(graph: Graph, group: Resource) -> Iterator[Finding]:
    """Network security groups end in a rule that denies everything else, in and out."""
    standalone = graph.children(group, "securityRules")
    rules = [*group.items("securityRules"), *standalone]
    for direction in ("Inbound", "Outbound"):
        if not any(address_ranges.denies_everything(rule, direction) for rule in rules):
            yield Violated(f"has no {direction} rule that denies everything", group.path_of("securityRules"))


RULE = StackRule(
    id="nsg-ends-in-deny",
    control="NET-006",
    title="Network security groups end in a rule that denies everything else, in and out",
    severity=Severity.MEDIUM,
    types=("Microsoft.Network/networkSecurityGroups",),
    remedy=(
        'Add `{"name": "deny-all-inbound", "priority": 4096, "direction": "Inbound", "access": "Deny", '
        '"protocol": "*", "source_address_prefix": "*", ...}` and its Outbound sibling to `security_rules` of '
        "NetworkSecurityGroup(...)."
    ),
    url="https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview",
    check=check,
)
