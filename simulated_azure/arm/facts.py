"""Settable facts of the simulated world: what on Azure depends on the subscription, the region or the calendar.

`python -m simulated_azure facts NAME VALUE` sets one; tests set them through `Azure.set_fact`.
"""

from dataclasses import dataclass
from typing import Any

from simulated_azure.arm.errors import bad_request

# Fixed, so that a stack file can name them, and easy to tell from real ones.
SUBSCRIPTION_ID = "5a4db0c5-0000-4000-8000-000000000001"
TENANT_ID = "7e4a47ed-0000-4000-8000-000000000001"


@dataclass(frozen=True)
class Fact:
    """A fact with its default and what it means."""

    default: Any
    meaning: str


FACTS: dict[str, Fact] = {
    "subscriptions": Fact(
        [], "Subscription ids that exist; empty: every well-formed one does, so that any stack configuration runs."
    ),
    "unregisteredProviders": Fact([], "Resource provider namespaces that the subscription has not registered."),
    "calendarOffsetDays": Fact(0.0, "Days that the calendar is set ahead; soft-deleted things expire by it."),
    "callerInsideNetwork": Fact(
        False, "Whether the deploying client reaches private endpoints; a key is deleted through the data plane."
    ),
    "entraPrincipals": Fact([], "Object ids of users, groups and applications that exist besides the caller."),
    "namesTakenElsewhere": Fact([], "Globally unique names that another tenant holds already."),
    "principalReplicationMinutes": Fact(
        2.0, "How long a new principal is unknown to Azure RBAC (arm-semantics 5: seconds to minutes)."
    ),
    "accountNetworkLagMinutes": Fact(
        5.0, "How long the network provider sees a new Cognitive Services account as Accepted (landing-zone-peers 3.2)."
    ),
    "agentSubnetHoldAfterPurgeMinutes": Fact(
        20.0, "How long the agent service link stays on its subnet after the account is purged (arm-semantics 0.8)."
    ),
    "agentSubnetHoldUnpurgedMinutes": Fact(
        2_880.0, "The same for an account that is only soft-deleted: until its 48 h of retention end."
    ),
    "gatewaySubnetHoldMinutes": Fact(
        0.0, "How long a subnet stays in use after an injected API Management left; users report hours for v1 tiers."
    ),
    "modelQuota": Fact({}, "Capacity left per 'region/model/sku', for instance {'swedencentral/gpt-4o/Standard': 10}."),
    "pageSize": Fact(100, "How many resources one page of a list holds before it ends with a nextLink."),
    "regionsWithoutCapacity": Fact([], "'type@region' pairs that refuse new resources."),
}


def check_fact(name: str) -> Fact:
    """The fact of this name.

    Raises:
        ArmError: 400 UnknownFact, with the names that exist.
    """
    if name not in FACTS:
        raise bad_request("UnknownFact", f"No fact '{name}'. Facts: {', '.join(sorted(FACTS))}.")
    return FACTS[name]
