"""A vault with a key, the right to use it, and a store that does, at once."""

import pulumi
from pulumi_azure_native import managedidentity, resources

from components.artifact_store import ArtifactStore
from components.encryption import Encryption

LOCATION = "swedencentral"
TENANT = "7e4a47ed-0000-4000-8000-000000000001"

group = resources.ResourceGroup("group", resource_group_name="rg-key", location=LOCATION)
identity = managedidentity.UserAssignedIdentity(
    "identity", resource_name_="id-key", resource_group_name=group.name, location=LOCATION
)
encryption = Encryption(
    "encryption",
    {
        "resource_group_name": group.name,
        "location": LOCATION,
        "vault_name": "kv-role-effect",
        "tenant_id": TENANT,
        "identity_id": identity.id,
        "identity_client_id": identity.client_id,
        "identity_principal_id": identity.principal_id,
        "keys": [{"key_name": "store"}],
    },
)
store = ArtifactStore(
    "store",
    {
        "resource_group_name": group.name,
        "location": LOCATION,
        "account_name": "stroleeffect",
        "customer_managed_key": encryption.key_reference("store"),
    },
)
pulumi.export("store", store.account_name)
