"""The API Management service: tier, network injection, addresses, soft delete."""

from simulated_azure.arm.concurrency import endpoint_targets
from simulated_azure.arm.errors import ArmError, bad_request, conflict
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json, as_dict, strings, sub_id
from simulated_azure.arm.remains import bring_back
from simulated_azure.arm.rules import (
    Immutable,
    Put,
    SoftDelete,
    after_delete,
    computes,
    defaults,
    immutable,
    normalises,
    on_put,
    soft_deletes,
    write_only,
)  # fmt: skip
from simulated_azure.arm.store import Resource
from simulated_azure.arm.views import SERVER_ONLY
from simulated_azure.arm.world import World
from simulated_azure.services.key_vault import taken_elsewhere
from simulated_azure.services.managed_identity import require_identities
from simulated_azure.services.network._references import NSG, SUBNET, VNET, require
from simulated_azure.services.network.packet_filter import Flow, passes
from simulated_azure.services.network.private_endpoints import connections_to
from simulated_azure.services.network.subnets import ENDPOINT, addresses_in, delegations, free_address, prefix_length

SERVICE = "Microsoft.ApiManagement/service"
_INJECTION = "Microsoft.Web/hostingEnvironments"
_INTEGRATION = "Microsoft.Web/serverFarms"
_CLASSIC = frozenset({"Developer", "Premium", "Basic", "Standard", "Consumption"})
_INJECTABLE = frozenset({"Developer", "Premium", "PremiumV2"})
_V2 = frozenset({"BasicV2", "StandardV2", "PremiumV2"})
_WITHOUT_ENDPOINTS = frozenset({"Consumption", "BasicV2"})
_LONGEST_PREFIX = 27
_PROBES = 6390
# AZD api-management/virtual-network-reference.md: what a classic tier needs besides its own network.
_CALLERS = Flow("Inbound", 443, "Internet")
_FLOWS = (
    Flow("Inbound", 3443, "ApiManagement"), Flow("Inbound", _PROBES, "AzureLoadBalancer"),
    _CALLERS, Flow("Outbound", 443, "Storage"), Flow("Outbound", 1433, "Sql"),
    Flow("Outbound", 443, "AzureKeyVault"), Flow("Outbound", 1886, "AzureMonitor"),
    Flow("Outbound", 443, "AzureMonitor"), Flow("Outbound", 80, "Internet"),
)  # fmt: skip
_SOURCE = (
    "arm-semantics 2.1: AZD api-management/inject-vnet-v2.md, virtual-network-reference.md; #31823,#24377@TF; LZT#93"
)
_SOFT_DELETE = "arm-semantics 4.1: AZD api-management/soft-delete.md"


def sku_name(body: Json) -> str:
    """Name of the tier."""
    return str(as_dict(body.get("sku")).get("name") or "")


def _days(_world: World, resource: Resource) -> float:
    return 0.0 if sku_name(resource.body) in _V2 else 2.0


soft_deletes(SERVICE, SoftDelete(_days, with_children=(f"{SERVICE.lower()}/",)), source=_SOFT_DELETE)
write_only(SERVICE, "properties.restore")
defaults(SERVICE, {"properties": {
    "virtualNetworkType": "None", "publicNetworkAccess": "Enabled", "disableGateway": False,
    "natGatewayState": "Disabled", "legacyPortalStatus": "Disabled", "developerPortalStatus": "Enabled",
    "apiVersionConstraint": {},
}})  # fmt: skip
immutable(
    SERVICE,
    Immutable("properties.virtualNetworkType", "InvalidParameters",
              frozenset({("None", "Internal"), ("None", "External")})),
    Immutable("properties.virtualNetworkConfiguration.subnetResourceId", "InvalidParameters", once=True),
    source="arm-semantics 2.1, 2.6: AZD inject-vnet-v2.md; TF ForceNew",
)  # fmt: skip


@on_put(SERVICE, source=_SOFT_DELETE)
def service_name_is_free(put: Put) -> None:
    """Service names are global; v1 tiers keep theirs for 48 hours after deletion."""
    if not put.creating:
        return
    kept = put.world.soft_deleted(SERVICE, put.id.name)
    if kept and put.properties.get("restore") and kept[0]["key"] == put.id.key:
        bring_back(put, kept[0])
        return
    if kept:
        raise conflict(
            "ServiceAlreadyExistsInSoftDeletedState", f"'{put.id.name}' is soft-deleted; restore or purge it first."
        )
    if put.world.of_type(SERVICE, name=put.id.name) or taken_elsewhere(put):
        raise conflict("ServiceAlreadyExists", f"A service named '{put.id.name}' already exists.")


@on_put(SERVICE, source="landing-zone-peers 3.19: #21506@TF; arm-semantics 2.6")
def service_is_complete(put: Put) -> None:
    """Publisher and tier are given; public access cannot be off at creation; the tier's generation stays."""
    sku = sku_name(put.body)
    for name in ("publisherEmail", "publisherName"):
        if not put.properties.get(name):
            raise bad_request("ValidationError", f"A service needs '{name}'.", target=name)
    if sku not in _CLASSIC | _V2:
        raise bad_request("InvalidParameters", f"sku '{sku}' is unknown.", target="sku.name")
    if sku.endswith("V2") and put.api_version < "2023-05-01-preview":
        raise bad_request("InvalidParameters", f"sku '{sku}' is unknown to API version {put.api_version}.")
    if put.creating and str(put.properties.get("publicNetworkAccess") or "Enabled") == "Disabled":
        raise bad_request("ActivateServiceWithPublicNetworkAccessDisabledNotAllowed",
                          "Public network access cannot be disabled while the service is created.")  # fmt: skip
    if put.old is not None and (sku_name(put.old.body) in _V2) != (sku in _V2):
        raise bad_request("InvalidParameters", f"The tier cannot change from {sku_name(put.old.body)} to {sku}.")
    require_identities(put)


@on_put(SERVICE, source=_SOURCE)
def subnet_fits_the_tier(put: Put) -> None:
    """Injection needs a tier that has it, and a subnet of the right size, delegation and open ways."""
    kind, sku = str(put.properties.get("virtualNetworkType") or "None"), sku_name(put.body)
    before = str(put.old.properties.get("virtualNetworkType") or "None") if put.old else ""
    if kind in {"None", before}:
        return
    if before and sku == "PremiumV2" and kind == "Internal":
        raise bad_request("InvalidParameters", f"{sku} is injected into a network at creation only.")
    target = str(as_dict(put.properties.get("virtualNetworkConfiguration")).get("subnetResourceId") or "")
    subnet = require(put.world, put.id, target or "/subscriptions/none")
    network = subnet.id.ancestor(VNET)
    if network is None:
        raise bad_request("InvalidParameters", f"'{target}' is not a subnet.")
    require(put.world, put.id, network.text, region=str(put.body.get("location")))
    if subnet.id.subscription.lower() != put.id.subscription.lower():
        raise bad_request("InvalidParameters", "Service and subnet must be in one subscription.")
    if kind == "Internal" and sku not in _INJECTABLE:
        raise bad_request("InvalidParameters", f"{sku} cannot be injected; one of {sorted(_INJECTABLE)} can.")
    if sku == "StandardV2" or (sku == "PremiumV2" and kind == "External"):
        _check_delegated(subnet, _INTEGRATION)
    elif sku == "PremiumV2":
        _check_v2(put, subnet)
    else:
        _check_classic(put, subnet, kind)


def _check_delegated(subnet: Resource, service: str) -> None:
    if delegations(subnet.properties) != [service]:
        raise bad_request(
            "VirtualNetworkSubnetHasIncorrectDelegation",
            f"Subnet '{subnet.id.name}' must be delegated to {service}; found: {delegations(subnet.properties)}.",
        )


def _security_group(put: Put, subnet: Resource) -> Resource:
    target = sub_id(subnet.properties.get("networkSecurityGroup"))
    found = put.world.find(target) if target else None
    if found is None or found.id.type_key != NSG.lower():
        raise bad_request("NetworkSecurityGroupNotFound", f"Subnet '{subnet.id.name}' has no network security group.")
    return found


def _check_v2(put: Put, subnet: Resource) -> None:
    _check_delegated(subnet, _INJECTION)
    _security_group(put, subnet)
    if prefix_length(subnet.properties) > _LONGEST_PREFIX:
        raise bad_request("InvalidParameters", f"Subnet '{subnet.id.name}' is smaller than /{_LONGEST_PREFIX}.")
    others = [
        item for item in put.world.referring(subnet.id) if item.id.type_key in {SERVICE.lower(), ENDPOINT.lower()}
    ]
    if others:
        raise bad_request(
            "InvalidParameters", f"Subnet '{subnet.id.name}' must be exclusive; '{others[0].id}' uses it."
        )


def _check_classic(put: Put, subnet: Resource, kind: str) -> None:
    if delegations(subnet.properties):
        raise bad_request("InvalidParameters", f"Subnet '{subnet.id.name}' must not be delegated for a v1 tier.")
    group = _security_group(put, subnet)
    probed, outside = sku_name(put.body) != "Developer", kind == "External"
    needed = [flow for flow in _FLOWS if (probed or flow.port != _PROBES) and (outside or flow != _CALLERS)]
    blocked = [flow for flow in needed if not passes(put.world, group, flow)]
    if blocked:
        put.failure = ArmError(
            422, "ManagementApiRequestFailed",
            f"Failed to connect to the management endpoint: '{group.id.name}' blocks {blocked[0]}.",
        )  # fmt: skip


@on_put(
    ENDPOINT,
    source="AZD api-management/private-endpoint.md (of March 2026), api-management-features.md; #30296@TF (code);"
    " landing-zone-peers 3.19: AILZ#65",
)
def gateway_takes_endpoints(put: Put) -> None:
    """Consumption and Basic v2 have no private endpoints, and no service does that is injected into a network.

    Outbound integration of Standard v2 and Premium v2 (type External) goes with them.
    """
    for item in [put.world.find(target) for target in endpoint_targets(put.properties)]:
        if item is None or item.id.type_key != SERVICE.lower():
            continue
        kind, sku = str(item.properties.get("virtualNetworkType") or "None"), sku_name(item.body)
        if sku in _WITHOUT_ENDPOINTS:
            raise bad_request(
                "NotSupported", f"Private Endpoint Connection groupId(s) Gateway is not supported by tier {sku}."
            )
        if kind == "Internal" or (kind == "External" and sku in _CLASSIC):
            raise bad_request("BadRequest", f"'{item.id.name}' is in a virtual network ({kind}): no private endpoints.")


@normalises(SERVICE)
def take_address(put: Put) -> None:
    """An injected gateway takes one address of its subnet."""
    target = str(as_dict(put.properties.get("virtualNetworkConfiguration")).get("subnetResourceId") or "")
    if SERVER_ONLY in put.body or not target or put.properties.get("virtualNetworkType") == "None":
        return
    subnet = require(put.world, put.id, target)
    put.body[SERVER_ONLY] = {"addresses": [free_address(subnet, addresses_in(put.world, subnet))]}


@computes(SERVICE)
def service_view(world: World, resource: Resource) -> Json:
    """Addresses, default host name, dates, connections."""
    name, properties = resource.id.name.lower(), resource.properties
    internal = properties.get("virtualNetworkType") == "Internal"
    host = f"{name}.azure-api.net"
    number = world.chance.number(250, "public", resource.id.key, str(resource.incarnation))
    public = [f"20.240.{number}.{number % 200 + 4}"]
    shown: Json = {
        "gatewayUrl": f"https://{host}", "gatewayRegionalUrl": f"https://{name}-{resource.location}-01.regional.azure-api.net",
        "managementApiUrl": f"https://{name}.management.azure-api.net", "scmUrl": f"https://{name}.scm.azure-api.net",
        "developerPortalUrl": f"https://{name}.developer.azure-api.net", "targetProvisioningState": "",
        "createdAtUtc": world.clock.stamp(resource.created_at), "outboundPublicIPAddresses": public,
        "privateIPAddresses": strings(as_dict(resource.body.get(SERVER_ONLY)).get("addresses")) or None,
        "publicIPAddresses": None if internal and sku_name(resource.body) in _V2 else public,
        "platformVersion": "stv2.1" if sku_name(resource.body) in _V2 else "stv2",
        "notificationSenderEmail": properties.get("notificationSenderEmail") or "apimgmt-noreply@mail.windowsazure.com",
        "privateEndpointConnections": connections_to(world, resource) or None,
        "hostnameConfigurations": properties.get("hostnameConfigurations") or [{
            "type": "Proxy", "hostName": host, "negotiateClientCertificate": False, "defaultSslBinding": True,
            "certificateSource": "BuiltIn"}],
    }  # fmt: skip
    etag = f'"{world.chance.guid("etag", resource.id.key, str(resource.revision))}"'
    return {
        "etag": etag,
        "sku": {"capacity": as_dict(resource.body.get("sku")).get("capacity", 1)},
        "properties": shown,
    }


@after_delete(SERVICE)
def keep_subnet(world: World, resource: Resource) -> None:
    """The subnet may stay in use for a while."""
    minutes = float(world.fact("gatewaySubnetHoldMinutes"))
    target = str(as_dict(resource.properties.get("virtualNetworkConfiguration")).get("subnetResourceId") or "")
    if minutes and target and ResourceId.parse(target).type_key == SUBNET.lower():
        world.hold(target, resource.id, resource.id.text)
        world.release(resource.id.key, minutes)
