"""What a network security group lets through: rules by priority, the first that matches decides.

Source: AZD virtual-network/network-security-groups-overview.md (evaluation, default rules, service tags). Peers are
service tags here, not addresses: `Internet`, `AzureCloud` and `*` hold every service's tag.
"""

from dataclasses import dataclass

from simulated_azure.arm.json_values import Json, strings
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World
from simulated_azure.services.network.security_groups import rules_of

_EVERYTHING = frozenset({"*", "any", "0.0.0.0/0"})
_PUBLIC = _EVERYTHING | {"internet", "azurecloud"}
_NOT_PUBLIC = frozenset({"azureloadbalancer", "virtualnetwork"})


@dataclass(frozen=True)
class Flow:
    """TCP traffic that a service needs: `Inbound` from, or `Outbound` to, a service tag, at a port."""

    direction: str
    port: int
    peer: str

    def __str__(self) -> str:
        way = "from" if self.direction == "Inbound" else "to"
        return f"TCP {self.port} {way} {self.peer}"


def passes(world: World, group: Resource, flow: Flow) -> bool:
    """Whether a security group lets a flow through."""
    for rule in rules_of(world, group):
        if rule.get("direction") == flow.direction and _matches(rule, flow):
            return rule.get("access") == "Allow"
    return False


def _matches(rule: Json, flow: Flow) -> bool:
    protocol = str(rule.get("protocol") or "*").lower()
    side = "source" if flow.direction == "Inbound" else "destination"
    prefixes = {item.lower() for item in _either(rule, f"{side}AddressPrefix")}
    tag = flow.peer.lower()
    everyone = _EVERYTHING if tag in _NOT_PUBLIC else _PUBLIC
    named = any(item == tag or item.startswith(f"{tag}.") for item in prefixes)  # Storage, Storage.WestEurope
    ports = _either(rule, "destinationPortRange")
    return (
        protocol in {"*", "tcp"} and (named or bool(prefixes & everyone)) and any(_holds(p, flow.port) for p in ports)
    )


def _either(rule: Json, name: str) -> list[str]:
    plural = f"{name}es" if name.endswith("Prefix") else f"{name}s"
    single = str(rule.get(name) or "")
    return [*([single] if single else []), *strings(rule.get(plural))]


def _holds(ports: str, port: int) -> bool:
    if ports == "*":
        return True
    first, _, last = ports.partition("-")
    return first.isdigit() and int(first) <= port <= int(last if last.isdigit() else first)
