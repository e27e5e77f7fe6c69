"""Parents that no stack has and that refuse overlapping writes: Cosmos DB, shared private links of Search, a firewall policy.

Their children are written one after the other, as the how-to on extending the landing zone asks of whoever adds them.
"""

import uuid
from collections.abc import Sequence
from typing import Any

import pulumi
from pulumi_azure_native import cosmosdb, managedidentity, network, resources, search, storage

LOCATION = "swedencentral"


def guid(name: str) -> str:
    """The same GUID for the same name."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"parents/{name}"))


def after(*resources_: pulumi.Resource) -> pulumi.ResourceOptions:
    """Options of a resource that waits for others."""
    return pulumi.ResourceOptions(depends_on=[*resources_])


group = resources.ResourceGroup("group", resource_group_name="rg-parents", location=LOCATION)
here: dict[str, Any] = {"resource_group_name": group.name}
placed: dict[str, Any] = {**here, "location": LOCATION}

vnet = network.VirtualNetwork(
    "vnet", virtual_network_name="vnet", address_space={"address_prefixes": ["10.0.0.0/16"]}, **placed,
    opts=pulumi.ResourceOptions(ignore_changes=["subnets"]),
)  # fmt: skip
subnet = network.Subnet(
    "endpoints", subnet_name="endpoints", virtual_network_name=vnet.name, address_prefix="10.0.1.0/24", **here
)
store = storage.StorageAccount(
    "store", account_name="stparentsreliability", kind="StorageV2", sku={"name": "Standard_LRS"},
    allow_blob_public_access=False, allow_shared_key_access=False, public_network_access="Disabled", **placed,
)  # fmt: skip

cosmos = cosmosdb.DatabaseAccount(
    "cosmos", account_name="cosmos-parents-reliability", kind="GlobalDocumentDB", disable_local_auth=True,
    database_account_offer_type=cosmosdb.DatabaseAccountOfferType.STANDARD, public_network_access="Disabled",
    locations=[{"location_name": LOCATION, "failover_priority": 0}], **placed,
)  # fmt: skip
last: pulumi.CustomResource = cosmosdb.SqlResourceSqlRoleDefinition(
    "cosmos-reader", role_definition_id=guid("reader"), account_name=cosmos.name, role_name="Reader",
    type=cosmosdb.RoleDefinitionType.CUSTOM_ROLE, assignable_scopes=[cosmos.id],
    permissions=[{"data_actions": ["Microsoft.DocumentDB/databaseAccounts/readMetadata"]}], **here,
)  # fmt: skip
reader = last
for person in ("first", "second", "third"):
    identity = managedidentity.UserAssignedIdentity(f"{person}-identity", resource_name_=f"id-{person}", **placed)
    last = cosmosdb.SqlResourceSqlRoleAssignment(
        f"cosmos-{person}", role_assignment_id=guid(person), account_name=cosmos.name, scope=cosmos.id,
        role_definition_id=reader.id, principal_id=identity.principal_id, **here, opts=after(last),
    )  # fmt: skip
network.PrivateEndpoint(
    "cosmos-endpoint", private_endpoint_name="pe-cosmos", subnet={"id": subnet.id}, **placed,
    private_link_service_connections=[{"name": "sql", "group_ids": ["Sql"], "private_link_service_id": cosmos.id}],
    opts=after(last),
)  # fmt: skip

service = search.Service(
    "search", search_service_name="srch-parents-reliability", sku={"name": search.SkuName.STANDARD},
    disable_local_auth=True, public_network_access="Disabled", **placed,
)  # fmt: skip
link: pulumi.Resource = service
for name, target, kind in (("blob", store, "blob"), ("table", store, "table"), ("sql", cosmos, "Sql")):
    link = search.SharedPrivateLinkResource(
        f"search-{name}", shared_private_link_resource_name=name, search_service_name=service.name,
        properties={"private_link_resource_id": target.id, "group_id": kind, "request_message": "Indexers read"},
        **here, opts=after(link),
    )  # fmt: skip

policy = network.FirewallPolicy(
    "policy", firewall_policy_name="afwp-parents", sku={"tier": network.FirewallPolicySkuTier.STANDARD}, **placed
)


def hosts(names: Sequence[str]) -> Any:
    """A collection that lets the network reach some hosts."""
    return network.FirewallPolicyFilterRuleCollectionArgs(
        name="hosts", priority=100, rule_collection_type="FirewallPolicyFilterRuleCollection",
        action=network.FirewallPolicyFilterRuleCollectionActionArgs(type="Allow"),
        rules=[
            network.ApplicationRuleArgs(
                name="hosts", rule_type="ApplicationRule", source_addresses=["10.0.0.0/16"], target_fqdns=names,
                protocols=[network.FirewallPolicyRuleApplicationProtocolArgs(protocol_type="Https", port=443)],
            )
        ],
    )  # fmt: skip


rules: pulumi.Resource = policy
for number, name in enumerate(("packages", "models", "telemetry")):
    rules = network.FirewallPolicyRuleCollectionGroup(
        f"policy-{name}", rule_collection_group_name=name, name=name, firewall_policy_name=policy.name,
        priority=200 + number, rule_collections=[hosts([f"{name}.example.com"])], **here, opts=after(rules),
    )  # fmt: skip
