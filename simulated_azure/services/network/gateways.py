"""Bastion, Application Gateway and VPN gateway: where they stand and what they need."""

from simulated_azure.arm.errors import bad_request
from simulated_azure.arm.json_values import Json, as_dict, dicts, sub_id
from simulated_azure.arm.rules import Immutable, Put, computes, defaults, immutable, on_delete, on_put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World
from simulated_azure.services.network._references import SUBNET, VNET, etag_of, require
from simulated_azure.services.network.public_addresses import require_address, sku
from simulated_azure.services.network.subnets import delegations

BASTION = "Microsoft.Network/bastionHosts"
APPLICATION_GATEWAY = "Microsoft.Network/applicationGateways"
VPN_GATEWAY = "Microsoft.Network/virtualNetworkGateways"
WAF_POLICY = "Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies"
_BASTION_SKUS = ("Developer", "Basic", "Standard", "Premium")
_V2 = frozenset({"Standard_v2", "WAF_v2"})

defaults(BASTION, {"sku": {"name": "Standard"}, "properties": {
    "scaleUnits": 2, "enableTunneling": False, "enableIpConnect": False, "disableCopyPaste": False,
}})  # fmt: skip
immutable(
    BASTION,
    Immutable("properties.ipConfigurations.0.properties.subnet.id", "BadRequest"),
    source="arm-semantics 2.6: TF ForceNew (bastion ipConfig)",
)
immutable(
    APPLICATION_GATEWAY,
    Immutable("zones", "ResourceAvailabilityZonesCannotBeModified"),
    source="TF network/application_gateway_resource.go (zones: ForceNew)",
)


def _place(put: Put, properties: Json) -> Resource:
    """The subnet of an ip configuration, in the region of the resource."""
    subnet = require(put.world, put.id, sub_id(properties.get("subnet")) or "/subscriptions/none")
    network = subnet.id.ancestor(VNET)
    if network is None or subnet.id.type_key != SUBNET.lower():
        raise bad_request("InvalidResourceReference", f"'{subnet.id}' is not a subnet.")
    require(put.world, put.id, network.text, region=str(put.body.get("location") or ""))
    return subnet


@on_put(BASTION, source="arm-semantics 1, 2.1: AZD bastion/configuration-settings.md; ZOD")
def bastion_is_placed(put: Put) -> None:
    """A host stands in AzureBastionSubnet of its own resource group, with a Standard address of its own."""
    if sku(put.body) not in {"", *_BASTION_SKUS}:
        raise bad_request("InvalidRequestFormat", f"sku '{sku(put.body)}' is not one of {_BASTION_SKUS}.", target="sku")
    if sku(put.body) == "Developer":
        return
    configurations = dicts(put.properties.get("ipConfigurations"))
    if len(configurations) != 1:
        raise bad_request("InvalidRequestFormat", "A bastion host needs exactly one entry in 'ipConfigurations'.")
    properties = as_dict(configurations[0].get("properties"))
    subnet = _place(put, properties)
    if subnet.id.name.lower() != "azurebastionsubnet":
        raise bad_request("BadRequest", f"'{subnet.id.name}' must be named AzureBastionSubnet.")
    if subnet.id.group_name.lower() != put.id.group_name.lower():
        raise bad_request("BadRequest", "Host and virtual network must be in one resource group.")
    others = [item for item in put.world.referring(subnet.id) if item.id.key != put.id.key]
    if others:
        raise bad_request("BadRequest", f"'{subnet.id.name}' holds '{others[0].id}'; it must be exclusive.")
    if not as_dict(put.properties).get("enablePrivateOnlyBastion"):
        require_address(put, sub_id(properties.get("publicIPAddress")), "Bastion")


@on_put(BASTION, source="arm-semantics 2.6: TF ForceNew (bastion SKU downgrade)")
def bastion_never_shrinks(put: Put) -> None:
    """The sku of a host can only grow."""
    if put.old is None or not sku(put.body):
        return
    before, after = sku(put.old.body), sku(put.body)
    if _BASTION_SKUS.index(after) < _BASTION_SKUS.index(before):
        raise bad_request("BadRequest", f"The sku cannot change from {before} to {after}.")


@on_put(APPLICATION_GATEWAY, source="arm-semantics 2.1: ZOD; AZD application-gateway/configuration-infrastructure.md")
def application_gateway_is_placed(put: Put) -> None:
    """A gateway stands in a subnet of its own, undelegated; version 2 takes Standard addresses."""
    configurations = dicts(put.properties.get("gatewayIPConfigurations"))
    if not configurations:
        raise bad_request("InvalidRequestFormat", "An application gateway needs 'gatewayIPConfigurations'.")
    subnet = _place(put, as_dict(configurations[0].get("properties")))
    users = [item for item in put.world.referring(subnet.id) if item.id.key != put.id.key]
    others = [item for item in users if item.id.type_key != APPLICATION_GATEWAY.lower()]
    if delegations(subnet.properties) not in ([], ["Microsoft.Network/applicationGateways"]):
        raise bad_request(
            "ApplicationGatewaySubnetCannotHaveDelegations", f"Subnet '{subnet.id.name}' must not be delegated."
        )
    if others:
        raise bad_request(
            "ApplicationGatewaySubnetCannotHaveOtherResources",
            f"Subnet '{subnet.id.name}' holds '{others[0].id}'; it must hold application gateways only.",
        )
    version2 = str(as_dict(put.properties.get("sku")).get("tier")) in _V2
    for item in dicts(put.properties.get("frontendIPConfigurations")):
        target = sub_id(as_dict(item.get("properties")).get("publicIPAddress"))
        if target and version2:
            require_address(put, target, "An application gateway of version 2")


@on_put(APPLICATION_GATEWAY, source="Microsoft.Network/applicationGateways REST reference: sub-resource references")
def parts_refer_to_each_other(put: Put) -> None:
    """Listeners and routing rules name parts of the same gateway."""
    parts = {
        f"{kind}/{item.get('name')}".lower()
        for kind, items in put.properties.items()
        if isinstance(items, list)
        for item in dicts(items)
    }
    for kind in ("httpListeners", "requestRoutingRules"):
        for item in dicts(put.properties.get(kind)):
            for value in as_dict(item.get("properties")).values():
                target = sub_id(value)
                inside = target.lower().startswith(f"{put.id.key}/")
                if inside and "/".join(target.split("/")[-2:]).lower() not in parts:
                    raise bad_request(
                        "InvalidResourceReference", f"'{target}', named by '{item.get('name')}', is no part."
                    )


@on_put(VPN_GATEWAY, source="arm-semantics 1, 2.1: LZB Invoke-PreflightChecks.ps1; TF network/validate; ZOD")
def vpn_gateway_is_placed(put: Put) -> None:
    """A VPN gateway stands in a GatewaySubnet that is not delegated."""
    for item in dicts(put.properties.get("ipConfigurations")):
        properties = as_dict(item.get("properties"))
        subnet = _place(put, properties)
        if subnet.id.name.lower() != "gatewaysubnet" or delegations(subnet.properties):
            raise bad_request("BadRequest", f"'{subnet.id.name}' must be named GatewaySubnet, undelegated.")
        require_address(put, sub_id(properties.get("publicIPAddress")), "A VPN gateway")


@computes(BASTION, APPLICATION_GATEWAY, VPN_GATEWAY)
def gateway_view(world: World, resource: Resource) -> Json:
    """Entity tag and internal id; the name of a bastion host."""
    shown: Json = {}
    if resource.id.type_key == BASTION.lower():
        shown = {"dnsName": f"bst-{world.chance.guid('dns', resource.id.key)}.bastion.azure.com"}
    elif resource.id.type_key == APPLICATION_GATEWAY.lower():
        shown = {"operationalState": "Running",
                 "resourceGuid": world.chance.guid("resource", resource.id.key, str(resource.incarnation))}  # fmt: skip
    return {"etag": etag_of(world, resource), "properties": shown}


@on_delete(WAF_POLICY, source="arm-semantics 4.2; terraform-provider-azurerm#14572")
def firewall_policy_is_unused(world: World, resource: Resource) -> None:
    """A web application firewall policy that a gateway uses cannot be deleted."""
    users = world.referring(resource.id, APPLICATION_GATEWAY)
    if users:
        raise bad_request("BadRequest", f"'{resource.id.name}' is in use by {users[0].id}.")
