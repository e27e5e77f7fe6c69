"""Peered networks and their address spaces: what a third network, or a later change, must not bring about."""

from simulated_azure.arm.errors import bad_request
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import sub_id
from simulated_azure.arm.rules import Put, on_put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World
from simulated_azure.services.network._references import VNET
from simulated_azure.services.network.virtual_networks import PEERING, address_space

_SOURCE = (
    "arm-semantics 2.1: ZOD (peered networks must not overlap); AZD virtual-network/virtual-network-manage-peering.md;"
    " public reports of VnetAddressSpaceOverlapsWithAlreadyPeeredVnet, AnotherPeeringAlreadyReferencesRemoteVnet"
)


def _peers(world: World, network: ResourceId, but: ResourceId) -> list[tuple[Resource, Resource]]:
    """(peering, remote network) of every peering of a network but one."""
    found = [(item, world.find(sub_id(item.properties.get("remoteVirtualNetwork")) or "/none"))
             for item in world.children(network, PEERING) if item.id.key != but.key]  # fmt: skip
    return [(peering, remote) for peering, remote in found if remote is not None]


@on_put(PEERING, source=_SOURCE)
def peers_do_not_overlap(put: Put) -> None:
    """A network peers once with another one, and with none that overlaps a network it is peered with already."""
    own, remote = put.id.parent, put.world.find(sub_id(put.properties.get("remoteVirtualNetwork")) or "/none")
    for peering, other in _peers(put.world, own, put.id) if own and remote else []:
        if remote and other.id.key == remote.id.key:
            raise bad_request(
                "AnotherPeeringAlreadyReferencesRemoteVnet", f"Peering '{peering.id.name}' leads to it already."
            )
        spaces = address_space(remote.properties) if remote else []
        if any(space.overlaps(taken) for space in spaces for taken in address_space(other.properties)):
            raise bad_request(
                "VnetAddressSpaceOverlapsWithAlreadyPeeredVnet",
                f"The remote network overlaps '{other.id.name}', to which '{peering.id.name}' leads already.",
            )


@on_put(VNET, source=_SOURCE)
def peers_stay_apart(put: Put) -> None:
    """The address space of a network does not grow into a network that it is peered with."""
    for _peering, other in _peers(put.world, put.id, put.id):
        for space in address_space(put.properties):
            if any(space.overlaps(taken) for taken in address_space(other.properties)):
                raise bad_request("VnetAddressSpacesOverlap", f"{space} overlaps the peered network '{other.id.name}'.")
