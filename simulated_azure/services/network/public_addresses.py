"""Public IP addresses and NAT gateways, and what other services demand of an address."""

from simulated_azure.arm.errors import bad_request
from simulated_azure.arm.json_values import Json, as_dict, dicts, sub_id
from simulated_azure.arm.locations import normal
from simulated_azure.arm.rules import Immutable, Put, computes, defaults, immutable, on_delete, on_put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World
from simulated_azure.services.network._references import SUBNET, etag_of, require

ADDRESS = "Microsoft.Network/publicIPAddresses"
NAT_GATEWAY = "Microsoft.Network/natGateways"
_ZOD = "arm-semantics 2.1: ZOD (firewall, bastion, gateway and NAT addresses; zones need Standard)"

defaults(ADDRESS, {"sku": {"name": "Basic", "tier": "Regional"}, "properties": {
    "publicIPAllocationMethod": "Dynamic", "publicIPAddressVersion": "IPv4", "idleTimeoutInMinutes": 4, "ipTags": [],
    "ddosSettings": {"protectionMode": "VirtualNetworkInherited"},
}})  # fmt: skip
defaults(NAT_GATEWAY, {"sku": {"name": "Standard"}, "properties": {"idleTimeoutInMinutes": 4}})
immutable(
    ADDRESS,
    Immutable("sku.name", "BadRequest"),
    Immutable("properties.publicIPAddressVersion", "BadRequest"),
    Immutable("zones", "ResourceAvailabilityZonesCannotBeModified"),
    source="arm-semantics 2.6: PAN gen/replacement.go (PublicIPAddress); TF ForceNew",
)
immutable(
    NAT_GATEWAY,
    Immutable("zones", "ResourceAvailabilityZonesCannotBeModified"),
    source="TF network/nat_gateway_resource.go (zones: ForceNew)",
)


def sku(body: Json) -> str:
    """Name of the sku of a body."""
    return str(as_dict(body.get("sku")).get("name") or "")


@on_put(ADDRESS, source=_ZOD)
def address_is_consistent(put: Put) -> None:
    """A Standard address is static; zones need Standard."""
    standard = sku(put.body) == "Standard"
    if standard and put.properties.get("publicIPAllocationMethod", "Dynamic") != "Static":
        raise bad_request("BadRequest", f"'{put.id.name}' is Standard and has to be Static.")
    if put.body.get("zones") and not standard:
        raise bad_request(
            "InvalidRequestFormat", f"'{put.id.name}' has zones, which need sku Standard.", target="zones"
        )


@on_put(ADDRESS, source="arm-semantics 2.5: AZD troubleshooting/common-deployment-errors.md (DnsRecordInUse)")
def dns_label_is_free(put: Put) -> None:
    """A domain name label is used once in a region."""
    label = str(as_dict(put.properties.get("dnsSettings")).get("domainNameLabel") or "").lower()
    for other in put.world.of_type(ADDRESS) if label else []:
        used = str(as_dict(other.properties.get("dnsSettings")).get("domainNameLabel") or "").lower()
        if used == label and other.id.key != put.id.key and other.location == put.body.get("location"):
            raise bad_request("DnsRecordInUse", f"DNS record '{label}.{other.location}.cloudapp.azure.com' is used.")


def require_address(put: Put, target: str, user: str) -> Resource:
    """The address that a zone-aware service may take: Standard, static, of the same region, nobody else's.

    Args:
        put: the service's write.
        target: id of the address.
        user: what to call the service in the message.

    Raises:
        ArmError: 400 InvalidResourceReference, PublicIPAddressSkuNotSupported or PublicIPAddressInUse.
    """
    found = require(put.world, put.id, target or "/subscriptions/none", region=str(put.body.get("location") or ""))
    if found.id.type_key != ADDRESS.lower():
        raise bad_request("InvalidResourceReference", f"'{target}' is not a public IP address.")
    method = found.properties.get("publicIPAllocationMethod")
    if sku(found.body) != "Standard" or method != "Static":
        raise bad_request(
            "BadRequest",
            f"{user} needs an address of sku Standard and Static; '{found.id.name}' is {sku(found.body)}, {method}.",
        )
    others = [item for item in put.world.referring(found.id) if item.id.key != put.id.key]
    if others:
        raise bad_request("PublicIPAddressInUse", f"'{found.id.name}' belongs to '{others[0].id}' already.")
    return found


@on_put(NAT_GATEWAY, source=_ZOD)
def gateway_addresses_fit(put: Put) -> None:
    """A NAT gateway takes Standard addresses that nobody else has."""
    if sku(put.body) not in {"", "Standard", "StandardV2"}:
        raise bad_request("InvalidRequestFormat", f"sku '{sku(put.body)}' is unknown for a NAT gateway.", target="sku")
    for item in dicts(put.properties.get("publicIpAddresses")):
        require_address(put, sub_id(item), "A NAT gateway")


@computes(ADDRESS)
def address_view(world: World, resource: Resource) -> Json:
    """The address itself, its name, and who has it."""
    number = world.chance.number(250, "public", resource.id.key, str(resource.incarnation))
    shown: Json = {"resourceGuid": world.chance.guid("resource", resource.id.key, str(resource.incarnation))}
    users = world.referring(resource.id)
    if users:
        shown["ipConfiguration"] = {"id": f"{users[0].id}/ipConfigurations/default"}
    if resource.properties.get("publicIPAllocationMethod") == "Static" or users:
        shown["ipAddress"] = f"20.91.{number}.{number % 200 + 4}"
    settings = as_dict(resource.properties.get("dnsSettings"))
    if settings.get("domainNameLabel"):
        name = f"{settings['domainNameLabel']}.{normal(resource.location)}.cloudapp.azure.com".lower()
        shown["dnsSettings"] = {"fqdn": name}
    return {"etag": etag_of(world, resource), "properties": shown}


@computes(NAT_GATEWAY)
def nat_gateway_view(world: World, resource: Resource) -> Json:
    """The subnets that send their traffic through the gateway."""
    shown: Json = {"resourceGuid": world.chance.guid("resource", resource.id.key, str(resource.incarnation))}
    used = world.referring(resource.id, SUBNET)
    if used:
        shown["subnets"] = [{"id": item.id.text} for item in used]
    return {"etag": etag_of(world, resource), "properties": shown}


@on_delete(ADDRESS, source="arm-semantics 4.2: #688@TF")
def address_is_unused(world: World, resource: Resource) -> None:
    """An address that something has cannot be deleted."""
    users = world.referring(resource.id)
    if users:
        raise bad_request(
            "PublicIPAddressCannotBeDeleted", f"'{resource.id.name}' is still allocated to {users[0].id}."
        )


@on_delete(NAT_GATEWAY, source="arm-semantics 4.2; TF network/nat_gateway_resource.go (removed from subnets first)")
def nat_gateway_is_unused(world: World, resource: Resource) -> None:
    """A NAT gateway of a subnet cannot be deleted."""
    users = world.referring(resource.id, SUBNET)
    if users:
        raise bad_request("InUseNatGatewayCannotBeDeleted", f"'{resource.id.name}' is in use by {users[0].id}.")
