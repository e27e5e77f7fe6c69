"""Accounts: kind, subdomain, agent network, encryption, soft delete."""

from simulated_azure.arm.checks import require_registered
from simulated_azure.arm.errors import ArmError, bad_request, conflict
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json, as_dict, dicts
from simulated_azure.arm.remains import bring_back
from simulated_azure.arm.rules import (
    Immutable,
    Put,
    after_delete,
    after_write,
    computes,
    defaults,
    immutable,
    on_put,
    write_only,
)  # fmt: skip
from simulated_azure.arm.store import Resource
from simulated_azure.arm.views import system_principal
from simulated_azure.arm.world import World
from simulated_azure.services import ACTIONS, PURGES, customer_managed_keys
from simulated_azure.services.key_vault import taken_elsewhere
from simulated_azure.services.managed_identity import identity_type, require_identities
from simulated_azure.services.network.private_endpoints import connections_to
from simulated_azure.services.network.subnets import ENDPOINT

ACCOUNT = "Microsoft.CognitiveServices/accounts"
RETENTION_DAYS = 2.0
_WITH_BYPASS = frozenset({"OpenAI", "AIServices", "TextAnalytics"})
_DIFF = "arm-semantics 2.4: TF cognitive/cognitive_account_resource.go CustomizeDiff"
SOFT_DELETE = "arm-semantics 4.1: AID ai-services/recover-purge-resources.md"
_AGENT_PROVIDERS = ("Microsoft.App", "Microsoft.ContainerService", "Microsoft.MachineLearningServices")

defaults(ACCOUNT, {"properties": {
    "publicNetworkAccess": "Enabled", "disableLocalAuth": False, "restrictOutboundNetworkAccess": False,
    "allowProjectManagement": False, "allowedFqdnList": [],
}})  # fmt: skip
write_only(ACCOUNT, "properties.restore", "properties.migrationToken")
immutable(
    ACCOUNT,
    Immutable("kind", "AccountKindCannotBeChanged", frozenset({("OpenAI", "AIServices"), ("AIServices", "OpenAI")})),
    Immutable("properties.customSubDomainName", "CustomDomainCannotBeChanged", once=True),
    Immutable("properties.allowProjectManagement", "BadRequest", frozenset({("False", "True")}), once=True),
    Immutable(
        "properties.encryption.keySource",
        "BadRequest",
        frozenset({("Microsoft.CognitiveServices", "Microsoft.KeyVault")}),
        once=True,
    ),
    source="arm-semantics 2.3, 2.6: TF ForceNew; azure-ai-docs#814",
)


@on_put(ACCOUNT, source=SOFT_DELETE)
def restore_flag_is_set(put: Put) -> None:
    """A soft-deleted account of the same group, region and name has to be restored or purged."""
    if not put.creating:
        return
    kept = [item for item in put.world.soft_deleted(ACCOUNT, put.id.name) if item["key"] == put.id.key]
    if kept and not put.properties.get("restore"):
        raise conflict(
            "FlagMustBeSetForRestore",
            f"A deleted account '{put.id.name}' is kept; set 'restore' to true to recover it, or purge it first.",
        )
    if kept:
        bring_back(put, kept[0])


@on_put(
    ACCOUNT,
    source="arm-semantics 4.1: AID ai-services/recover-purge-resources.md",
)
def subdomain_is_free(put: Put) -> None:
    """Subdomains are global; soft-deleted accounts keep theirs."""
    subdomain = str(put.properties.get("customSubDomainName") or "").lower()
    if not subdomain:
        return
    others = [item.properties for item in put.world.of_type(ACCOUNT) if item.id.key != put.id.key]
    others += [as_dict(item["body"].get("properties")) for item in put.world.all_soft_deleted(ACCOUNT)
               if item["key"] != put.id.key]  # fmt: skip
    used = {str(item.get("customSubDomainName") or "").lower() for item in others}
    if subdomain in used or (put.creating and taken_elsewhere(put)):
        raise conflict(
            "CustomDomainInUse", f"The subdomain '{subdomain}' is already in use; please choose another one."
        )


@on_put(ACCOUNT, source=_DIFF)
def kind_allows_it(put: Put) -> None:
    """Projects, network injection and bypass need certain kinds; projects and keys need an identity."""
    kind, properties = str(put.body.get("kind") or ""), put.properties
    if not kind or not as_dict(put.body.get("sku")).get("name"):
        raise bad_request("InvalidRequestContent", "An account needs 'kind' and 'sku.name'.")
    if properties.get("allowProjectManagement") and kind != "AIServices":
        raise bad_request("BadRequest", f"'allowProjectManagement' needs kind AIServices, not {kind}.")
    if properties.get("allowProjectManagement") and identity_type(put.body) in {"", "none"}:
        raise bad_request("BadRequest", "'allowProjectManagement' needs a managed identity.")
    if properties.get("networkInjections") and kind != "AIServices":
        raise bad_request("BadRequest", f"'networkInjections' needs kind AIServices, not {kind}.")
    if as_dict(properties.get("networkAcls")).get("bypass") and kind not in _WITH_BYPASS:
        raise bad_request("BadRequest", f"'networkAcls.bypass' is not supported for kind {kind}.")
    if properties.get("dynamicThrottlingEnabled") and kind in {"OpenAI", "AIServices"}:
        raise bad_request("BadRequest", f"'dynamicThrottlingEnabled' is not supported for kind {kind}.")
    if (properties.get("disableLocalAuth") or properties.get("networkAcls")) and not properties.get(
        "customSubDomainName"
    ):
        raise bad_request("BadRequest", "Entra ID authentication and network rules need 'customSubDomainName'.")
    require_identities(put)


@on_put(ACCOUNT, source=customer_managed_keys.SOURCE)
def key_is_usable(put: Put) -> None:
    """A customer-managed key exists, is protected, and the identity may use it."""
    encryption = as_dict(put.properties.get("encryption"))
    if str(encryption.get("keySource", "")) != "Microsoft.KeyVault":
        return
    vault = as_dict(encryption.get("keyVaultProperties"))
    client = str(vault.get("identityClientId") or "")
    principal = customer_managed_keys.principal_of_client(put, client)
    if not client and put.old is not None:
        principal = system_principal(put.world, put.id, put.old.incarnation)
    customer_managed_keys.require_usable_key(
        put.world, str(vault.get("keyVaultUri") or ""), str(vault.get("keyName") or ""), principal
    )


@on_put(ACCOUNT, source="arm-semantics 2.4: agent network needs registered providers; FS 15 README")
def agent_providers_are_registered(put: Put) -> None:
    """An agent network needs three more resource providers: without them the operation fails in the end."""
    for namespace in _AGENT_PROVIDERS if agent_subnets(put.properties) else ():
        try:
            require_registered(put.world, namespace)
        except ArmError as error:
            put.failure = error


@computes(ACCOUNT)
def account_view(world: World, resource: Resource) -> Json:
    """Endpoints, ids, dates, capabilities, private endpoint connections."""
    subdomain = resource.properties.get("customSubDomainName")
    host = str(subdomain).lower() if subdomain else resource.location
    base = f"https://{host}.cognitiveservices.azure.com/"
    if not subdomain:
        base = f"https://{host}.api.cognitive.microsoft.com/"
    endpoints = {"Content Safety": base, "FormRecognizer": base, "Language": base, "Speech": base}
    if resource.body.get("kind") == "AIServices":
        endpoints = {**endpoints, "AI Foundry API": f"https://{host}.services.ai.azure.com/",
                     "OpenAI Language Model Instance API": f"https://{host}.openai.azure.com/"}  # fmt: skip
    shown: Json = {
        "endpoint": base, "endpoints": endpoints, "internalId": world.chance.hex(32, "internal", *_identity(resource)),
        "dateCreated": world.clock.stamp(resource.created_at), "isMigrated": False, "callRateLimit": {"rules": []},
        "capabilities": [{"name": "VirtualNetworks"}, {"name": "CustomerManagedKey"}, {"name": "TrustedServices"}],
        "privateEndpointConnections": connections_to(world, resource),
    }  # fmt: skip
    return {"etag": f'"{world.chance.guid("etag", resource.id.key, str(resource.revision))}"', "properties": shown}


def _identity(resource: Resource) -> tuple[str, str]:
    return resource.id.key, str(resource.incarnation)


def list_keys(world: World, resource: Resource) -> Json:
    """The account's keys; refused when local authentication is off."""
    if resource.properties.get("disableLocalAuth"):
        raise bad_request("BadRequest", "Listing keys is not possible while local authentication is disabled.")
    return {name: world.chance.secret(resource.id.key, name) for name in ("key1", "key2")}


ACTIONS[(ACCOUNT.lower(), "listkeys")] = list_keys


@on_put(ENDPOINT, source="arm-semantics 0.5, 2.2; landing-zone-peers 3.2: #31712@TF; LZB CHANGELOG v1.1.3, #29")
def network_sees_the_account(put: Put) -> None:
    """After an account is written the network provider still sees it as Accepted, until a child was written."""
    for connection in dicts(put.properties.get("privateLinkServiceConnections")):
        target = str(as_dict(connection.get("properties")).get("privateLinkServiceId") or "")
        found = put.world.find(target) if put.creating else None
        if found is None or found.id.type_key != ACCOUNT.lower():
            continue
        if not found.properties.get("customSubDomainName"):
            raise bad_request("BadRequest", f"'{found.id.name}' needs 'customSubDomainName' for private endpoints.")
        lag = float(put.world.fact("accountNetworkLagMinutes"))
        children = [item for item in put.world.children(found.id) if item.id.types[-1] != "capabilityHosts"]
        if not children and not put.world.created_minutes_ago(found, lag):
            raise ArmError(
                400, "AccountProvisioningStateInvalid", f"Account '{found.id.name}' is in state Accepted."
                " Create the endpoint after a project or deployment of the account.",
            )  # fmt: skip


@after_write(ACCOUNT, source="arm-semantics 0.8, 4.2: FS #153, #314 (legionservicelink)")
def link_agent_subnet(world: World, resource: Resource) -> None:
    """Agents keep a service association link on their subnet."""
    for subnet in agent_subnets(resource.properties):
        world.hold(subnet, resource.id, f"{subnet}/serviceAssociationLinks/legionservicelink")


def agent_subnets(properties: Json) -> list[str]:
    """Ids of the subnets that an account injects agents into."""
    found = [str(item.get("subnetArmId") or "") for item in dicts(properties.get("networkInjections"))]
    return [item for item in found if item]


@after_delete(ACCOUNT, source="arm-semantics 0.8, 4.2: FS #153, #314; samples wait 15-20 minutes after the purge")
def keep_agent_subnet(world: World, resource: Resource) -> None:
    """The link outlives the account: until retention ends, or some minutes after the purge."""
    world.release(resource.id.key, float(world.fact("agentSubnetHoldUnpurgedMinutes")))


def _purged(world: World, key: str) -> None:
    if ResourceId.parse(key).type_key == ACCOUNT.lower():
        world.release(key, float(world.fact("agentSubnetHoldAfterPurgeMinutes")))


PURGES.append(_purged)
