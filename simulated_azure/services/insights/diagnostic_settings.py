"""Diagnostic settings: what each type can send, and where to."""

from dataclasses import dataclass

from simulated_azure.arm.errors import ArmError, bad_request, conflict
from simulated_azure.arm.ids import ResourceId
from simulated_azure.arm.json_values import Json, dicts
from simulated_azure.arm.rules import Put, computes, normalises, on_put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World

SETTING = "Microsoft.Insights/diagnosticSettings"
_MOST = 5
_SINKS = ("workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "marketplacePartnerId")
_SOURCE = "arm-semantics 1: AMD diagnostic-settings (azure-docs#107734)"


@dataclass(frozen=True)
class Offer:
    """Log categories of a type, and whether it has metrics (category AllMetrics unless `metrics` names others)."""

    logs: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ("AllMetrics",)
    audit: bool = True


_STORAGE = Offer(("StorageRead", "StorageWrite", "StorageDelete"), ("Transaction", "Capacity", "AllMetrics"))

# AMD reference: supported log and metric categories by resource type.
OFFERS: dict[str, Offer] = {
    "microsoft.network/virtualnetworks": Offer(("VMProtectionAlerts",), audit=False),
    "microsoft.network/networksecuritygroups": Offer(
        ("NetworkSecurityGroupEvent", "NetworkSecurityGroupRuleCounter"), (), audit=False
    ),
    "microsoft.network/publicipaddresses": Offer(
        ("DDoSProtectionNotifications", "DDoSMitigationFlowLogs", "DDoSMitigationReports")
    ),
    "microsoft.network/azurefirewalls": Offer(
        ("AZFWApplicationRule", "AZFWNetworkRule", "AZFWThreatIntel", "AZFWDnsQuery")
    ),
    "microsoft.network/bastionhosts": Offer(("BastionAuditLogs",)),
    "microsoft.network/privateendpoints": Offer(),
    "microsoft.network/privatednszones": Offer(),
    "microsoft.keyvault/vaults": Offer(("AuditEvent", "AzurePolicyEvaluationDetails")),
    "microsoft.cognitiveservices/accounts": Offer(("Audit", "RequestResponse", "AzureOpenAIRequestUsage", "Trace")),
    "microsoft.cognitiveservices/accounts/projects": Offer(("Audit", "Trace"), ()),
    "microsoft.search/searchservices": Offer(("OperationLogs",), audit=True),
    "microsoft.apimanagement/service": Offer(
        ("GatewayLogs", "WebSocketConnectionLogs", "DeveloperPortalAuditLogs", "GatewayLlmLogs", "GatewayMCPLogs")
    ),
    "microsoft.operationalinsights/workspaces": Offer(("Audit", "SummaryLogs", "Jobs")),
    "microsoft.insights/components": Offer(
        (
            "AppAvailabilityResults",
            "AppBrowserTimings",
            "AppDependencies",
            "AppEvents",
            "AppExceptions",
            "AppMetrics",
            "AppPageViews",
            "AppPerformanceCounters",
            "AppRequests",
            "AppSystemEvents",
            "AppTraces",
        ),
        audit=False,
    ),
    "microsoft.storage/storageaccounts": Offer((), ("Transaction", "Capacity", "AllMetrics")),
    "microsoft.storage/storageaccounts/blobservices": _STORAGE,
    "microsoft.storage/storageaccounts/fileservices": _STORAGE,
    "microsoft.storage/storageaccounts/queueservices": _STORAGE,
    "microsoft.storage/storageaccounts/tableservices": _STORAGE,
    "microsoft.documentdb/databaseaccounts": Offer(
        ("DataPlaneRequests", "QueryRuntimeStatistics", "PartitionKeyStatistics", "ControlPlaneRequests"),
        ("Requests", "SLI", "AllMetrics"),
    ),
    "microsoft.containerregistry/registries": Offer(
        ("ContainerRegistryRepositoryEvents", "ContainerRegistryLoginEvents")
    ),
    "microsoft.app/managedenvironments": Offer(("ContainerAppConsoleLogs", "ContainerAppSystemLogs")),
    "microsoft.machinelearningservices/workspaces": Offer(
        ("AmlComputeClusterEvent", "AmlComputeJobEvent", "AmlRunEvent")
    ),
}

# Types without diagnostic settings (AMD reference: no row there). A type in neither table is not judged.
WITHOUT = frozenset({
    "microsoft.resources/resourcegroups", "microsoft.managedidentity/userassignedidentities",
    "microsoft.authorization/roleassignments", "microsoft.network/routetables",
    "microsoft.network/virtualnetworks/subnets", "microsoft.network/privatednszones/virtualnetworklinks",
    "microsoft.insights/privatelinkscopes", "microsoft.insights/actiongroups", "microsoft.keyvault/vaults/keys",
    "microsoft.cognitiveservices/accounts/deployments", "microsoft.apimanagement/service/apis",
    "microsoft.storage/storageaccounts/blobservices/containers",
})  # fmt: skip


def _enabled(properties: Json) -> tuple[set[str], set[str], set[str]]:
    logs = [item for item in dicts(properties.get("logs")) if item.get("enabled")]
    metrics = [item for item in dicts(properties.get("metrics")) if item.get("enabled")]
    return (
        {str(item["category"]) for item in logs if item.get("category")},
        {str(item["categoryGroup"]) for item in logs if item.get("categoryGroup")},
        {str(item["category"]) for item in metrics if item.get("category")},
    )


@on_put(SETTING, source=_SOURCE)
def categories_are_offered(put: Put) -> None:
    """A setting enables something, and only categories and groups that its resource has."""
    target = ResourceId.parse(put.id.scope)
    if target.type_key in WITHOUT:
        raise bad_request("ResourceTypeNotSupported", f"The resource type '{target.type}' has no diagnostic settings.")
    offer = OFFERS.get(target.type_key)
    categories, groups, metrics = _enabled(put.properties)
    if not categories | groups | metrics:
        raise bad_request("BadRequest", "A diagnostic setting must enable at least one log or metric category.")
    if offer is None:
        return
    offered_groups = {"allLogs", "audit"} if offer.audit else {"allLogs"}
    _refuse_others("category", categories, set(offer.logs), target)
    _refuse_others("category group", groups, offered_groups if offer.logs else set(), target)
    _refuse_others("metric category", metrics, set(offer.metrics), target)
    if categories and groups:
        raise bad_request("BadRequest", "Either categories or category groups may be enabled, not both.")


def _refuse_others(what: str, given: set[str], offered: set[str], target: ResourceId) -> None:
    accepted = {item.lower() for item in offered}
    for name in sorted(given):
        if name.lower() not in accepted:
            raise bad_request(
                "BadRequest", f"{target.type} has no {what} '{name}'; it has: {sorted(offered) or 'none'}."
            )


@on_put(SETTING, source=_SOURCE)
def sink_exists(put: Put) -> None:
    """A setting has a destination, and a workspace or account that it names exists."""
    sinks = [str(put.properties[name]) for name in _SINKS if put.properties.get(name)]
    if not sinks:
        raise bad_request("BadRequest", f"A diagnostic setting needs one of {list(_SINKS)}.")
    for name in ("workspaceId", "storageAccountId"):
        target = str(put.properties.get(name) or "")
        if target and put.world.find(target) is None:
            raise ArmError(404, "ResourceNotFound", f"The destination '{target}' was not found.", target=name)


@on_put(SETTING, source=_SOURCE + "; azure-docs#100347")
def one_sink_once(put: Put) -> None:
    """At most five settings per resource; a category reaches a destination by one of them only."""
    others = [item for item in put.world.contained_in(put.id.scope, SETTING) if item.id.key != put.id.key]
    if put.creating and len(others) >= _MOST:
        raise conflict("Conflict", f"'{put.id.scope}' has {_MOST} diagnostic settings already, which is the limit.")
    own = _enabled(put.properties)
    for other in others:
        same_sink = any(
            put.properties.get(name) and str(put.properties[name]).lower() == str(other.properties.get(name)).lower()
            for name in _SINKS
        )
        if same_sink and any(mine & theirs for mine, theirs in zip(own, _enabled(other.properties), strict=True)):
            raise conflict(
                "Conflict", f"Data sink is already used in diagnostic setting '{other.id.name}' for the same category."
            )


@normalises(SETTING)
def complete_entries(put: Put) -> None:
    """Each entry shows a retention policy; absent lists are empty."""
    for name in ("logs", "metrics"):
        put.properties[name] = dicts(put.properties.get(name))
        for item in put.properties[name]:
            item.setdefault("retentionPolicy", {"enabled": False, "days": 0})


@computes(SETTING)
def setting_view(_world: World, resource: Resource) -> Json:
    """The type in the lower case that Azure Monitor uses."""
    return {"type": resource.id.type}
