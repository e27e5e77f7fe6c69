"""All components of this folder wired the way the blueprint does it: shared by the tests that look across them."""

from dataclasses import dataclass
from typing import Any

from components.artifact_store import ArtifactStore
from components.encryption import Encryption
from components.identity import RoleAssignments, WorkloadIdentities
from components.interfaces.private_endpoint import zones_for
from components.network import Network, PrivateDns
from components.network.args import SubnetArgs
from components.observability import MonitorPrivateLink, Observability

LOCATION = "swedencentral"
WHERE: Any = {"resource_group_name": "rg-platform", "location": LOCATION, "tags": {"owner": "platform"}}
KINDS = ("agents", "private_endpoints", "api_management_v2")


def placed(arguments: dict[str, Any]) -> Any:
    """Return arguments with resource group, region and tags."""
    return {**WHERE, **arguments}


def subnets() -> list[SubnetArgs]:
    return [
        {
            "kind": kind,
            "subnet_name": f"snet-{kind}",
            "address_prefix": f"10.0.{index}.0/24",
            "security_group_name": f"nsg-{kind}",
        }
        for index, kind in enumerate(KINDS)
    ]


def zone_names() -> list[str]:
    wanted = [
        ("Microsoft.Insights/privateLinkScopes", "azuremonitor"),
        ("Microsoft.KeyVault/vaults", "vault"),
        ("Microsoft.Storage/storageAccounts", "blob"),
    ]
    return [zone for arm_type, group in wanted for zone in zones_for(arm_type, group, LOCATION)]


@dataclass
class Landscape:
    observability: Observability
    network: Network
    dns: PrivateDns
    monitor_link: MonitorPrivateLink
    identities: WorkloadIdentities
    encryption: Encryption
    store: ArtifactStore
    roles: RoleAssignments


def _endpoint(name: str, network: Network, dns: PrivateDns, *after: Any) -> Any:
    """Placement of an endpoint that comes after those of other components: one subnet, one chain."""
    return {
        "endpoint_name": name,
        "subnet_id": network.subnet_id("private_endpoints"),
        "zone_ids": dns.zones,
        "after": [component.private_endpoint_id for component in after],
    }


def build(**store_args: Any) -> Landscape:
    """Create everything; `store_args` change the artifact store."""
    observability = Observability(
        "observability",
        placed({"workspace_name": "log-test", "application_insights_name": "appi-test"}),
    )
    diagnostics: Any = {"workspace_id": observability.workspace_id}
    network, dns = _network(diagnostics)
    monitor_link = _monitor_link(observability, network, dns)
    identities = _identities()
    encryption = _encryption(identities, diagnostics, _endpoint("pep-vault", network, dns, monitor_link))
    store = ArtifactStore(
        "artifacts",
        placed(
            {
                "account_name": "sttest",
                "customer_managed_key": encryption.key_reference("storage"),
                "diagnostics": diagnostics,
                "private_endpoint": _endpoint("pep-blob", network, dns, encryption),
                "data_classification": "confidential",
                **store_args,
            }
        ),
    )
    roles = _roles(identities, store)
    return Landscape(observability, network, dns, monitor_link, identities, encryption, store, roles)


def _network(diagnostics: Any) -> tuple[Network, PrivateDns]:
    network = Network(
        "network",
        placed(
            {
                "network_name": "vnet-test",
                "address_prefixes": ["10.0.0.0/16"],
                "subnets": subnets(),
                "diagnostics": diagnostics,
            }
        ),
    )
    dns = PrivateDns(
        "dns",
        {
            "resource_group_name": "rg-network",
            "network_id": network.network_id,
            "zone_names": zone_names(),
            "link_name": "vnet-test",
        },
    )
    return network, dns


def _monitor_link(observability: Observability, network: Network, dns: PrivateDns) -> MonitorPrivateLink:
    return MonitorPrivateLink(
        "monitor-link",
        placed(
            {
                "scope_name": "ampls-test",
                "resources": [
                    {"link_name": "workspace", "resource_id": observability.workspace_id},
                    {"link_name": "application-insights", "resource_id": observability.application_insights_id},
                ],
                "private_endpoint": _endpoint("pep-monitor", network, dns),
            }
        ),
    )


def _identities() -> WorkloadIdentities:
    return WorkloadIdentities(
        "identities",
        placed(
            {
                "identities": [
                    {"workload": "encryption", "identity_name": "id-encryption"},
                    {"workload": "foundry", "identity_name": "id-foundry"},
                ],
            }
        ),
    )


def _encryption(identities: WorkloadIdentities, diagnostics: Any, endpoint: Any) -> Encryption:
    return Encryption(
        "encryption",
        placed(
            {
                "tenant_id": "11111111-1111-4111-8111-111111111111",
                "vault_name": "kv-test",
                "keys": [{"key_name": "storage"}, {"key_name": "foundry", "key_size": 2048}],
                "identity_id": identities.identity_id("encryption"),
                "identity_principal_id": identities.principal_id("encryption"),
                "identity_client_id": identities.client_id("encryption"),
                "diagnostics": diagnostics,
                "private_endpoint": endpoint,
            }
        ),
    )


def _roles(identities: WorkloadIdentities, store: ArtifactStore) -> RoleAssignments:
    return RoleAssignments(
        "roles",
        {
            "grants": [
                {
                    "grant_name": "foundry-reads-artifacts",
                    "role": "Storage Blob Data Reader",
                    "principal_id": identities.principal_id("foundry"),
                    "scope": store.account_id,
                }
            ]
        },
    )
