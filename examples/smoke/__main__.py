"""One of each kind that the landing zone leans on, for some cents: network, identity, vault, storage, endpoint, role.

`make smoke` runs it on a real subscription and records every request; it runs on the simulated Azure as it is.
"""

import pulumi
from pulumi_azure_native import authorization, keyvault, managedidentity, network, resources, storage

from components.api_management_preview import McpApi

config = pulumi.Config()
suffix, breach = config.require("suffix"), config.get_bool("breach") or False
tags = {"purpose": "smoke"}
client = authorization.get_client_config_output()
READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"  # Storage Blob Data Reader

group = resources.ResourceGroup("group", resource_group_name=f"rg-smoke-{suffix}", tags=tags)
vnet = network.VirtualNetwork(
    "network",
    resource_group_name=group.name,
    virtual_network_name="vnet-smoke",
    address_space={"address_prefixes": ["10.99.0.0/24"]},
    tags=tags,
    opts=pulumi.ResourceOptions(ignore_changes=["subnets"]),
)
subnet = network.Subnet(
    "subnet",
    resource_group_name=group.name,
    virtual_network_name=vnet.name,
    subnet_name="snet-endpoints",
    address_prefix="10.99.0.0/26",
)
identity = managedidentity.UserAssignedIdentity(
    "identity", resource_group_name=group.name, resource_name_="id-smoke", tags=tags
)
keyvault.Vault(
    "vault",
    resource_group_name=group.name,
    vault_name=f"kv-smoke-{suffix}",
    properties=keyvault.VaultPropertiesArgs(
        tenant_id=client.tenant_id,
        sku=keyvault.SkuArgs(family=keyvault.SkuFamily.A, name=keyvault.SkuName.STANDARD),
        enable_rbac_authorization=True,
        soft_delete_retention_in_days=7,
        public_network_access="Disabled",
    ),
    tags=tags,
)
account = storage.StorageAccount(
    "account",
    resource_group_name=group.name,
    account_name=f"stsmoke{suffix}",
    kind="StorageV2",
    sku={"name": "Standard_LRS"},
    allow_blob_public_access=False,
    allow_shared_key_access=False,
    minimum_tls_version="TLS1_2",
    public_network_access="Enabled" if breach else "Disabled",
    tags=tags,
)
network.PrivateEndpoint(
    "endpoint",
    resource_group_name=group.name,
    private_endpoint_name="pep-smoke",
    subnet={"id": subnet.id},
    private_link_service_connections=[
        {"name": "blob", "private_link_service_id": account.id, "group_ids": ["blob"]},
    ],
    tags=tags,
)
authorization.RoleAssignment(
    "role",
    scope=account.id,
    role_definition_id=client.subscription_id.apply(
        lambda subscription: f"/subscriptions/{subscription}/providers/Microsoft.Authorization/roleDefinitions/{READER}"
    ),
    principal_id=identity.principal_id,
    principal_type="ServicePrincipal",
)
if config.get("gatewayName"):
    McpApi(
        "api",
        {
            "resource_group_name": config.require("gatewayGroup"),
            "service_name": config.require("gatewayName"),
            "api_id": f"smoke-{suffix}",
            "path": f"smoke-{suffix}",
            "display_name": "Smoke test",
            "service_url": "https://example.com",
            "endpoint_path": "/mcp",
        },
    )
