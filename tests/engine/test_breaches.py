"""A breach in a plain program of ten lines stops the preview and says rule, resource, property and remedy."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from ai_policies.kit.registry import all_rules
from tests.engine.harness import PACK, ROOT, Deployment

PROJECT = f"""name: breach
runtime:
  name: python
  options:
    toolchain: pip
    virtualenv: {ROOT / ".venv"}
"""

HEAD = """import pulumi
import pulumi_azure_native as az
group = az.resources.ResourceGroup("group", location="swedencentral")
"""


class Breach(NamedTuple):
    """One deliberate breach: program text, the rule that must speak, the resource and the property it must name."""

    program: str
    rule: str
    resource: str
    path: str


BREACHES = {
    "storage with shared keys": Breach(
        """az.storage.StorageAccount("data", resource_group_name=group.name, account_name="breachdata",
    sku={"name": "Standard_ZRS"}, kind="StorageV2", allow_shared_key_access=True)
""",
        "storage-shared-key-off",
        "data",
        "allowSharedKeyAccess",
    ),
    "storage open to the internet": Breach(
        """az.storage.StorageAccount("data", resource_group_name=group.name, account_name="breachdata",
    sku={"name": "Standard_ZRS"}, kind="StorageV2", public_network_access="Enabled")
""",
        "storage-public-network-off",
        "data",
        "publicNetworkAccess",
    ),
    "vault without purge protection": Breach(
        """az.keyvault.Vault("keys", resource_group_name=group.name, vault_name="kv-breach", properties={
    "tenant_id": "7e4a47ed-0000-4000-8000-000000000001", "sku": {"family": "A", "name": "standard"},
    "enable_rbac_authorization": True})
""",
        "key-vault-purge-protection",
        "keys",
        "enablePurgeProtection",
    ),
    "AI account with API keys": Breach(
        """az.cognitiveservices.Account("ai", resource_group_name=group.name, account_name="ai-breach", kind="AIServices",
    sku={"name": "S0"}, properties={"disable_local_auth": False, "public_network_access": "Disabled"})
""",
        "ai-account-local-auth-off",
        "ai",
        "disableLocalAuth",
    ),
    "model without a content filter": Breach(
        """az.cognitiveservices.Deployment("chat", resource_group_name=group.name, account_name="ai-breach",
    deployment_name="chat", sku={"name": "DataZoneStandard", "capacity": 10},
    properties={"model": {"format": "OpenAI", "name": "gpt-4.1", "version": "2025-04-14"}})
""",
        "deployment-guardrail",
        "chat",
        "raiPolicyName",
    ),
    "search with keys": Breach(
        """az.search.Service("search", resource_group_name=group.name, search_service_name="srch-breach",
    sku={"name": "standard"}, disable_local_auth=False)
""",
        "search-local-auth-off",
        "search",
        "disableLocalAuth",
    ),
    "security group open to the internet": Breach(
        """az.network.NetworkSecurityGroup("door", resource_group_name=group.name, network_security_group_name="nsg-breach",
    security_rules=[{"name": "ssh", "priority": 100, "direction": "Inbound", "access": "Allow", "protocol": "Tcp",
        "source_address_prefix": "Internet", "source_port_range": "*", "destination_address_prefix": "*",
        "destination_port_range": "22"}])
""",
        "nsg-closed-to-internet",
        "door",
        "securityRules",
    ),
    "subnet without a security group": Breach(
        """network = az.network.VirtualNetwork("net", resource_group_name=group.name, virtual_network_name="vnet-breach",
    address_space={"address_prefixes": ["10.9.0.0/24"]})
az.network.Subnet("bare", resource_group_name=group.name, virtual_network_name=network.name, subnet_name="bare",
    address_prefix="10.9.0.0/26")
""",
        "subnet-has-nsg",
        "bare",
        "networkSecurityGroup",
    ),
    "owner of the subscription": Breach(
        """az.authorization.RoleAssignment("owner", principal_id="9a1c5d52-8c3b-4a7e-9c39-3a4d0c9e0009",
    principal_type="ServicePrincipal", scope="/subscriptions/5a4db0c5-0000-4000-8000-000000000001",
    role_assignment_name="9a1c5d52-8c3b-4a7e-9c39-3a4d0c9e0010",
    role_definition_id="/subscriptions/5a4db0c5-0000-4000-8000-000000000001/providers/Microsoft.Authorization"
    "/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635")
""",
        "role-not-privileged",
        "owner",
        "roleDefinitionId",
    ),
    "service without a private endpoint": Breach(
        """az.search.Service("search", resource_group_name=group.name, search_service_name="srch-breach",
    sku={"name": "standard"}, disable_local_auth=True, public_network_access="Disabled")
""",
        "private-endpoint-present",
        "search",
        "private_link_service_id",
    ),
    "service without diagnostics": Breach(
        """az.search.Service("search", resource_group_name=group.name, search_service_name="srch-breach",
    sku={"name": "standard"}, disable_local_auth=True, public_network_access="Disabled")
""",
        "diagnostics-present",
        "search",
        "DiagnosticSetting",
    ),
    "MCP server without authentication, in a generic resource": Breach(
        """az.resources.Resource("tools", resource_group_name=group.name, api_version="2025-09-01-preview",
    resource_provider_namespace="Microsoft.ApiManagement", parent_resource_path="service/apim-breach",
    resource_type="apis", resource_name_="tools",
    properties={"type": "mcp", "path": "tools", "displayName": "Tools", "protocols": ["https"]})
""",
        "mcp-authenticated",
        "tools",
        "validate-azure-ad-token",
    ),
}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    folder = tmp_path_factory.mktemp("breach")
    (folder / "program").mkdir()
    (folder / "program" / "Pulumi.yaml").write_text(PROJECT, encoding="utf-8")
    return Deployment(folder, program=folder / "program", stack="breach")


@pytest.mark.parametrize("name", BREACHES)
def test_breach_is_stopped_at_preview(plain: Deployment, name: str) -> None:
    breach = BREACHES[name]
    (plain.program / "__main__.py").write_text(HEAD + breach.program, encoding="utf-8")
    output = plain.preview("--policy-pack", str(PACK)).must_fail().output
    finding = next((part for part in output.split("[mandatory]") if breach.rule in part), "")
    assert finding, f"{breach.rule} said nothing:\n{output[-6000:]}"
    remedy = next(rule.remedy for rule in all_rules() if rule.id == breach.rule)
    for expected in (f"'{breach.resource}'", breach.path, remedy):
        assert expected in finding, f"{expected!r} is not in:\n{finding}"
    assert plain.world() == []
