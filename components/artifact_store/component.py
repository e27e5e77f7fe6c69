"""Storage account for AI artifacts."""

from typing import Any

import pulumi
from pulumi_azure_native import storage

from components._base import ENDPOINT_TIMEOUT, Component, output_map
from components._immutable import CREATE_ONLY
from components.artifact_store.args import ArtifactStoreArgs
from components.interfaces.customer_managed_key import when_the_key_can_be_used
from components.interfaces.diagnostics import add_diagnostics
from components.interfaces.identities import user_assigned
from components.interfaces.private_endpoint import EndpointSite, EndpointTarget, add_private_endpoint
from components.interfaces.service import add_grants_and_lock
from components.interfaces.tags import DATA_CLASSIFICATION, merge_tags

ACCOUNT_TYPE = "Microsoft.Storage/storageAccounts"
DEFAULT_CONTAINERS = ("models", "datasets", "outputs")
METRICS = ("Transaction",)
"""Storage has metric categories of its own."""


class ArtifactStore(Component):
    """Blob storage for models, datasets and outputs.

    Private Link only, Entra ID only, encrypted by the customer's key and once more by the infrastructure, every change
    versioned, logged and recoverable. Who reads and writes, and who fails to, is in the diagnostic logs.
    """

    account_id: pulumi.Output[str]
    """Resource id of the storage account."""
    account_name: pulumi.Output[str]
    """Name of the storage account."""
    blob_endpoint: pulumi.Output[str]
    """Base URL of blobs; resolves to the private endpoint inside the network."""
    container_ids: pulumi.Output[dict[str, str]]
    """Container name -> resource id."""
    private_endpoint_id: pulumi.Output[str | None]
    """Resource id of the private endpoint, if there is one. The next endpoint of the subnet waits for it."""

    def __init__(self, name: str, args: ArtifactStoreArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        self._args = args
        self._tags = merge_tags(args.get("tags"), **{DATA_CLASSIFICATION: args.get("data_classification")})
        self._account = self._create_account()
        self._blobs = self._create_blob_service()
        self._containers = self._create_containers()
        self._written: list[pulumi.Resource] = [self._blobs, *self._containers.values()]
        self._diagnose()
        self.private_endpoint_id = self._connect()
        add_grants_and_lock(self, name, self._account.id, args, self._written)
        self.account_id, self.account_name = self._account.id, self._account.name
        self.blob_endpoint = self._account.primary_endpoints.apply(lambda endpoints: endpoints.blob)
        self.container_ids = output_map({key: made.id for key, made in self._containers.items()})
        self.register()

    def _create_account(self) -> storage.StorageAccount:
        args = self._args
        key = args.get("customer_managed_key")
        replication = args.get("replication", "ZRS")
        identities = [*([key["identity_id"]] if key else []), *args.get("identity_ids", [])]
        identity: Any = user_assigned(*identities)
        return storage.StorageAccount(
            self.pulumi_resource_name,
            account_name=args["account_name"],
            resource_group_name=args["resource_group_name"],
            location=args["location"],
            kind="StorageV2",
            sku={"name": f"Standard_{replication}"},
            access_tier=storage.AccessTier.HOT,
            identity=identity,
            encryption=self._encryption(),
            allow_blob_public_access=False,
            allow_shared_key_access=False,
            allow_cross_tenant_replication=False,
            allowed_copy_scope="PrivateLink",
            default_to_o_auth_authentication=True,
            enable_https_traffic_only=True,
            is_local_user_enabled=False,
            is_sftp_enabled=False,
            minimum_tls_version="TLS1_2",
            public_network_access="Disabled",
            # Never left out: Azure would fall back to Allow.
            network_rule_set={"default_action": storage.DefaultAction.DENY, "bypass": "AzureServices"},
            sas_policy={
                "expiration_action": "Block",
                "sas_expiration_period": args.get("sas_expiration_period", "0.01:00:00"),
            },
            tags=self._tags,
            opts=self._account_options(replication),
        )

    def _account_options(self, replication: str) -> pulumi.ResourceOptions:
        has_key = "customer_managed_key" in self._args
        retry = [when_the_key_can_be_used(self, self.pulumi_resource_name)] if has_key else None
        return self.child(
            protect=self._args.get("protect"),
            custom_timeouts=ENDPOINT_TIMEOUT,
            replace_on_changes=CREATE_ONLY["storage:StorageAccount"],
            # An account never moves between zone-redundant storage and storage in one zone.
            replacement_trigger="zone-redundant" if "Z" in replication else "one zone",
            hooks=pulumi.ResourceHookBinding(on_error=retry),
        )

    def _encryption(self) -> Any:
        per_account = {"enabled": True, "key_type": "Account"}
        block: dict[str, Any] = {
            "key_source": "Microsoft.Storage",
            "require_infrastructure_encryption": True,
            # Queues and tables follow the account's key only if they are told when the account is created.
            "services": dict.fromkeys(("blob", "file", "queue", "table"), per_account),
        }
        key = self._args.get("customer_managed_key")
        if key:
            block["key_source"] = "Microsoft.Keyvault"
            block["key_vault_properties"] = {"key_vault_uri": key["vault_uri"], "key_name": key["key_name"]}
            block["encryption_identity"] = {"encryption_user_assigned_identity": key["identity_id"]}
        return block

    def _create_blob_service(self) -> storage.BlobServiceProperties:
        days = self._args.get("retention_days", 30)
        return storage.BlobServiceProperties(
            f"{self.pulumi_resource_name}-blobs",
            # The only name that Azure takes; the SDK would make one up.
            blob_services_name="default",
            account_name=self._account.name,
            resource_group_name=self._args["resource_group_name"],
            is_versioning_enabled=True,
            change_feed={"enabled": True, "retention_in_days": days},
            delete_retention_policy={"enabled": True, "days": days, "allow_permanent_delete": False},
            container_delete_retention_policy={"enabled": True, "days": days},
            # Azure wants it shorter than the soft delete that it restores from.
            restore_policy={"enabled": True, "days": days - 1},
            opts=self.child(),
        )

    def _create_containers(self) -> dict[str, storage.BlobContainer]:
        return {
            container: storage.BlobContainer(
                f"{self.pulumi_resource_name}-{container}",
                container_name=container,
                account_name=self._account.name,
                resource_group_name=self._args["resource_group_name"],
                public_access=storage.PublicAccess.NONE,
                opts=self.child(
                    after=[self._blobs],
                    protect=self._args.get("protect"),
                    replace_on_changes=CREATE_ONLY["storage:BlobContainer"],
                ),
            )
            for container in self._args.get("containers", DEFAULT_CONTAINERS)
        }

    def _diagnose(self) -> None:
        destination = self._args.get("diagnostics")
        if not destination:
            return
        label = self.pulumi_resource_name
        self._written += [
            add_diagnostics(self, label, self._account.id, destination, log_groups=(), metric_categories=METRICS),
            # The account itself has no logs: reads, writes and deletes are those of its blob service.
            add_diagnostics(self, f"{label}-blobs", self._blobs.id, destination, metric_categories=METRICS),
        ]

    def _connect(self) -> "pulumi.Output[str | None]":
        args = self._args
        placement = args.get("private_endpoint")
        if not placement:
            return pulumi.Output.from_input(None)
        endpoint = add_private_endpoint(
            self,
            self.pulumi_resource_name,
            EndpointTarget(self._account.id, ACCOUNT_TYPE, "blob"),
            placement,
            EndpointSite(args["resource_group_name"], args["location"], self._tags),
            after=[self._blobs],
        )
        self._written.append(endpoint)
        return endpoint.id
