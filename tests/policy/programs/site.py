# pyright: reportArgumentType=false
# Programs write plain dictionaries; what the SDK makes of them is what is judged here.
"""What every closed service needs around it, written plainly with azure-native: network, names, keys, logs."""

from typing import Any

import pulumi
import pulumi_azure_native as az

SUBSCRIPTION = "/subscriptions/5a4db0c5-0000-4000-8000-000000000001"
CRYPTO_USER = "e147488a-f6f5-4113-8e2d-b22465e65bf6"
LOCATION = "swedencentral"
TAGS = {
    "owner": "team@example.com",
    "environment": "prod",
    "workload": "assistant",
    "data-classification": "confidential",
    "ai-system-id": "assistant",
    "ai-risk-tier": "limited",
}
KEPT = pulumi.ResourceOptions(protect=True)


class Site:
    """A resource group with a network, a workspace behind a private link scope, a closed vault and an identity."""

    def __init__(self) -> None:
        self.zones: dict[str, az.privatedns.PrivateZone] = {}
        self.group = az.resources.ResourceGroup("group", resource_group_name="rg-x", location=LOCATION, tags=TAGS)
        self.inside = {"resource_group_name": self.group.name}
        self.here: dict[str, Any] = {**self.inside, "location": LOCATION, "tags": TAGS}
        self.everywhere: dict[str, Any] = {**self.inside, "location": "global", "tags": TAGS}
        self.workspace = az.operationalinsights.Workspace(
            "workspace",
            workspace_name="log-x",
            sku={"name": "PerGB2018"},
            retention_in_days=90,
            public_network_access_for_ingestion="Disabled",
            public_network_access_for_query="Disabled",
            features={"disable_local_auth": True},
            **self.here,
        )
        self.logs("workspace", self.workspace.id)
        self.lock("workspace", self.workspace.id)
        self._network()
        self._private_monitor()
        self.identity = az.managedidentity.UserAssignedIdentity("identity", resource_name_="id-x", **self.here)
        self.user: dict[str, Any] = {"type": "UserAssigned", "user_assigned_identities": [self.identity.id]}
        self._vault()

    def _network(self) -> None:
        every = {"source_port_range": "*", "source_address_prefix": "*", "destination_address_prefix": "*"}
        deny = {**every, "protocol": "*", "access": "Deny"}
        lateral = {**deny, "destination_port_ranges": ["22", "3389"]}
        inside = {"source_address_prefix": "VirtualNetwork", "destination_port_range": "443", "protocol": "Tcp"}
        self.security = az.network.NetworkSecurityGroup(
            "security",
            network_security_group_name="nsg-x",
            security_rules=[
                {**every, **inside, "name": "https", "priority": 100, "direction": "Inbound", "access": "Allow"},
                {**lateral, "name": "no-lateral", "priority": 200, "direction": "Outbound"},
                {**deny, "name": "deny-in", "priority": 4096, "direction": "Inbound", "destination_port_range": "*"},
                {**deny, "name": "deny-out", "priority": 4096, "direction": "Outbound", "destination_port_range": "*"},
            ],
            **self.here,
        )
        self.logs("security", self.security.id)
        space = {"address_prefixes": ["10.0.0.0/16"]}
        self.network = az.network.VirtualNetwork(
            "network", virtual_network_name="vnet-x", address_space=space, **self.here
        )
        self.logs("network", self.network.id)
        self.subnet = self.make_subnet("endpoints", "10.0.1.0/24")

    def make_subnet(self, name: str, prefix: str, delegation: str = "") -> az.network.Subnet:
        """A subnet of the network."""
        return az.network.Subnet(
            f"subnet-{name}",
            subnet_name=name,
            address_prefix=prefix,
            virtual_network_name=self.network.name,
            network_security_group={"id": self.security.id},
            default_outbound_access=False,
            private_endpoint_network_policies="Enabled",
            delegations=[{"name": "main", "service_name": delegation}] if delegation else None,
            **self.inside,
        )

    def _private_monitor(self) -> None:
        modes = {"ingestion_access_mode": "PrivateOnly", "query_access_mode": "PrivateOnly"}
        scope = az.monitor.PrivateLinkScope(
            "scope", scope_name="ampls-x", access_mode_settings=modes, **self.everywhere
        )
        az.monitor.PrivateLinkScopedResource(
            "scoped", name="log", scope_name=scope.name, linked_resource_id=self.workspace.id, **self.inside
        )
        names = ["monitor.azure.com", "oms.opinsights.azure.com", "ods.opinsights.azure.com"]
        names += ["agentsvc.azure-automation.net", "blob.core.windows.net"]
        self.endpoint("scope", scope.id, "azuremonitor", *names)

    def _vault(self) -> None:
        self.vault = az.keyvault.Vault(
            "vault",
            vault_name="kv-x",
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
            opts=KEPT,
            **self.here,
        )
        rotate = [{"action": {"type": "rotate"}, "trigger": {"time_after_create": "P90D"}}]
        policy = {"attributes": {"expiry_time": "P180D"}, "lifetime_actions": rotate}
        self.key = az.keyvault.Key(
            "key",
            key_name="data",
            vault_name=self.vault.name,
            properties={"kty": "RSA-HSM", "key_size": 3072, "rotation_policy": policy},
            opts=KEPT,
            **self.inside,
        )
        self.closed("vault", self.vault.id, "vault", "vaultcore.azure.net")
        az.authorization.RoleAssignment(
            "uses-key",
            scope=self.vault.id,
            principal_id=self.identity.principal_id,
            principal_type="ServicePrincipal",
            role_definition_id=f"{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/{CRYPTO_USER}",
        )

    def closed(self, name: str, target: pulumi.Input[str], group: str, *zones: str) -> None:
        """Endpoint, logs and lock of a service."""
        self.endpoint(name, target, group, *zones)
        self.logs(name, target)
        self.lock(name, target)

    def lock(self, name: str, target: pulumi.Input[str]) -> None:
        """Nobody deletes it by accident."""
        az.authorization.ManagementLockByScope(f"lock-{name}", scope=target, level="CanNotDelete")

    def logs(self, name: str, target: pulumi.Input[str]) -> None:
        """All logs of a resource go to the workspace."""
        az.monitor.DiagnosticSetting(
            f"logs-{name}",
            name="all",
            resource_uri=target,
            workspace_id=self.workspace.id,
            logs=[{"category_group": "allLogs", "enabled": True}],
        )

    def _zone(self, name: str) -> az.privatedns.PrivateZone:
        if name not in self.zones:
            self.zones[name] = az.privatedns.PrivateZone(
                f"zone-{name}", private_zone_name=f"privatelink.{name}", **self.everywhere
            )
            az.privatedns.VirtualNetworkLink(
                f"link-{name}",
                virtual_network_link_name="network",
                private_zone_name=self.zones[name].name,
                registration_enabled=False,
                virtual_network={"id": self.network.id},
                **self.everywhere,
            )
        return self.zones[name]

    def endpoint(self, name: str, target: pulumi.Input[str], group: str, *zones: str) -> None:
        """A private endpoint with its zones."""
        made = az.network.PrivateEndpoint(
            f"endpoint-{name}",
            private_endpoint_name=f"pe-{name}",
            subnet={"id": self.subnet.id},
            private_link_service_connections=[
                {"name": "main", "private_link_service_id": target, "group_ids": [group]}
            ],
            **self.here,
        )
        az.network.PrivateDnsZoneGroup(
            f"names-{name}",
            private_dns_zone_group_name="default",
            private_endpoint_name=made.name,
            private_dns_zone_configs=[
                {"name": zone.replace(".", "-"), "private_dns_zone_id": self._zone(zone).id} for zone in zones
            ],
            **self.inside,
        )
