"""Long-running operations: how long they take, and the record of one.

Durations are the model values (p50) of arm-semantics 3.3, in minutes; what has no published figure there takes the
"seconds" row. Deleting takes as long as creating, updating at most a minute except where the source says otherwise.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from simulated_azure.arm.json_values import Json, as_dict

DEFAULT_MINUTES = 0.2
_LONGEST_UPDATE = 1.0

CREATE_MINUTES: dict[str, float] = {
    "microsoft.operationalinsights/workspaces": 0.5,
    "microsoft.insights/components": 0.5,
    "microsoft.keyvault/vaults": 0.5,
    "microsoft.storage/storageaccounts": 0.5,
    "microsoft.containerregistry/registries": 0.5,
    "microsoft.cognitiveservices/accounts": 1.5,
    "microsoft.cognitiveservices/accounts/deployments": 0.5,
    "microsoft.cognitiveservices/accounts/projects": 0.5,
    "microsoft.cognitiveservices/accounts/projects/capabilityhosts": 5.0,
    "microsoft.documentdb/databaseaccounts": 3.0,
    "microsoft.search/searchservices": 5.0,
    "microsoft.app/managedenvironments": 4.0,
    "microsoft.app/containerapps": 0.7,
    "microsoft.network/privateendpoints": 1.5,
    "microsoft.network/azurefirewalls": 12.0,
    "microsoft.network/bastionhosts": 8.0,
    "microsoft.network/applicationgateways": 10.0,
    "microsoft.network/virtualnetworkgateways": 30.0,
    "microsoft.apimanagement/service": 35.0,
}
AGENT_INJECTION_MINUTES = 15.0
API_MANAGEMENT_V2_MINUTES = 10.0
API_MANAGEMENT_CONSUMPTION_MINUTES = 3.0
# arm-semantics 3.3: a resource group with Cosmos DB, AI Search or Container Apps.
_SLOW_IN_GROUPS = ("microsoft.documentdb/", "microsoft.search/", "microsoft.app/")
_SLOW_GROUP_MINUTES = 15.0


@dataclass(frozen=True)
class Operation:
    """A write in progress.

    `kind` is create, update or delete; `ends_at` is real time, seconds since the epoch.
    """

    id: str
    resource_id: str
    kind: str
    ends_at: float


def minutes_for(type_key: str, kind: str, body: Json) -> float:
    """How long a write of this type lasts, in simulated minutes."""
    full = CREATE_MINUTES.get(type_key, DEFAULT_MINUTES)
    if type_key == "microsoft.cognitiveservices/accounts" and as_dict(body.get("properties")).get("networkInjections"):
        full = AGENT_INJECTION_MINUTES
    if type_key == "microsoft.apimanagement/service" and str(as_dict(body.get("sku")).get("name", "")).endswith("V2"):
        full = API_MANAGEMENT_V2_MINUTES
    if type_key == "microsoft.apimanagement/service" and as_dict(body.get("sku")).get("name") == "Consumption":
        full = API_MANAGEMENT_CONSUMPTION_MINUTES
    return min(full, _LONGEST_UPDATE) if kind == "update" else full


def minutes_for_group(contents: Iterable[tuple[str, Json]]) -> float:
    """How long deleting a resource group lasts, in simulated minutes: as long as what lasts longest in it.

    Args:
        contents: type (in lower case) and body of each resource in the group.
    """
    longest = DEFAULT_MINUTES
    for type_key, body in contents:
        slow = _SLOW_GROUP_MINUTES if type_key.startswith(_SLOW_IN_GROUPS) else DEFAULT_MINUTES
        longest = max(longest, slow, minutes_for(type_key, "delete", body))
    return longest
