"""Subnets: standing alone, or inside their virtual network."""

from dataclasses import dataclass

from ai_policies.kit import Resource, View

SUBNET = "Microsoft.Network/virtualNetworks/subnets"
AGENTS = "microsoft.app/environments"
"""Delegation (lower case) of the subnets that agents and container apps are injected into."""


@dataclass(frozen=True)
class Subnet:
    """One subnet: its name, what can be read of it, and where it begins inside its resource (`subnets[0].`)."""

    name: str
    view: View
    prefix: str


def inside(resource: Resource) -> list[Subnet]:
    """The subnet itself, or the subnets that a virtual network lists.

    Raises:
        UnknownRead: the list, or the name of one in it, is not known yet.
    """
    if resource.is_type(SUBNET):
        return [Subnet(resource.arm_name, resource, "")]
    listed = enumerate(resource.items("subnets"))
    return [Subnet(item.text("name"), item, f"subnets[{index}].") for index, item in listed]


def delegations(subnet: View) -> set[str]:
    """Services (lower case) that a subnet is delegated to; raises `UnknownRead`."""
    return {item.text("serviceName").casefold() for item in subnet.items("delegations")}
