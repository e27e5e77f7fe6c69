"""Private endpoints: what they may connect to, their connections and records."""

from simulated_azure.arm.bodies import same_value
from simulated_azure.arm.checks import locks_on
from simulated_azure.arm.concurrency import endpoint_targets
from simulated_azure.arm.errors import bad_request, conflict
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json, as_dict, dicts, strings, sub_id
from simulated_azure.arm.rules import Immutable, Put, computes, defaults, immutable, on_delete, on_put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.views import SERVER_ONLY, provisioning_state
from simulated_azure.arm.world import World
from simulated_azure.services.network._references import VNET, etag_of, require, sub_resource
from simulated_azure.services.network.endpoint_addresses import CONNECTION_LISTS, resolved
from simulated_azure.services.network.private_dns import ZONE_GROUP, record_in, zones_of
from simulated_azure.services.network.subnets import ENDPOINT, RESERVED, delegations
from simulated_azure.services.private_link import GROUPS, WITH_SECONDARY

immutable(
    ENDPOINT,
    Immutable("properties.subnet.id", "PrivateEndpointSubnetCannotBeChanged"),
    Immutable("properties.customNetworkInterfaceName", "PrivateEndpointNicNameCannotBeChanged"),
    Immutable("properties.ipConfigurations", "BadRequest"),
    source="arm-semantics 2.6: TF ForceNew",
)
defaults(ENDPOINT, {"properties": {"manualPrivateLinkServiceConnections": [], "customNetworkInterfaceName": ""}})
DECISIONS = "decisions"
"""Under which an endpoint keeps what the owner of each target decided."""
_APPROVED = {"status": "Approved", "description": "Auto-Approved", "actionsRequired": "None"}


@on_put(ENDPOINT, source="arm-semantics 2.1, 2.2: AZD private-link/private-endpoint-overview.md; ZOD")
def subnet_accepts(put: Put) -> None:
    """The subnet exists, is in the endpoint's region and is not delegated to a service."""
    target = sub_id(put.properties.get("subnet"))
    subnet = require(put.world, put.id, target or "/subscriptions/none")
    network = subnet.id.ancestor(VNET)
    if network is not None:
        require(put.world, put.id, network.text, region=str(put.body.get("location")))
    if delegations(subnet.properties):
        raise bad_request(
            "PrivateEndpointCreationNotAllowedAsSubnetIsDelegated",
            f"Subnet '{subnet.id.name}' is delegated to {delegations(subnet.properties)}; endpoints need another one.",
        )
    if subnet.id.name.lower() in RESERVED:
        raise bad_request("BadRequest", f"Subnet '{subnet.id.name}' is reserved for a service.")
    if provisioning_state(put.world, subnet) != "Succeeded":
        raise bad_request("ReferencedResourceNotProvisioned", f"Subnet '{subnet.id.name}' is not provisioned yet.")


@on_put(ENDPOINT, source="arm-semantics 2.2: AZD private-link/private-endpoint-dns.md; #30296@TF")
def target_accepts(put: Put) -> None:
    """The target exists, is provisioned, and offers the requested sub-resource."""
    connections = [item for name in CONNECTION_LISTS for item in dicts(put.properties.get(name))]
    if not connections:
        raise bad_request("InvalidRequestFormat", "A private endpoint needs one private link service connection.")
    for connection in connections:
        properties = as_dict(connection.get("properties"))
        target = str(properties.get("privateLinkServiceId") or "")
        found = put.world.find(target)
        if found is None:
            raise bad_request("InvalidPrivateLinkServiceId", f"Private link resource '{target}' was not found.")
        if put.creating and provisioning_state(put.world, found) != "Succeeded":
            raise bad_request("ReferencedResourceNotProvisioned", f"'{target}' is not in state Succeeded.")
        _check_groups(found.id, strings(properties.get("groupIds")))


def _check_groups(target: ResourceId, requested: list[str]) -> None:
    offered = GROUPS.get(target.type_key)
    if offered is None:
        raise bad_request("InvalidPrivateLinkServiceId", f"{target.type} has no private link here.")
    for group in requested or [""]:
        primary = group.removesuffix("_secondary") if target.type_key in WITH_SECONDARY else group
        if primary.lower() not in {item.lower() for item in offered}:
            raise bad_request(
                "BadRequest",
                f"groupId(s) {group or '(none)'} is not supported by '{target}'; offered: {sorted(offered)}.",
            )


@on_put(ENDPOINT, source="arm-semantics 2.6: TF ForceNew")
def connection_is_create_only(put: Put) -> None:
    """Target, sub-resources and manual approval of an endpoint cannot be changed."""
    if put.old is None:
        return
    before, after = (_connections(properties) for properties in (put.old.properties, put.properties))
    if not same_value(before, after):
        raise bad_request(
            "PrivateEndpointConnectionCannotBeChanged", f"The connection of '{put.id.name}' is create-only."
        )


def _connections(properties: Json) -> list[str]:
    return [
        f"{name} {item['properties'].get('privateLinkServiceId')} {sorted(strings(item['properties'].get('groupIds')))}"
        for name in CONNECTION_LISTS
        for item in dicts(properties.get(name))
    ]


@computes(ENDPOINT)
def endpoint_view(world: World, resource: Resource) -> Json:
    """Network interface, connection state, and names unless a zone group took them over."""
    etag = etag_of(world, resource)
    nic = resource.properties.get("customNetworkInterfaceName") or (
        f"{resource.id.name}.nic.{world.chance.guid('nic', resource.id.key, str(resource.incarnation))}"
    )
    group = resource.id.group
    shown: Json = {
        "networkInterfaces": [{"id": f"{group}/providers/Microsoft.Network/networkInterfaces/{nic}"}],
        "customDnsConfigs": [] if world.children(resource.id, ZONE_GROUP)
        else [{"fqdn": host, "ipAddresses": [address]} for host, address in resolved(world, resource)],
    }  # fmt: skip
    for name in CONNECTION_LISTS:
        shown[name] = [
            sub_resource(resource.id, name, item, etag, {
                "privateLinkServiceConnectionState":
                    connection_state(world, resource, item, manual=name.startswith("m")),
            })
            for item in dicts(resource.properties.get(name))
        ]  # fmt: skip
    return {"etag": etag, "properties": shown}


def connection_state(world: World, endpoint: Resource, connection: Json, *, manual: bool) -> Json:
    """What the owner of the target decided; else Approved, Pending, or Disconnected when the target went away since.

    Approval is automatic only where the caller may approve on the target (fact `endpointsNeedApproval`), and may take
    a while (fact `endpointApprovalMinutes`).
    """
    target = world.find(str(as_dict(connection.get("properties")).get("privateLinkServiceId") or ""))
    server = as_dict(endpoint.body.get(SERVER_ONLY))
    known = as_dict(server.get("targets"))
    if target is None or known.get(target.id.key, target.incarnation) != target.incarnation:
        return {"status": "Disconnected", "description": "The target was deleted.", "actionsRequired": "None"}
    decided = as_dict(as_dict(server.get(DECISIONS)).get(target.id.key))
    if decided:
        return decided
    waits = manual or target.id.type_key in [str(item).lower() for item in world.fact("endpointsNeedApproval")]
    waits = waits or not world.clock.passed(endpoint.created_at, float(world.fact("endpointApprovalMinutes")))
    return {"status": "Pending", "description": "", "actionsRequired": "None"} if waits else dict(_APPROVED)


@computes(ZONE_GROUP)
def zone_group_view(world: World, resource: Resource) -> Json:
    """The records that the group keeps in each zone."""
    etag, parent = etag_of(world, resource), resource.id.parent
    endpoint = world.find(parent) if parent else None
    pairs = resolved(world, endpoint) if endpoint else []
    configs: list[Json] = []
    zones = zones_of(world, endpoint) if endpoint else []
    for zone, item in zip(zones, dicts(resource.properties.get("privateDnsZoneConfigs")), strict=False):
        records = [
            {"recordType": "A", "recordSetName": record, "ttl": 10, "fqdn": f"{record}.{zone}",
             "ipAddresses": [address], "provisioningState": "Succeeded"}
            for host, address in pairs if (record := record_in(zone, host))
        ]  # fmt: skip
        configs.append(sub_resource(resource.id, "privateDnsZoneConfigs", item, etag, {"recordSets": records}))
    return {"etag": etag, "properties": {"privateDnsZoneConfigs": configs}}


def connections_to(world: World, resource: Resource) -> list[Json]:
    """The private endpoint connections that the target of endpoints shows."""
    shown: list[Json] = []
    for endpoint in world.referring(resource.id, ENDPOINT):
        if resource.id.key not in [item.lower() for item in endpoint_targets(endpoint.properties)]:
            continue
        state = _state_at(world, endpoint, resource)
        if state["status"] == "Disconnected":
            continue
        name = f"{endpoint.id.name}.{world.chance.guid('connection', endpoint.id.key, str(endpoint.incarnation))}"
        shown.append({
            "id": f"{resource.id}/privateEndpointConnections/{name}", "name": name,
            "type": f"{resource.id.type}/privateEndpointConnections",
            "properties": {"privateEndpoint": {"id": endpoint.id.text}, "provisioningState": "Succeeded",
                           "privateLinkServiceConnectionState": state},
        })  # fmt: skip
    return shown


def _state_at(world: World, endpoint: Resource, target: Resource) -> Json:
    for name in CONNECTION_LISTS:
        for item in dicts(endpoint.properties.get(name)):
            if same_value(as_dict(item.get("properties")).get("privateLinkServiceId"), target.id.text):
                return connection_state(world, endpoint, item, manual=name.startswith("m"))
    return dict(_APPROVED)


@on_delete(ENDPOINT, source="arm-semantics 2.5: azure-docs#116983")
def target_is_not_locked(world: World, resource: Resource) -> None:
    """A lock on the target keeps its private endpoints."""
    for target in endpoint_targets(resource.properties):
        for _level, lock in locks_on(world, ResourceId.parse(target)) if world.deleting == resource.id.key else []:
            raise conflict("ScopeLocked", f"'{resource.id.name}' cannot be deleted: its target has the lock '{lock}'.")
