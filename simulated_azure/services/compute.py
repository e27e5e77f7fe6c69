"""Microsoft.Compute: virtual machines and scale sets, and the network interfaces they use."""

import re

from simulated_azure.arm.errors import ArmError, bad_request, conflict
from simulated_azure.arm.json_values import Json, as_dict, dicts, sub_id
from simulated_azure.arm.rules import Immutable, Put, computes, defaults, immutable, on_delete, on_put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World
from simulated_azure.services.managed_identity import require_identities
from simulated_azure.services.network._references import SUBNET, VNET, etag_of, require
from simulated_azure.services.network.subnets import delegations

MACHINE = "Microsoft.Compute/virtualMachines"
SCALE_SET = "Microsoft.Compute/virtualMachineScaleSets"
INTERFACE = "Microsoft.Network/networkInterfaces"
_NAMES = "arm-semantics 1: AZD resource-name-rules.md; TF compute/validate (computer names)"
_TF = "TF compute/linux_virtual_machine_resource.go, windows_virtual_machine_resource.go"
_WINDOWS_NAME = re.compile(r"(?!\d+$)[a-zA-Z0-9-]{1,15}(?<!-)")
_LINUX_NAME = re.compile(r"[a-zA-Z0-9.-]{1,64}(?<![-.])")
_PREFIX_LENGTH = {"windows": 9, "linux": 58}

immutable(
    MACHINE,
    *(Immutable(f"properties.{path}", "PropertyChangeNotAllowed") for path in (
        "osProfile.computerName", "osProfile.adminUsername", "osProfile.customData", "storageProfile.imageReference",
        "osProfile.linuxConfiguration.disablePasswordAuthentication",
    )),
    Immutable("zones", "PropertyChangeNotAllowed"),
    source="arm-semantics 2.6: TF ForceNew (VM: admin, computerName, image, customData, zones)",
)  # fmt: skip
immutable(
    SCALE_SET,
    Immutable("zones", "PropertyChangeNotAllowed"),
    Immutable("properties.platformFaultDomainCount", "PropertyChangeNotAllowed"),
    Immutable("properties.orchestrationMode", "PropertyChangeNotAllowed"),
    source="arm-semantics 2.6: TF ForceNew (VMSS: zones, faultDomainCount); TF compute/virtual_machine_scale_set",
)
defaults(INTERFACE, {"properties": {"enableIPForwarding": False, "enableAcceleratedNetworking": False}})


def _system(storage: Json, profile: Json) -> str:
    if as_dict(profile.get("windowsConfiguration")):
        return "windows"
    if as_dict(profile.get("linuxConfiguration")):
        return "linux"
    return str(as_dict(storage.get("osDisk")).get("osType") or "Linux").lower()


@on_put(MACHINE, source=_NAMES)
def computer_name_fits(put: Put) -> None:
    """Windows computer names have at most 15 characters and are no number; Linux ones at most 64."""
    profile = as_dict(put.properties.get("osProfile"))
    if not profile or put.old is not None:
        return
    system = _system(as_dict(put.properties.get("storageProfile")), profile)
    name = str(profile.get("computerName") or "")
    if not (_WINDOWS_NAME if system == "windows" else _LINUX_NAME).fullmatch(name):
        raise bad_request("InvalidParameter", f"'{name}' is no {system} computer name.", target="computerName")


@on_put(SCALE_SET, source=_NAMES)
def computer_name_prefix_fits(put: Put) -> None:
    """The prefix of computer names leaves room for six characters."""
    profile = as_dict(put.properties.get("virtualMachineProfile"))
    system = _system(as_dict(profile.get("storageProfile")), as_dict(profile.get("osProfile")))
    prefix = str(as_dict(profile.get("osProfile")).get("computerNamePrefix") or "")
    if len(prefix) > _PREFIX_LENGTH[system]:
        raise bad_request(
            "InvalidParameter", f"'{prefix}' is longer than {_PREFIX_LENGTH[system]}.", target="computerNamePrefix"
        )


@on_put(MACHINE, SCALE_SET, source=_TF)
def login_is_possible(put: Put) -> None:
    """Without a password a Linux machine has an SSH key; identities exist."""
    outer = (
        put.properties if put.id.type_key == MACHINE.lower() else as_dict(put.properties.get("virtualMachineProfile"))
    )
    profile = as_dict(outer.get("osProfile"))
    linux = as_dict(profile.get("linuxConfiguration"))
    keys = dicts(as_dict(linux.get("ssh")).get("publicKeys"))
    if put.creating and profile and not profile.get("adminPassword") and not keys:
        raise bad_request(
            "InvalidParameter", "A machine needs 'adminPassword' or an SSH public key.", target="osProfile"
        )
    require_identities(put)


@on_put(
    MACHINE,
    SCALE_SET,
    source="arm-semantics 2.5: AZD common-deployment-errors.md (SkuNotAvailable, quota: OperationNotAllowed)",
)
def size_is_to_be_had(put: Put) -> None:
    """The size is offered in the region and within the quota of its cores (facts `computeSizes`, `computeQuota`)."""
    single = put.id.type_key == MACHINE.lower()
    size = str(
        as_dict(put.properties.get("hardwareProfile")).get("vmSize")
        if single
        else as_dict(put.body.get("sku")).get("name")
    )
    offered = put.world.fact("computeSizes")
    if offered and size not in offered:
        raise conflict(
            "SkuNotAvailable", f"The requested size '{size}' is not available in '{put.body.get('location')}'."
        )
    quota = as_dict(put.world.fact("computeQuota")).get(size)
    count = 1 if single else int(as_dict(put.body.get("sku")).get("capacity") or 0)
    if put.creating and quota is not None and count > int(quota):
        raise conflict(
            "OperationNotAllowed", f"Operation results in exceeding the approved quota of '{size}': {quota}."
        )


@on_put(MACHINE, source=_TF)
def interfaces_are_free(put: Put) -> None:
    """A machine has network interfaces that exist and belong to no other machine."""
    items = dicts(as_dict(put.properties.get("networkProfile")).get("networkInterfaces"))
    if not items:
        raise bad_request("InvalidParameter", "A machine needs a network interface.", target="networkProfile")
    for item in items:
        target = require(put.world, put.id, sub_id(item) or "/subscriptions/none", region=str(put.body.get("location")))
        others = [user for user in put.world.referring(target.id, MACHINE) if user.id.key != put.id.key]
        if others:
            raise bad_request("NicInUse", f"'{target.id.name}' belongs to '{others[0].id.name}' already.")


@on_put(
    INTERFACE, source="arm-semantics 2.1: ZOD (interfaces need an undelegated subnet); TF network/network_interface"
)
def interface_is_placed(put: Put) -> None:
    """An interface stands in an undelegated subnet of its region."""
    items = dicts(put.properties.get("ipConfigurations"))
    if not items:
        raise bad_request("NetworkInterfaceMustHaveOneIPConfiguration", f"'{put.id.name}' needs an ip configuration.")
    for item in items:
        target = sub_id(as_dict(item.get("properties")).get("subnet"))
        subnet = require(put.world, put.id, target or "/subscriptions/none")
        network = subnet.id.ancestor(VNET)
        if subnet.id.type_key != SUBNET.lower() or network is None:
            raise bad_request("InvalidResourceReference", f"'{target}' is not a subnet.")
        require(put.world, put.id, network.text, region=str(put.body.get("location")))
        if delegations(subnet.properties):
            raise bad_request(
                "BadRequest", f"Subnet '{subnet.id.name}' is delegated to {delegations(subnet.properties)}."
            )


@computes(INTERFACE)
def interface_view(world: World, resource: Resource) -> Json:
    """Entity tag and internal id."""
    guid = world.chance.guid("resource", resource.id.key, str(resource.incarnation))
    return {"etag": etag_of(world, resource), "properties": {"resourceGuid": guid}}


@computes(MACHINE, SCALE_SET)
def machine_view(world: World, resource: Resource) -> Json:
    """Internal id; passwords are never shown."""
    key = "vmId" if resource.id.type_key == MACHINE.lower() else "uniqueId"
    return {"properties": {key: world.chance.guid("machine", resource.id.key, str(resource.incarnation)),
                           "timeCreated": world.clock.stamp(resource.created_at)}}  # fmt: skip


@on_delete(INTERFACE, source="arm-semantics 4.2; TF network/network_interface_resource.go (NicInUse)")
def interface_is_unused(world: World, resource: Resource) -> None:
    """The interface of a machine cannot be deleted."""
    users = world.referring(resource.id, MACHINE)
    if users:
        raise ArmError(400, "NicInUse", f"'{resource.id.name}' is used by machine '{users[0].id.name}'.")
