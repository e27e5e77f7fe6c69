"""Which resources need a private endpoint of the stack's, and in which zones it registers."""

import pytest

from ai_policies import private_links
from ai_policies.kit import UNKNOWN, Resource
from ai_policies.kit.findings import UnknownRead
from ai_policies.kit.values import PlainBag


def resource(token, **inputs):
    return Resource("urn:pulumi:s::p::t::n", f"azure-native:{token}", PlainBag(inputs))


@pytest.mark.parametrize(
    ("token", "inputs", "needed"),
    [
        ("apimanagement:ApiManagementService", {}, True),
        ("apimanagement:ApiManagementService", {"virtualNetworkType": "Internal"}, False),
        ("containerservice:ManagedCluster", {"apiServerAccessProfile": {"enablePrivateCluster": False}}, True),
        ("containerservice:ManagedCluster", {"apiServerAccessProfile": {"enablePrivateCluster": True}}, False),
        ("dbforpostgresql:Server", {"network": {"publicNetworkAccess": "Disabled"}}, True),
        ("dbforpostgresql:Server", {"network": {"delegatedSubnetResourceId": "/subscriptions/x"}}, False),
        ("machinelearningservices:Workspace", {"kind": "Hub"}, True),
        ("machinelearningservices:Workspace", {"kind": "Project"}, False),
        ("redis:Redis", {}, True),
        ("redis:Redis", {"subnetId": "/subscriptions/x"}, False),
        ("storage:StorageAccount", {"kind": "Project"}, True),
    ],
)
def test_an_endpoint_is_asked_for_where_a_program_can_write_one(token, inputs, needed):
    assert private_links.needs_endpoint(resource(token, **inputs)) is needed


def test_what_is_unknown_is_not_decided():
    with pytest.raises(UnknownRead):
        private_links.needs_endpoint(resource("redis:Redis", subnetId=UNKNOWN))


@pytest.mark.parametrize(
    ("token", "inputs", "group", "zones"),
    [
        ("botservice:Bot", {}, "token", {"privatelink.token.botframework.com"}),
        (
            "cache:RedisEnterprise",
            {"sku": {"name": "Balanced_B10"}},
            "redisEnterprise",
            {"privatelink.redis.azure.net"},
        ),
        (
            "redisenterprise:RedisEnterprise",
            {"sku": {"name": "Enterprise_E10"}},
            "redisEnterprise",
            {"privatelink.redisenterprise.cache.azure.net"},
        ),
        ("kusto:Cluster", {"location": "Sweden Central"}, "cluster", {"privatelink.swedencentral.kusto.windows.net"}),
        ("eventgrid:Namespace", {}, "topicspace", {"privatelink.ts.eventgrid.azure.net"}),
    ],
)
def test_zones_of_an_endpoint(token, inputs, group, zones):
    target = resource(token, **inputs)
    connection = private_links.Connection(resource("network:PrivateEndpoint"), target, (group,))
    assert private_links.zones_needed(connection) == zones
