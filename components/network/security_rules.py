"""Rules of a network security group: what the kind of subnet needs, then a deny in both directions. Pure."""

from collections.abc import Iterable, Sequence
from typing import Literal, NotRequired, TypedDict

from components.network.args import SecurityRuleArgs, SubnetArgs
from components.network.kinds import KINDS, SUBNET, Rule

FIRST_PRIORITY = 100
PRIORITY_STEP = 10
DENY_PRIORITY = 4096
"""The lowest priority that a rule of one's own can have: nothing can be placed after it."""


class RuleBlock(TypedDict):
    """A security rule as Azure takes it."""

    name: str
    description: str
    direction: str
    access: str
    priority: int
    protocol: str
    source_address_prefix: str
    source_port_range: str
    destination_address_prefix: str
    destination_port_range: NotRequired[str]
    destination_port_ranges: NotRequired[list[str]]


def security_rules(subnet: SubnetArgs) -> list[RuleBlock]:
    """Return the rules of a subnet's security group, in the order of their priority within each direction.

    Raises:
        ValueError: the kind of the subnet is unknown, or an extra rule has no direction or reuses a name.
    """
    kind = subnet["kind"]
    if kind not in KINDS:
        raise ValueError(f"unknown kind of subnet {kind!r}: known are {', '.join(KINDS)}")
    wanted = [*KINDS[kind].rules, *(_own_rule(extra) for extra in subnet.get("extra_rules", []))]
    _refuse_doubles(wanted)
    return [
        *_allow(wanted, "Inbound", subnet["address_prefix"]),
        _deny("Inbound"),
        *_allow(wanted, "Outbound", subnet["address_prefix"]),
        _deny("Outbound"),
    ]


def _own_rule(extra: SecurityRuleArgs) -> Rule:
    if extra["direction"] not in ("Inbound", "Outbound"):
        raise ValueError(f"rule {extra['rule_name']}: direction is Inbound or Outbound, not {extra['direction']!r}")
    return Rule(
        extra["rule_name"],
        extra["direction"],
        tuple(extra["ports"]),
        extra["source"],
        extra["destination"],
        extra.get("description", "Asked for by the configuration"),
        extra.get("protocol", "Tcp"),
    )


def _refuse_doubles(rules: Sequence[Rule]) -> None:
    names = [rule.name for rule in rules]
    doubles = sorted({name for name in names if names.count(name) > 1})
    if doubles:
        raise ValueError(f"security rules need names of their own, used twice: {', '.join(doubles)}")


def _allow(rules: Iterable[Rule], direction: Literal["Inbound", "Outbound"], prefix: str) -> list[RuleBlock]:
    chosen = [rule for rule in rules if rule.direction == direction]
    return [_block(rule, FIRST_PRIORITY + i * PRIORITY_STEP, prefix) for i, rule in enumerate(chosen)]


def _block(rule: Rule, priority: int, prefix: str) -> RuleBlock:
    block: RuleBlock = {
        "name": rule.name,
        "description": rule.why,
        "direction": rule.direction,
        "access": "Allow",
        "priority": priority,
        "protocol": rule.protocol,
        "source_address_prefix": prefix if rule.source == SUBNET else rule.source,
        "source_port_range": "*",
        "destination_address_prefix": prefix if rule.destination == SUBNET else rule.destination,
    }
    # Azure returns a single port in the singular property, whatever was sent.
    if len(rule.ports) == 1:
        block["destination_port_range"] = rule.ports[0]
    else:
        block["destination_port_ranges"] = list(rule.ports)
    return block


def _deny(direction: Literal["Inbound", "Outbound"]) -> RuleBlock:
    return {
        "name": f"deny-all-{direction.lower()}",
        "description": "What no rule above allows is denied",
        "direction": direction,
        "access": "Deny",
        "priority": DENY_PRIORITY,
        "protocol": "*",
        "source_address_prefix": "*",
        "source_port_range": "*",
        "destination_address_prefix": "*",
        "destination_port_range": "*",
    }
