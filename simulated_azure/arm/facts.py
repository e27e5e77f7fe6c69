"""Settable facts of the simulated world: what on Azure depends on the subscription, the region or the calendar.

`python -m simulated_azure facts NAME VALUE` sets one; tests set them through `Azure.set_fact`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulated_azure.arm.built_in_roles import grants
from simulated_azure.arm.errors import bad_request

# Fixed, so that a stack file can name them, and easy to tell from real ones.
SUBSCRIPTION_ID = "5a4db0c5-0000-4000-8000-000000000001"
TENANT_ID = "7e4a47ed-0000-4000-8000-000000000001"


@dataclass(frozen=True)
class Fact:
    """A fact with its default, what it means, what refuses a wrong value (400 InvalidFact), and a value for a bad day.

    `hard` is the far end of what the sources in `meaning` state; None where there is no worse.
    """

    default: Any
    meaning: str
    check: Callable[[Any], object] | None = None
    hard: Any = None


FACTS: dict[str, Fact] = {
    "subscriptions": Fact(
        [], "Subscription ids that exist; empty: every well-formed one does, so that any stack configuration runs."
    ),
    "unregisteredProviders": Fact([], "Resource provider namespaces that the subscription has not registered."),
    "calendarOffsetDays": Fact(0.0, "Days that the calendar is set ahead; soft-deleted things expire by it."),
    "callerInsideNetwork": Fact(
        False, "Whether the deploying client reaches private endpoints; a key is deleted through the data plane."
    ),
    "callerPermissions": Fact(
        {"actions": ["*"], "notActions": []},
        "What the deploying identity may do at every scope: the name of a built-in role ('Contributor'), a list of"
        " names, or an object with `actions`, `notActions` and `roles`; what it links to needs a right of its own.",
        grants,
    ),
    "listLagMinutes": Fact(
        0.0,
        "How long lists of all resources still show what was deleted and do not show what is new (TF polls for up"
        " to 10 minutes).",
        hard=10.0,
    ),
    "entraPrincipals": Fact([], "Object ids of users, groups and applications that exist besides the caller."),
    "namesTakenElsewhere": Fact([], "Globally unique names that another tenant holds already."),
    "principalReplicationMinutes": Fact(
        2.0,
        "How long a new principal is unknown to Azure RBAC (AZD troubleshooting.md: seconds to minutes).",
        hard=10.0,
    ),
    "roleEffectMinutes": Fact(
        5.0,
        "How long a role assignment has no effect yet for the services that check it: the key of a store or an account,"
        " the stores of a capability host (AZD troubleshooting.md: up to 10 minutes; bicep#16601; azurerm#32855: 5 to"
        " 10).",
        hard=10.0,
    ),
    "dnsLagMinutes": Fact(
        0.0, "How long the name of a new key vault does not resolve (TF key_vault_resource.go waits).", hard=5.0
    ),
    "readAfterWriteMinutes": Fact(
        {},
        "How long GET answers 404 after a create, by type, for instance {'Microsoft.Insights/diagnosticSettings': 1}"
        " (TF waits for three types).",
        hard={
            "Microsoft.Resources/resourceGroups": 0.5,
            "Microsoft.Insights/diagnosticSettings": 0.5,
            "Microsoft.Authorization/roleAssignments": 0.5,
        },
    ),
    "smartDetection": Fact(True, "Whether a new Application Insights makes its alert rule and action group."),
    "requestBudget": Fact(
        {},
        "Token buckets, for instance {'writes': {'size': 200, 'perMinute': 20}}; reads, writes, deletes; {}: no limit"
        " (AZD request-limits-and-throttling.md: 12,000 reads, 1,200 writes, 15,000 deletes an hour).",
        hard={
            "reads": {"size": 12_000, "perMinute": 200},
            "writes": {"size": 1_200, "perMinute": 20},
            "deletes": {"size": 15_000, "perMinute": 250},
        },
    ),
    "deniedByPolicy": Fact(
        [], "Azure Policy with effect deny: [{'type': ..., 'path': 'properties.x', 'value': ...}] is refused."
    ),
    "modifiedByPolicy": Fact([], "Azure Policy with effect modify: the same entries; the value is written instead."),
    "registrationMinutes": Fact(
        5.0, "How long registering a resource provider takes (AI-Landing-Zones: 5 to 10).", hard=10.0
    ),
    "modelsOffered": Fact(
        [], "'region/model/sku' triples that can be deployed; empty: every one. '*' stands for any part."
    ),
    "modelsRestricted": Fact([], "Models that the subscription may not use (SpecialFeatureOrQuotaIdRequired)."),
    "accountNetworkLagMinutes": Fact(
        5.0, "How long the network provider sees a new Cognitive Services account as Accepted (landing-zone-peers 3.2)."
    ),
    "agentSubnetHoldAfterPurgeMinutes": Fact(
        20.0,
        "How long the agent service link stays on its subnet after the account is purged (AID virtual-networks.md).",
    ),
    "agentSubnetHoldUnpurgedMinutes": Fact(
        2_880.0, "The same for an account that is only soft-deleted: until its 48 h of retention end."
    ),
    "gatewaySubnetHoldMinutes": Fact(
        0.0,
        "How long a subnet stays in use after an injected API Management left; users report hours for v1 tiers.",
        hard=180.0,
    ),
    "environmentSubnetHoldMinutes": Fact(
        0.0,
        "How long a subnet stays linked after its Container Apps environment went (reported: minutes).",
        hard=20.0,
    ),
    "storageNameHoldMinutes": Fact(
        0.0,
        "How long the name of a deleted storage account is taken still; users report 15 minutes to hours.",
        hard=120.0,
    ),
    "regionsWithoutAnalyticalStorage": Fact([], "Regions that refuse analytical storage of new Cosmos DB accounts."),
    "computeSizes": Fact([], "Sizes of virtual machines that the subscription may use; empty: every one."),
    "computeQuota": Fact({}, "How many machines of a size may be made at once, for instance {'Standard_NC24': 0}."),
    "endpointsNeedApproval": Fact(
        [], "Types whose private endpoints wait for approval, because the caller may not approve them."
    ),
    "nameReleaseMinutes": Fact(
        {},
        "How long the name of a deleted resource stays taken, by type, for instance"
        " {'Microsoft.Search/searchServices': 10} (#20039@TF for Storage).",
    ),
    "agentRegionsForTenNetwork": Fact(
        [],
        "Regions in which agents may use a subnet in 10.0.0.0/8; empty: every one (AID virtual-networks.md"
        " and FS 15 give different lists).",
    ),
    "endpointApprovalMinutes": Fact(
        0.0,
        "How long an endpoint waits for its approval where that is automatic (no figure is published).",
        hard=5.0,
    ),
    "modelQuota": Fact({}, "Capacity left per 'region/model/sku', for instance {'swedencentral/gpt-4o/Standard': 10}."),
    "pageSize": Fact(100, "How many resources one page of a list holds before it ends with a nextLink."),
    "regionsWithoutCapacity": Fact(
        [],
        "'type@region' pairs that refuse new resources; 'type@region AllocationFailed' and 'type@region"
        " RegionDoesNotAllowProvisioning' do it with that code.",
    ),
}


def hard_day() -> dict[str, Any]:
    """The facts of Azure on a bad day: delays, holds and budgets at the far end of what the sources state."""
    return {name: fact.hard for name, fact in FACTS.items() if fact.hard is not None}


def check_fact(name: str) -> Fact:
    """The fact of this name.

    Raises:
        ArmError: 400 UnknownFact, with the names that exist.
    """
    if name not in FACTS:
        raise bad_request("UnknownFact", f"No fact '{name}'. Facts: {', '.join(sorted(FACTS))}.")
    return FACTS[name]
