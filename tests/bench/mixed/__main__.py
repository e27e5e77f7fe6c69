# pyright: reportArgumentType=false
# Programs write plain dictionaries, as here.
"""Closed storage accounts and vaults with keys, endpoints, zones and logs: eleven resources a unit, as many as asked for.

What is left over is identities. No rule of the pack finds anything.
"""

import gc
import os
from typing import Any

import pulumi
import pulumi_azure_native as az

gc.freeze()
GROUP = "/subscriptions/5a4db0c5-0000-4000-8000-000000000001/resourceGroups/rg-mixed"
SUBNET = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/endpoints"
WORKSPACE = f"{GROUP}/providers/Microsoft.OperationalInsights/workspaces/log"
ZONE = f"{GROUP}/providers/Microsoft.Network/privateDnsZones/privatelink"
IDENTITY = f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id"
TAGS = {"owner": "team", "environment": "bench", "workload": "mix", "data-classification": "internal"}
HERE: dict[str, Any] = {"resource_group_name": "rg-mixed", "location": "swedencentral", "tags": TAGS}
KEPT = pulumi.ResourceOptions(protect=True)
ALL_LOGS = [{"category_group": "allLogs", "enabled": True}]
UNIT = 11


def without_aliases(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult:
    """As the landing zone does: the SDK's aliases cost more than all policies."""
    args.opts.aliases = None
    return pulumi.ResourceTransformationResult(args.props, args.opts)


def endpoint(name: str, target: pulumi.Input[str], group: str, zone: str) -> None:
    """A private endpoint with its zone."""
    made = az.network.PrivateEndpoint(
        f"pe-{name}",
        private_endpoint_name=f"pe-{name}",
        subnet={"id": SUBNET},
        private_link_service_connections=[{"name": "main", "private_link_service_id": target, "group_ids": [group]}],
        **HERE,
    )
    az.network.PrivateDnsZoneGroup(
        f"zones-{name}",
        private_endpoint_name=made.name,
        private_dns_zone_group_name="default",
        resource_group_name="rg-mixed",
        private_dns_zone_configs=[{"name": "main", "private_dns_zone_id": f"{ZONE}.{zone}"}],
    )


def sent(name: str, target: pulumi.Input[str], **what: Any) -> None:
    """What of a resource goes to the workspace."""
    az.monitor.DiagnosticSetting(name, name="all", resource_uri=target, workspace_id=WORKSPACE, **what)


def closed_account(number: int) -> None:
    """A storage account with its blob service, an endpoint, metrics and logs: six resources."""
    key = {"key_name": "data", "key_vault_uri": f"https://kv-mixed-{number}.vault.azure.net/"}
    account = az.storage.StorageAccount(
        f"data-{number}",
        account_name=f"stmixed{number}",
        kind="StorageV2",
        sku={"name": "Standard_ZRS"},
        minimum_tls_version="TLS1_2",
        enable_https_traffic_only=True,
        allow_blob_public_access=False,
        public_network_access="Disabled",
        allow_shared_key_access=False,
        default_to_o_auth_authentication=True,
        allowed_copy_scope="PrivateLink",
        allow_cross_tenant_replication=False,
        is_local_user_enabled=False,
        network_rule_set={"default_action": "Deny", "bypass": "AzureServices"},
        identity={"type": "UserAssigned", "user_assigned_identities": [IDENTITY]},
        encryption={
            "key_source": "Microsoft.Keyvault",
            "require_infrastructure_encryption": True,
            "key_vault_properties": key,
            "encryption_identity": {"encryption_user_assigned_identity": IDENTITY},
        },
        **HERE,
        opts=KEPT,
    )
    blobs = az.storage.BlobServiceProperties(
        f"blobs-{number}",
        account_name=account.name,
        blob_services_name="default",
        resource_group_name="rg-mixed",
        is_versioning_enabled=True,
        change_feed={"enabled": True},
        delete_retention_policy={"enabled": True, "days": 14},
        container_delete_retention_policy={"enabled": True, "days": 14},
    )
    sent(f"metrics-data-{number}", account.id, metrics=[{"category": "Transaction", "enabled": True}])
    sent(f"log-data-{number}", blobs.id, logs=ALL_LOGS)
    endpoint(f"data-{number}", account.id, "blob", "blob.core.windows.net")


def closed_vault(number: int) -> None:
    """A vault with a key, an endpoint and logs: five resources."""
    vault = az.keyvault.Vault(
        f"keys-{number}",
        vault_name=f"kv-mixed-{number}",
        properties={
            "tenant_id": "7e4a47ed-0000-4000-8000-000000000001",
            "sku": {"family": "A", "name": "premium"},
            "enable_rbac_authorization": True,
            "enable_purge_protection": True,
            "enable_soft_delete": True,
            "soft_delete_retention_in_days": 90,
            "public_network_access": "Disabled",
            "network_acls": {"default_action": "Deny", "bypass": "AzureServices"},
        },
        **HERE,
        opts=KEPT,
    )
    rotate = [{"action": {"type": "rotate"}, "trigger": {"time_after_create": "P90D"}}]
    policy = {"attributes": {"expiry_time": "P180D"}, "lifetime_actions": rotate}
    az.keyvault.Key(
        f"key-{number}",
        vault_name=vault.name,
        key_name="data",
        resource_group_name="rg-mixed",
        properties={"kty": "RSA-HSM", "key_size": 3072, "rotation_policy": policy},
    )
    endpoint(f"keys-{number}", vault.id, "vault", "vaultcore.azure.net")
    sent(f"log-keys-{number}", vault.id, logs=ALL_LOGS)


pulumi.runtime.register_stack_transformation(without_aliases)
SIZE = int(os.environ["BENCH_RESOURCES"])
for index in range(SIZE // UNIT):
    closed_account(index)
    closed_vault(index)
for index in range(SIZE % UNIT):
    az.managedidentity.UserAssignedIdentity(f"id-{index}", resource_name_=f"id-{index}", **HERE)
