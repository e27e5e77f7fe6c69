"""Twenty resources: groups, network, identity, role, vault with key, storage, private endpoint, zones, diagnostics.

RELIABILITY_REVISION goes into a tag, so that another value makes an update of most of them. RELIABILITY_DIE_AFTER kills
this program as soon as the resource of that number is there. Resources are registered by type token, as programs in YAML
do: loading the SDK would take longer than everything else in a run, and these are run by the thousand.
"""

import os
import signal
import uuid
from typing import Any

import pulumi

LOCATION, GROUP = "swedencentral", "rg-small"
TENANT = "7e4a47ed-0000-4000-8000-000000000001"
CRYPTO_USER = "e147488a-f6f5-4113-8e2d-b22465e65bf6"
SDK = "3.29.0"
DIE_AFTER = int(os.environ.get("RELIABILITY_DIE_AFTER", "0"))
HERE: dict[str, Any] = {"resourceGroupName": GROUP}
PLACED: dict[str, Any] = {"location": LOCATION, "tags": {"revision": os.environ.get("RELIABILITY_REVISION", "1")}}
READ: dict[str, Any] = {"principalId": None}
made: list[pulumi.CustomResource] = []


class Made(pulumi.CustomResource):
    """A resource by its token, with the one output that another resource here reads."""

    principalId: pulumi.Output[str]  # noqa: N815 # the name on the wire


def make(
    kind: str, name: str, inputs: dict[str, Any], *after: pulumi.Resource, opts: pulumi.ResourceOptions | None = None
) -> Made:
    """Register a resource after others; die when it is the one."""
    given = pulumi.ResourceOptions(depends_on=[group, *after] if made else [], version=SDK)
    found = Made(f"azure-native:{kind}", name, {**READ, **inputs}, pulumi.ResourceOptions.merge(given, opts))
    made.append(found)
    if len(made) == DIE_AFTER and not pulumi.runtime.is_dry_run():
        found.id.apply(lambda _id: os.kill(os.getpid(), signal.SIGKILL))
    return found


group = make("resources:ResourceGroup", "group", {"resourceGroupName": GROUP, **PLACED})
security = make("network:NetworkSecurityGroup", "security", {**HERE, **PLACED, "networkSecurityGroupName": "nsg"})
vnet = make(
    "network:VirtualNetwork", "vnet",
    {**HERE, **PLACED, "virtualNetworkName": "vnet", "addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}},
    opts=pulumi.ResourceOptions(ignore_changes=["subnets"]),
)  # fmt: skip


def subnet(name: str, prefix: str, after: pulumi.Resource) -> Made:
    """A subnet of the network."""
    inputs = {"subnetName": name, "virtualNetworkName": "vnet", "addressPrefix": prefix}
    return make("network:Subnet", name, {**HERE, **inputs, "networkSecurityGroup": {"id": security.id}}, vnet, after)


endpoints = subnet("endpoints", "10.0.1.0/24", vnet)
apps = subnet("apps", "10.0.2.0/24", endpoints)
identity = make("managedidentity:UserAssignedIdentity", "identity", {**HERE, **PLACED, "resourceName": "id-small"})
vault = make(
    "keyvault:Vault", "vault",
    {
        **HERE, **PLACED, "vaultName": "kv-small",
        "properties": {
            "tenantId": TENANT, "sku": {"family": "A", "name": "standard"}, "enableRbacAuthorization": True,
            "enablePurgeProtection": True, "enableSoftDelete": True, "softDeleteRetentionInDays": 7,
            "publicNetworkAccess": "Disabled",
        },
    },
)  # fmt: skip
key = make(
    "keyvault:Key", "key", {**HERE, "keyName": "key", "vaultName": "kv-small", "properties": {"kty": "RSA", "keySize": 3072}},
    vault, opts=pulumi.ResourceOptions(deleted_with=vault),
)  # fmt: skip
role = make(
    "authorization:RoleAssignment", "role",
    {
        "roleAssignmentName": str(uuid.uuid5(uuid.NAMESPACE_URL, "small/role")), "scope": vault.id,
        "principalId": identity.principalId, "principalType": "ServicePrincipal",
        "roleDefinitionId": vault.id.apply(
            lambda text: f"/subscriptions/{text.split('/')[2]}/providers/Microsoft.Authorization/roleDefinitions/"
            f"{CRYPTO_USER}"
        ),
    },
    key,
)  # fmt: skip
account = make(
    "storage:StorageAccount", "account",
    {
        **HERE, **PLACED, "accountName": "stsmallreliability", "kind": "StorageV2", "sku": {"name": "Standard_LRS"},
        "minimumTlsVersion": "TLS1_2", "enableHttpsTrafficOnly": True, "allowBlobPublicAccess": False,
        "allowSharedKeyAccess": False, "publicNetworkAccess": "Disabled", "networkRuleSet": {"defaultAction": "Deny"},
    },
)  # fmt: skip
for container in ("models", "datasets"):
    inputs = {"containerName": container, "accountName": "stsmallreliability"}
    make("storage:BlobContainer", container, {**HERE, **inputs}, account)
logs = make(
    "operationalinsights:Workspace", "logs",
    {**HERE, **PLACED, "workspaceName": "log-small", "sku": {"name": "PerGB2018"}},
)  # fmt: skip
make(
    "monitor:DiagnosticSetting", "audit",
    {
        "name": "audit", "resourceUri": vault.id, "workspaceId": logs.id,
        "logs": [{"categoryGroup": "allLogs", "enabled": True}],
    },
    role,
)  # fmt: skip
for kind, target, zone_name in (
    ("blob", account, "privatelink.blob.core.windows.net"),
    ("vault", vault, "privatelink.vaultcore.azure.net"),
):
    zone = make(
        "privatedns:PrivateZone", f"{kind}-zone",
        {**HERE, "privateZoneName": zone_name, "location": "Global", "tags": PLACED["tags"]},
    )  # fmt: skip
    link = make(
        "privatedns:VirtualNetworkLink", f"{kind}-link",
        {
            **HERE, "virtualNetworkLinkName": "link", "privateZoneName": zone_name, "location": "Global",
            "registrationEnabled": False, "virtualNetwork": {"id": vnet.id},
        },
        zone,
    )  # fmt: skip
    if kind == "vault":
        continue
    endpoint = make(
        "network:PrivateEndpoint", f"{kind}-endpoint",
        {
            **HERE, **PLACED, "privateEndpointName": f"pe-{kind}", "subnet": {"id": endpoints.id},
            "privateLinkServiceConnections": [
                {"name": kind, "groupIds": [kind], "privateLinkServiceId": target.id}
            ],
        },
        apps, link,
    )  # fmt: skip
    make(
        "network:PrivateDnsZoneGroup", f"{kind}-names",
        {
            **HERE, "privateDnsZoneGroupName": "default", "privateEndpointName": f"pe-{kind}",
            "privateDnsZoneConfigs": [{"name": kind, "privateDnsZoneId": zone.id}],
        },
        endpoint,
    )  # fmt: skip
