# pyright: reportArgumentType=false
# Programs write plain dictionaries; what the SDK makes of them is what is judged here.
"""Compliant programs that keep data."""

from collections.abc import Callable

import pulumi
import pulumi_azure_native as az

from tests.policy.programs.site import KEPT, LOCATION, Site


def storage() -> None:
    """A private storage account with an endpoint."""
    site = Site()
    account = az.storage.StorageAccount(
        "models",
        account_name="stx",
        kind="StorageV2",
        sku={"name": "Standard_ZRS"},
        enable_https_traffic_only=True,
        minimum_tls_version="TLS1_2",
        allow_blob_public_access=False,
        public_network_access="Disabled",
        network_rule_set={"default_action": "Deny", "bypass": "AzureServices"},
        allow_shared_key_access=False,
        default_to_o_auth_authentication=True,
        allowed_copy_scope="PrivateLink",
        allow_cross_tenant_replication=False,
        is_local_user_enabled=False,
        identity=site.user,
        encryption={
            "key_source": "Microsoft.Keyvault",
            "require_infrastructure_encryption": True,
            "key_vault_properties": {
                "key_name": "data",
                "key_vault_uri": pulumi.Output.concat("https://", site.vault.name, ".vault.azure.net/"),
            },
            "encryption_identity": {"encryption_user_assigned_identity": site.identity.id},
        },
        opts=KEPT,
        **site.here,
    )
    _blobs(site, account)
    site.closed("models", account.id, "blob", "blob.core.windows.net")


def _blobs(site: Site, account: az.storage.StorageAccount) -> None:
    blobs = az.storage.BlobServiceProperties(
        "blobs",
        blob_services_name="default",
        account_name=account.name,
        is_versioning_enabled=True,
        change_feed={"enabled": True},
        delete_retention_policy={"enabled": True, "days": 14},
        container_delete_retention_policy={"enabled": True, "days": 14},
        **site.inside,
    )
    az.storage.BlobContainer(
        "container",
        container_name="models",
        account_name=account.name,
        immutable_storage_with_versioning={"enabled": True},
        **site.inside,
    )
    site.logs("blobs", blobs.id)


def vault() -> None:
    """A closed vault and nothing else."""
    Site()


def cosmos() -> None:
    """A Cosmos DB account without keys."""
    site = Site()
    account = az.cosmosdb.DatabaseAccount(
        "threads",
        account_name="cosmos-x",
        kind="GlobalDocumentDB",
        database_account_offer_type="Standard",
        locations=[{"location_name": LOCATION, "failover_priority": 0}],
        public_network_access="Disabled",
        disable_local_auth=True,
        disable_key_based_metadata_write_access=True,
        minimal_tls_version="Tls12",
        network_acl_bypass="None",
        identity=site.user,
        key_vault_key_uri=site.key.key_uri,
        default_identity=pulumi.Output.concat("UserAssignedIdentity=", site.identity.id),
        backup_policy={"type": "Continuous"},
        opts=KEPT,
        **site.here,
    )
    site.closed("threads", account.id, "Sql", "documents.azure.com")


PROGRAMS: dict[str, Callable[[], None]] = {
    "storage": storage,
    "vault": vault,
    "cosmos": cosmos,
}
