"""What lives in an account: projects, deployments, guardrails, blocklists, connections, capability hosts."""

from simulated_azure.arm.errors import bad_request
from simulated_azure.arm.json_values import Json, as_dict, dicts
from simulated_azure.arm.rules import (
    Immutable,
    Put,
    SoftDelete,
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
from simulated_azure.services.cognitive_services.accounts import ACCOUNT, RETENTION_DAYS, SOFT_DELETE
from simulated_azure.services.managed_identity import identity_type, require_identities

PROJECT = f"{ACCOUNT}/projects"
DEPLOYMENT = f"{ACCOUNT}/deployments"
RAI_POLICY = f"{ACCOUNT}/raiPolicies"
BLOCKLIST = f"{ACCOUNT}/raiBlocklists"
CONNECTIONS = (f"{ACCOUNT}/connections", f"{PROJECT}/connections")
_BUILT_IN_POLICIES = frozenset({"microsoft.default", "microsoft.defaultv2", "microsoft.nil"})

defaults(DEPLOYMENT, {"properties": {
    "versionUpgradeOption": "OnceNewDefaultVersionAvailable", "raiPolicyName": "Microsoft.DefaultV2",
}})  # fmt: skip
immutable(
    DEPLOYMENT,
    Immutable("properties.model.name", "DeploymentModelCannotBeChanged"),
    Immutable("properties.model.format", "DeploymentModelCannotBeChanged"),
    Immutable("sku.name", "DeploymentSkuCannotBeChanged"),
    source="arm-semantics 2.4, 2.6: TF cognitive_deployment_resource.go",
)
defaults(RAI_POLICY, {"properties": {"mode": "Default", "basePolicyName": "Microsoft.DefaultV2"}})
for _type in CONNECTIONS:
    defaults(_type, {"properties": {"isSharedToAll": False}})
    write_only(_type, "properties.credentials")


def _account(put: Put) -> Resource:
    account = put.id.ancestor(ACCOUNT)
    found = put.world.find(account) if account else None
    if found is None:
        raise bad_request("ParentResourceNotFound", f"'{put.id}' has no account.")
    return found


@on_put(
    PROJECT,
    source="arm-semantics 2.4: TF cognitive/cognitive_account_resource.go CustomizeDiff; 2.1: FS 15 (one region)",
)
def account_allows_projects(put: Put) -> None:
    """Projects need an account of their region that manages projects, and an identity."""
    if not _account(put).properties.get("allowProjectManagement"):
        raise bad_request("BadRequest", "The account does not allow projects: 'allowProjectManagement' is not set.")
    if identity_type(put.body) in {"", "none"}:
        raise bad_request("BadRequest", "A project needs a managed identity.")
    if put.body.get("location") not in {None, "", _account(put).location}:
        raise bad_request("BadRequest", f"A project is in the region of its account, '{_account(put).location}'.")
    require_identities(put)


@computes(PROJECT)
def project_view(world: World, resource: Resource) -> Json:
    """Endpoint, internal id (the workspace id of agents), whether it is the default project."""
    parent = resource.id.parent
    account = world.find(parent) if parent else None
    subdomain = str(account.properties.get("customSubDomainName") or account.id.name).lower() if account else ""
    siblings = world.children(parent, PROJECT) if parent else []
    first = min(siblings, key=lambda item: item.created_at, default=resource)
    return {"properties": {
        "endpoints": {"AI Foundry API": f"https://{subdomain}.services.ai.azure.com/api/projects/{resource.id.name}"},
        "internalId": world.chance.hex(32, "internal", resource.id.key, str(resource.incarnation)),
        "isDefault": first.id.key == resource.id.key,
    }}  # fmt: skip


@on_put(
    DEPLOYMENT,
    source="Azure/terraform-azurerm-avm-res-cognitiveservices-account#115 (policy not found at creation); #23454@TF"
    " (a later change to an unknown one is accepted)",
)
def deployment_is_possible(put: Put) -> None:
    """A deployment names model and sku, and at its creation a guardrail that exists."""
    model, sku, account = as_dict(put.properties.get("model")), as_dict(put.body.get("sku")), _account(put)
    if not (model.get("format") and model.get("name")) or not sku.get("name"):
        raise bad_request(
            "InvalidResourceProperties", "A deployment needs 'model.format', 'model.name' and 'sku.name'."
        )
    policy = str(put.properties.get("raiPolicyName") or "")
    custom = bool(policy) and policy.lower() not in _BUILT_IN_POLICIES
    if custom and put.creating and put.world.find(account.id.child("raiPolicies", policy)) is None:
        raise bad_request(
            "InvalidResourceProperties", f"The account has no RAI policy '{policy}'.", target="raiPolicyName"
        )


@on_put(
    DEPLOYMENT, source="arm-semantics 2.4: FS #916 (SpecialFeatureOrQuotaIdRequired); AID openai/concepts/models.md"
)
def model_is_offered(put: Put) -> None:
    """The model is offered in the account's region with this sku, and the subscription may use it."""
    model, sku, region = as_dict(put.properties.get("model")), as_dict(put.body.get("sku")), _account(put).location
    if model.get("name") in put.world.fact("modelsRestricted"):
        raise bad_request("SpecialFeatureOrQuotaIdRequired", f"The subscription may not use model '{model['name']}'.")
    offered = [str(item).lower().split("/") for item in put.world.fact("modelsOffered")]
    wanted = [region, str(model.get("name")).lower(), str(sku.get("name")).lower()]
    if not offered or any(all(a in {"*", b} for a, b in zip(item, wanted, strict=True)) for item in offered):
        return
    if any(item[1] in {"*", wanted[1]} and item[0] in {"*", region} for item in offered):
        raise bad_request("InvalidResourceProperties", f"The sku '{sku.get('name')}' is not supported for this model.")
    raise bad_request(
        "DeploymentModelNotSupported",
        f"The model 'Format:{model.get('format')},Name:{model.get('name')}' is not supported in '{region}'.",
    )


@on_put(
    DEPLOYMENT,
    source="arm-semantics 2.4: InsufficientQuota (chat-with-your-data-solution-accelerator#1910); #32472@TF",
)
def quota_is_left(put: Put) -> None:
    """The quota of region, model and sku suffices; soft-deleted accounts hold theirs."""
    model, sku, account = as_dict(put.properties.get("model")), as_dict(put.body.get("sku")), _account(put)
    name = f"{account.location}/{model.get('name')}/{sku.get('name')}"
    quota = as_dict(put.world.fact("modelQuota")).get(name)
    if quota is None:
        return
    others = [item for item in put.world.of_type(DEPLOYMENT) if item.id.key != put.id.key]
    used = sum(_capacity(item) for item in others if _quota_name(put.world, item) == name)
    for kept in put.world.all_soft_deleted(ACCOUNT):
        used += int(as_dict(as_dict(kept["body"].get(SERVER_ONLY)).get("quota")).get(name) or 0)
    wanted = int(sku.get("capacity") or 1)
    if used + wanted > int(quota) and str(model.get("format")) != "OpenAI":
        raise bad_request("715-123420", "An error occurred. Please reach out to support for additional assistance.")
    if used + wanted > int(quota):
        raise bad_request("InsufficientQuota", f"{wanted} of {name} asked, {int(quota) - used} left.")


def _capacity(deployment: Resource) -> int:
    return int(as_dict(deployment.body.get("sku")).get("capacity") or 1)


def _quota_name(world: World, deployment: Resource) -> str:
    account = world.find(deployment.id.parent) if deployment.id.parent else None
    model, sku = as_dict(deployment.properties.get("model")), as_dict(deployment.body.get("sku"))
    return f"{account.location if account else ''}/{model.get('name')}/{sku.get('name')}"


def held_quota(world: World, account: Resource) -> Json:
    """What a deleted account keeps of the quota: kept with it as long as it is soft-deleted."""
    held: dict[str, int] = {}
    for item in world.children(account.id, DEPLOYMENT):
        name = _quota_name(world, item)
        held[name] = held.get(name, 0) + _capacity(item)
    return {SERVER_ONLY: {"quota": held}} if held else {}


soft_deletes(  # deployments are kept: their quota stays used, and provisioned ones go on costing until the purge
    ACCOUNT,
    SoftDelete(lambda _world, _account: RETENTION_DAYS, remembers=held_quota, with_children=(DEPLOYMENT.lower(),)),
    source=SOFT_DELETE,
)


@computes(DEPLOYMENT)
def deployment_view(world: World, resource: Resource) -> Json:
    """Capabilities and rate limits of the model."""
    capacity = int(as_dict(resource.body.get("sku")).get("capacity") or 1)
    return {
        "etag": f'"{world.chance.guid("etag", resource.id.key, str(resource.revision))}"',
        "sku": {"capacity": capacity},
        "properties": {
            "capabilities": {"chatCompletion": "true", "area": "EUR", "responses": "true"},
            "currentCapacity": capacity,
            "rateLimits": [{"key": "request", "renewalPeriod": 60, "count": capacity},
                           {"key": "token", "renewalPeriod": 60, "count": capacity * 1000}],
        },
    }  # fmt: skip


@on_put(RAI_POLICY, source="Cognitive Services REST reference, RAI policies; BT 2025-06-01")
def policy_is_possible(put: Put) -> None:
    """A guardrail refers to blocklists that exist; Microsoft's own cannot be written."""
    if put.id.name.lower().startswith("microsoft."):
        raise bad_request("BadRequest", "Names that start with 'Microsoft.' belong to built-in policies.")
    for item in dicts(put.properties.get("customBlocklists")):
        name = str(item.get("blocklistName") or "")
        if put.world.find(_account(put).id.child("raiBlocklists", name)) is None:
            raise bad_request("BlocklistNotFound", f"The account has no blocklist '{name}'.", target="customBlocklists")


@computes(RAI_POLICY)
def policy_view(world: World, resource: Resource) -> Json:
    """The policy is the user's own."""
    return {
        "etag": f'"{world.chance.guid("etag", resource.id.key, str(resource.revision))}"',
        "properties": {"type": "UserManaged"},
    }


@computes(BLOCKLIST, f"{BLOCKLIST}/raiBlocklistItems")
def blocklist_view(world: World, resource: Resource) -> Json:
    """Entity tag."""
    return {"etag": f'"{world.chance.guid("etag", resource.id.key, str(resource.revision))}"'}


@normalises(*CONNECTIONS)
def connection_defaults(put: Put) -> None:
    """Metadata keys are kept as they are written."""
    put.properties.setdefault("metadata", {})


@on_put(*CONNECTIONS, source="BT 2025-06-01 accounts/connections")
def connection_is_complete(put: Put) -> None:
    """A connection has an authentication type, a category and a target."""
    for name in ("authType", "category"):
        if not put.properties.get(name):
            raise bad_request("ValidationError", f"A connection needs '{name}'.", target=name)


@computes(*CONNECTIONS)
def connection_view(_world: World, resource: Resource) -> Json:
    """The group of the category, and where the connection was made."""
    return {
        "properties": {"group": "AzureAI", "createdByWorkspaceArmId": resource.id.parent and resource.id.parent.text}
    }
