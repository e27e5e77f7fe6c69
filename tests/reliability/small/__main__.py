"""Twenty resources: groups, network, identity, role, vault with key, storage, private endpoint, zones, diagnostics.

RELIABILITY_REVISION goes into a tag, so that another value makes an update of most of them. RELIABILITY_DIE_AFTER kills
this program as soon as the resource of that number is there.
"""

import os
import signal
import uuid
from typing import Any, TypeVar

import pulumi
from pulumi_azure_native import (
    authorization,
    keyvault,
    managedidentity,
    monitor,
    network,
    operationalinsights,
    privatedns,
    resources,
    storage,
)

LOCATION = "swedencentral"
TENANT = "7e4a47ed-0000-4000-8000-000000000001"
CRYPTO_USER = "e147488a-f6f5-4113-8e2d-b22465e65bf6"
TAGS = {"revision": os.environ.get("RELIABILITY_REVISION", "1")}
DIE_AFTER = int(os.environ.get("RELIABILITY_DIE_AFTER", "0"))
R = TypeVar("R", bound=pulumi.CustomResource)
made: list[pulumi.CustomResource] = []


def note(resource: R) -> R:
    """Count a resource; die when it is the one."""
    made.append(resource)
    if len(made) == DIE_AFTER and not pulumi.runtime.is_dry_run():
        resource.id.apply(lambda _id: os.kill(os.getpid(), signal.SIGKILL))
    return resource


group = note(resources.ResourceGroup("group", resource_group_name="rg-small", location=LOCATION, tags=TAGS))
here: dict[str, Any] = {"resource_group_name": group.name}
placed: dict[str, Any] = {**here, "location": LOCATION, "tags": TAGS}

security = note(network.NetworkSecurityGroup("security", network_security_group_name="nsg", **placed))
vnet = note(
    network.VirtualNetwork(
        "vnet", virtual_network_name="vnet", address_space={"address_prefixes": ["10.0.0.0/16"]}, **placed,
        opts=pulumi.ResourceOptions(ignore_changes=["subnets"]),
    )
)  # fmt: skip
endpoints = note(
    network.Subnet(
        "endpoints", subnet_name="endpoints", virtual_network_name=vnet.name, address_prefix="10.0.1.0/24",
        network_security_group={"id": security.id}, **here,
    )
)  # fmt: skip
apps = note(
    network.Subnet(
        "apps", subnet_name="apps", virtual_network_name=vnet.name, address_prefix="10.0.2.0/24",
        network_security_group={"id": security.id}, **here, opts=pulumi.ResourceOptions(depends_on=[endpoints]),
    )
)  # fmt: skip
identity = note(managedidentity.UserAssignedIdentity("identity", resource_name_="id-small", **placed))
vault = note(
    keyvault.Vault(
        "vault", vault_name="kv-small", **placed,
        properties={
            "tenant_id": TENANT, "sku": {"family": keyvault.SkuFamily.A, "name": keyvault.SkuName.STANDARD}, "enable_rbac_authorization": True,
            "enable_purge_protection": True, "soft_delete_retention_in_days": 7, "public_network_access": "Disabled",
        },
    )
)  # fmt: skip
key = note(
    keyvault.Key(
        "key", key_name="key", vault_name=vault.name, properties={"kty": "RSA", "key_size": 3072}, **here,
        opts=pulumi.ResourceOptions(deleted_with=vault),
    )
)  # fmt: skip
role = note(
    authorization.RoleAssignment(
        "role", role_assignment_name=str(uuid.uuid5(uuid.NAMESPACE_URL, "small/role")), scope=vault.id,
        principal_id=identity.principal_id, principal_type="ServicePrincipal",
        role_definition_id=vault.id.apply(
            lambda text: f"/subscriptions/{text.split('/')[2]}/providers/Microsoft.Authorization/roleDefinitions/"
            f"{CRYPTO_USER}"
        ),
        opts=pulumi.ResourceOptions(depends_on=[key]),
    )
)  # fmt: skip
account = note(
    storage.StorageAccount(
        "account", account_name="stsmallreliability", kind="StorageV2", sku={"name": "Standard_LRS"},
        minimum_tls_version="TLS1_2", enable_https_traffic_only=True, allow_blob_public_access=False,
        allow_shared_key_access=False, public_network_access="Disabled", network_rule_set={"default_action": storage.DefaultAction.DENY},
        **placed,
    )
)  # fmt: skip
for name in ("models", "datasets"):
    note(storage.BlobContainer(name, container_name=name, account_name=account.name, **here))
logs = note(operationalinsights.Workspace("logs", workspace_name="log-small", sku={"name": "PerGB2018"}, **placed))
note(
    monitor.DiagnosticSetting(
        "audit", name="audit", resource_uri=vault.id, workspace_id=logs.id,
        logs=[{"category_group": "allLogs", "enabled": True}], opts=pulumi.ResourceOptions(depends_on=[role]),
    )
)  # fmt: skip
previous: pulumi.Resource = apps
for kind, target, zone_name in (
    ("blob", account, "privatelink.blob.core.windows.net"),
    ("vault", vault, "privatelink.vaultcore.azure.net"),
):
    zone = note(
        privatedns.PrivateZone(f"{kind}-zone", private_zone_name=zone_name, location="Global", tags=TAGS, **here)
    )
    link = note(
        privatedns.VirtualNetworkLink(
            f"{kind}-link", virtual_network_link_name="link", private_zone_name=zone.name, location="Global",
            registration_enabled=False, virtual_network={"id": vnet.id}, **here,
        )
    )  # fmt: skip
    if kind == "vault":
        continue
    endpoint = note(
        network.PrivateEndpoint(
            f"{kind}-endpoint", private_endpoint_name=f"pe-{kind}", subnet={"id": endpoints.id}, **placed,
            private_link_service_connections=[
                {"name": kind, "group_ids": [kind], "private_link_service_id": target.id}
            ],
            opts=pulumi.ResourceOptions(depends_on=[previous, link]),
        )
    )  # fmt: skip
    note(
        network.PrivateDnsZoneGroup(
            f"{kind}-names", private_dns_zone_group_name="default", private_endpoint_name=endpoint.name, **here,
            private_dns_zone_configs=[{"name": kind, "private_dns_zone_id": zone.id}],
        )
    )  # fmt: skip
