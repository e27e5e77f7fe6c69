"""Who may live in a subnet beside whom: subnets of application gateways, reserved names, subnets of machines."""

from collections.abc import Iterator

from simulated_azure.arm.errors import bad_request
from simulated_azure.arm.json_values import Json, as_dict, dicts, sub_id
from simulated_azure.arm.rules import Put, on_put
from simulated_azure.arm.store import Resource
from simulated_azure.services.compute import INTERFACE, SCALE_SET
from simulated_azure.services.network._references import SUBNET, VNET, require
from simulated_azure.services.network.gateways import APPLICATION_GATEWAY, BASTION
from simulated_azure.services.network.subnets import ENDPOINT, RESERVED, delegations

_GATEWAYS = (
    "AZD application-gateway/configuration-infrastructure.md (a dedicated subnet: no other resource is allowed);"
    " arm-semantics 2.1: ZOD; public reports of ApplicationGatewaySubnetCannotBeUsedByOtherResources"
)
_MACHINES = "arm-semantics 2.1: ZOD (interfaces need an undelegated subnet); TF compute/virtual_machine_scale_set.go"


def _interfaces(put: Put) -> Iterator[Json]:
    """Properties of every ip configuration of an interface, or of the interfaces of a scale set."""
    if put.id.type_key == INTERFACE.lower():
        holders = [put.properties]
    else:
        profile = as_dict(as_dict(put.properties.get("virtualMachineProfile")).get("networkProfile"))
        holders = [as_dict(item.get("properties")) for item in dicts(profile.get("networkInterfaceConfigurations"))]
    for holder in holders:
        for item in dicts(holder.get("ipConfigurations")):
            yield as_dict(item.get("properties"))


def _places(put: Put) -> list[Resource]:
    single = sub_id(put.properties.get("subnet"))
    ids = [single] if single else [sub_id(item.get("subnet")) for item in _interfaces(put)]
    found = [put.world.find(item) for item in ids if item]
    return [item for item in found if item and item.id.type_key == SUBNET.lower()]


@on_put(ENDPOINT, INTERFACE, SCALE_SET, source=_GATEWAYS)
def nothing_beside_a_gateway(put: Put) -> None:
    """A subnet with an application gateway takes nothing but application gateways."""
    for subnet in _places(put):
        gateways = put.world.referring(subnet.id, APPLICATION_GATEWAY)
        if gateways:
            raise bad_request(
                "ApplicationGatewaySubnetCannotBeUsedByOtherResources",
                f"Subnet '{subnet.id.name}' is used by application gateway '{gateways[0].id.name}' and takes nothing"
                " else.",
            )


@on_put(INTERFACE, SCALE_SET, source="arm-semantics 1: AZD bastion/configuration-settings.md; LZB preflight; ZOD")
def reserved_subnets_are_kept(put: Put) -> None:
    """Subnets whose names are reserved for a service take no machines."""
    for subnet in _places(put):
        if subnet.id.name.lower() in RESERVED:
            raise bad_request(
                "BadRequest", f"Subnet '{subnet.id.name}' is reserved for a service; machines need another."
            )


@on_put(SCALE_SET, source=_MACHINES)
def scale_set_is_placed(put: Put) -> None:
    """The machines of a scale set stand in an undelegated subnet of its region."""
    for item in _interfaces(put):
        subnet = require(put.world, put.id, sub_id(item.get("subnet")) or "/subscriptions/none")
        network = subnet.id.ancestor(VNET)
        if network is None or subnet.id.type_key != SUBNET.lower():
            raise bad_request("InvalidResourceReference", f"'{subnet.id}' is not a subnet.")
        require(put.world, put.id, network.text, region=str(put.body.get("location") or ""))
        if delegations(subnet.properties):
            raise bad_request(
                "ResourceNotPermittedOnDelegatedSubnet",
                f"Subnet '{subnet.id.name}' is delegated to {delegations(subnet.properties)}.",
            )


@on_put(BASTION, source="arm-semantics 2.1: ZOD (a bastion host needs an undelegated subnet)")
def bastion_subnet_is_not_delegated(put: Put) -> None:
    """The subnet of a bastion host is not delegated."""
    for item in dicts(put.properties.get("ipConfigurations")):
        subnet = put.world.find(sub_id(as_dict(item.get("properties")).get("subnet")) or "/none")
        if subnet is not None and delegations(subnet.properties):
            raise bad_request(
                "BadRequest", f"Subnet '{subnet.id.name}' is delegated to {delegations(subnet.properties)}."
            )


@on_put(INTERFACE, source="arm-semantics 2.1: ZOD (one owner per address)")
def interface_address_is_its_own(put: Put) -> None:
    """A public address of an interface exists in its region and belongs to nothing else."""
    for item in _interfaces(put):
        target = sub_id(item.get("publicIPAddress"))
        found = require(put.world, put.id, target, region=str(put.body.get("location") or "")) if target else None
        others = [user for user in put.world.referring(found.id) if user.id.key != put.id.key] if found else []
        if found and others:
            raise bad_request("PublicIPAddressInUse", f"'{found.id.name}' belongs to '{others[0].id}' already.")
