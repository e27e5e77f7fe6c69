"""Container Apps environments: the subnet they are built into, and what can never change."""

from simulated_azure.arm.concurrency import endpoint_targets
from simulated_azure.arm.errors import bad_request, conflict
from simulated_azure.arm.json_values import Json, as_dict, dicts
from simulated_azure.arm.rules import (
    Immutable,
    Put,
    after_delete,
    after_write,
    computes,
    defaults,
    ignores_changes,
    immutable,
    on_delete,
    on_put,
)  # fmt: skip
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World
from simulated_azure.services.managed_identity import require_identities
from simulated_azure.services.network._references import SUBNET, VNET, require
from simulated_azure.services.network.private_endpoints import connections_to
from simulated_azure.services.network.subnets import ENDPOINT, delegations, prefix_length

ENVIRONMENT = "Microsoft.App/managedEnvironments"
APPS = ("Microsoft.App/containerApps", "Microsoft.App/jobs")
_DELEGATION = "Microsoft.App/environments"
_PROFILES_LONGEST, _CONSUMPTION_LONGEST = 27, 23
_NETWORK = (
    "arm-semantics 2.1: AZD container-apps/custom-virtual-networks.md; azure-container-apps#425, #1220; #29400@TF"
)

defaults(ENVIRONMENT, {"properties": {"zoneRedundant": False, "publicNetworkAccess": "Enabled",
                                      "peerAuthentication": {"mtls": {"enabled": False}},
                                      "peerTrafficConfiguration": {"encryption": {"enabled": False}}}})  # fmt: skip
immutable(
    ENVIRONMENT,
    Immutable("properties.zoneRedundant", "InvalidRequestParameterWithDetails"),
    Immutable("properties.infrastructureResourceGroup", "InvalidRequestParameterWithDetails"),
    Immutable("properties.daprAIConnectionString", "InvalidRequestParameterWithDetails"),
    Immutable("properties.daprAIInstrumentationKey", "InvalidRequestParameterWithDetails"),
    source="arm-semantics 2.6: TF ForceNew (ManagedEnvironment)",
)
ignores_changes(ENVIRONMENT, "properties.vnetConfiguration", source="arm-semantics 0.3: pulumi-azure-native#2577")


def has_profiles(properties: Json) -> bool:
    """Whether an environment has workload profiles; the others are consumption-only."""
    return bool(dicts(properties.get("workloadProfiles")))


@on_put(ENVIRONMENT, source=_NETWORK)
def environment_subnet_fits(put: Put) -> None:
    """With profiles: delegated, /27 or larger, exclusive; consumption-only: undelegated, /23 or larger."""
    configuration = as_dict(put.properties.get("vnetConfiguration"))
    target = str(configuration.get("infrastructureSubnetId") or "")
    if not target or put.old is not None:
        if configuration.get("internal") and not target:
            raise bad_request(
                "InvalidRequestParameterWithDetails", "'internal' needs 'infrastructureSubnetId'.", target="internal"
            )
        return
    subnet = require(put.world, put.id, target)
    network = subnet.id.ancestor(VNET)
    if network is None or subnet.id.type_key != SUBNET.lower():
        raise bad_request("InvalidResourceReference", f"'{target}' is not a subnet.")
    require(put.world, put.id, network.text, region=str(put.body.get("location") or ""))
    if not subnet.properties.get("addressPrefix"):
        raise _invalid_network("The subnet and its addressPrefix could not be found: it has 'addressPrefixes' only.")
    profiles = has_profiles(put.properties)
    _check_delegation(subnet, profiles=profiles)
    longest = _PROFILES_LONGEST if profiles else _CONSUMPTION_LONGEST
    if prefix_length(subnet.properties) > longest:
        raise _invalid_network(f"Subnet '{subnet.id.name}' must have a size of at least /{longest}.")
    others = [item.id.text for item in put.world.referring(subnet.id) if item.id.key != put.id.key]
    others += [link for owner, link in put.world.holders(subnet.id) if owner != put.id.key]
    if others:
        raise _invalid_network(f"Subnet '{subnet.id.name}' must be exclusive; '{others[0]}' uses it.")


def _check_delegation(subnet: Resource, *, profiles: bool) -> None:
    found = delegations(subnet.properties)
    if profiles and [item.lower() for item in found] != [_DELEGATION.lower()]:
        raise bad_request(
            "ManagedEnvironmentSubnetDelegationError",
            f"Subnet '{subnet.id.name}' must be delegated to {_DELEGATION}; found: {found}.",
        )
    if not profiles and found:
        raise bad_request(
            "ManagedEnvironmentSubnetIsDelegated",
            f"A consumption-only environment takes no delegated subnet; '{subnet.id.name}' is delegated to {found}.",
        )


def _invalid_network(message: str) -> Exception:
    return bad_request("ManagedEnvironmentInvalidNetworkConfiguration", message)


@on_put(
    ENVIRONMENT,
    source="arm-semantics 2.6: TF ForceNew (first/last workload profile); AZD container-apps/environment.md",
)
def kind_of_environment_stays(put: Put) -> None:
    """An environment keeps being consumption-only or one with workload profiles; zones need a network."""
    if put.old is not None and has_profiles(put.old.properties) != has_profiles(put.properties):
        raise bad_request(
            "InvalidRequestParameterWithDetails",
            "An environment cannot gain its first or lose its last workload profile.",
        )
    if put.properties.get("zoneRedundant") and not as_dict(put.properties.get("vnetConfiguration")):
        raise bad_request("InvalidRequestParameterWithDetails", "'zoneRedundant' needs a virtual network.")
    require_identities(put)


@on_put(ENDPOINT, source="AZD container-apps/private-endpoints-with-dns.md (considerations)")
def environment_takes_endpoints(put: Put) -> None:
    """Private endpoints need an environment with workload profiles whose public network access is off."""
    for item in [put.world.find(target) for target in endpoint_targets(put.properties)]:
        if item is None or item.id.type_key != ENVIRONMENT.lower():
            continue
        if str(item.properties.get("publicNetworkAccess")) != "Disabled":
            raise bad_request("BadRequest", f"'{item.id.name}' takes no endpoints while public network access is on.")
        if not has_profiles(item.properties):
            raise bad_request("BadRequest", f"'{item.id.name}' has no workload profiles: no private endpoints.")


@computes(ENVIRONMENT)
def environment_view(world: World, resource: Resource) -> Json:
    """Domain, address, connections."""
    word = world.chance.hex(8, "domain", resource.id.key, str(resource.incarnation))
    number = world.chance.number(250, "environment", resource.id.key, str(resource.incarnation))
    return {"properties": {
        "defaultDomain": f"env-{word}.{resource.location}.azurecontainerapps.io", "staticIp": f"20.91.{number}.10",
        "eventStreamEndpoint": f"https://{resource.location}.azurecontainerapps.dev/eventstream",
        "privateEndpointConnections": connections_to(world, resource),
    }}  # fmt: skip


@after_write(ENVIRONMENT, source="arm-semantics 4.2: AZD container-apps/custom-virtual-networks.md")
def link_environment_subnet(world: World, resource: Resource) -> None:
    """An environment with profiles holds its subnet by a service association link."""
    target = str(as_dict(resource.properties.get("vnetConfiguration")).get("infrastructureSubnetId") or "")
    if target and has_profiles(resource.properties):
        world.hold(target, resource.id, f"{target}/serviceAssociationLinks/legionservicelink")


@after_delete(ENVIRONMENT)
def keep_environment_subnet(world: World, resource: Resource) -> None:
    """The link goes some minutes after the environment."""
    world.release(resource.id.key, float(world.fact("environmentSubnetHoldMinutes")))


@on_delete(
    ENVIRONMENT,
    source="arm-semantics 4.2; azure-container-apps#1012: its sibling ManagedEnvironmentHasBuilders, and the message",
)
def environment_is_empty(world: World, resource: Resource) -> None:
    """An environment with apps or jobs cannot be deleted."""
    for kind, words in zip(APPS, ("ContainerApps", "ContainerAppsJobs"), strict=True):
        if users := len(world.referring(resource.id, kind)):
            raise conflict(
                f"ManagedEnvironmentHas{words}",
                f"The specified environment {resource.id.name} cannot be deleted because it still contains {users}"
                f" {words}.",
            )
