"""An archive of photos: a storage account with a container, an identity that may write to it, and a log workspace."""

import pulumi
from pulumi_azure_native import authorization, managedidentity, operationalinsights, resources, storage

WRITER = "ba92f5b4-2d11-453d-a403-e96b0029c9fe"  # Storage Blob Data Contributor

group = resources.ResourceGroup("archive")
account = storage.StorageAccount(
    "photos",
    resource_group_name=group.name,
    kind="StorageV2",
    sku={"name": "Standard_LRS"},
    minimum_tls_version="TLS1_2",
    allow_blob_public_access=False,
)
container = storage.BlobContainer("originals", resource_group_name=group.name, account_name=account.name)
uploader = managedidentity.UserAssignedIdentity("uploader", resource_group_name=group.name)
operationalinsights.Workspace("logs", resource_group_name=group.name, retention_in_days=30)
client = authorization.get_client_config_output()
authorization.RoleAssignment(
    "uploader-writes",
    scope=container.id,
    principal_id=uploader.principal_id,
    principal_type="ServicePrincipal",
    role_definition_id=pulumi.Output.concat(
        "/subscriptions/", client.subscription_id, "/providers/Microsoft.Authorization/roleDefinitions/", WRITER
    ),
)
pulumi.export("account", account.name)
