"""What the compliant stack cannot show of the rules on AI and data services: exceptions, and forms of writing."""

import analyzers
import landscape
import pytest

from ai_policies import name_patterns
from ai_policies.kit.findings import Verdict
from ai_policies.kit.registry import all_rules
from ai_policies.kit.resource import Resource
from ai_policies.kit.rule import ResourceRule
from ai_policies.kit.settings import Settings
from ai_policies.kit.values import PlainBag

RULES = {rule.id: rule for rule in all_rules()}
STACK = landscape.load(deployed=True)
VAULT = f"{landscape.GROUP}/providers/Microsoft.KeyVault/vaults/kv-ai"


def judged(rule, changes, parameters=None):
    """Verdict and messages of our analyzer on the stack after some changes."""
    items = dict(STACK)
    for path, value in changes.items():
        if value == "drop":
            landscape.drop(items, path)
        else:
            landscape.change(items, path, value)
    settings = Settings(parameters={rule: parameters or {}})
    made = analyzers.make("ours", [RULES[rule]], settings=settings)
    found = analyzers.analyze(made, items.values(), stack=not isinstance(RULES[rule], ResourceRule))
    return analyzers.verdict(found, rule), " ".join(item.message for item in found)


@pytest.mark.parametrize(
    ("rule", "changes", "parameters"),
    [
        ("ai-account-no-trusted-bypass", {"account.properties.networkAcls.bypass": "AzureServices"}, {"accounts": ["AIF-*"]}),
        ("agent-network-injected", {"agent-network.accountName": "aif-ai", "account.properties.networkInjections": []}, {}),
        ("connection-registered-host", {"connection-tool.properties.target": "https://tools.example.com/mcp"}, {"hosts": ["*.example.com"]}),
        ("connection-no-web-grounding", {"connection.properties.category": "Serp"}, {"permitted": ["serp"]}),
        ("deployment-spillover-strict", {"deployment-provisioned.properties.spilloverDeploymentName": None, "deployment.sku.name": "GlobalStandard"}, {}),
        ("deployment-capacity-capped", {"deployment.sku.capacity": 60, "deployment-provisioned.sku.capacity": 60}, {"maximum": 10.0, "models": ["gpt-4o = 60"]}),
        ("tool-connection-labelled", {"connection-tool.properties.category": "CognitiveSearch", "tool-label": "drop"}, {}),
        ("search-shared-private-links", {"search-link": "drop", "storage.networkRuleSet.bypass": "AzureServices"}, {}),
        ("search-shared-private-links", {"search-link": "drop", "storage.publicNetworkAccess": "Enabled"}, {}),
        ("cosmos-roles-narrow", {"cosmos-role.roleDefinitionId": "/x/00000000-0000-0000-0000-000000000002"}, {"writers": ["id-*"]}),
        ("cosmos-stays-in-geography", {"cosmos.locations[0].locationName": "West Europe"}, {"locations": ["westeurope"]}),
        ("registry-arm-tokens-off", {"registry.policies.azureADAuthenticationAsArmPolicy": None, "app.configuration.registries[0].server": "acrai.azurecr.io"}, {}),
        ("registry-images-protected", {"registry.policies.retentionPolicy": None, "registry.policies.softDeletePolicy.status": "enabled"}, {}),
        ("ml-compute-no-public-ip", {"ml-compute.properties.computeType": "Kubernetes", "ml-compute.properties.properties": {}}, {}),
        ("ml-environment-pinned", {"ml-environment.properties.image": None}, {}),
        ("ml-deployment-monitored", {"ml-monitor.properties.action.monitorDefinition.monitoringTarget.deploymentId": "azureml:score:blue"}, {}),
        ("ml-linked-resources-private", {"ml.storageAccount": "/subscriptions/x/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/st1"}, {"approved": ["*/storageaccounts/st1"]}),
        ("storage-artifacts-immutable", {"container.immutableStorageWithVersioning": None}, {"containers": ["logs"]}),
        ("storage-zone-redundant", {"storage.sku.name": "Standard_GZRS"}, {"geo_regions": ["Sweden Central"], "skus": ["Standard_GZRS"]}),
        ("storage-instance-rules-own-tenant", {"storage.networkRuleSet.resourceAccessRules[0]": {"tenantId": "7e4a47ed-0000-4000-8000-000000000001", "resourceId": "/subscriptions/x/resourceGroups/rg/providers/Microsoft.Search/searchServices/*"}}, {}),
        ("storage-blobs-recoverable", {"blob-service": "drop", "storage.kind": "FileStorage"}, {}),
        ("private-zone-linked", {"link-privatelink.documents.azure.com": "drop", "vnet.dhcpOptions": {"dnsServers": ["10.0.0.4"]}}, {}),
        ("diagnostics-useful", {"log-telemetry.logs": None, "log-telemetry.metrics": [{"category": "AllMetrics", "enabled": True}]}, {}),
        ("key-vault-access-policies-narrow", {"vault.properties.enableRbacAuthorization": False, "vault.properties.accessPolicies[0].permissions.keys": ["get", "wrapKey"]}, {}),
        ("key-vault-key-rotates", {"key-data.properties.attributes": {"expires": 1893456000}}, {}),
        ("key-vault-key-strength", {"key-data.tags": {"data-classification": "restricted"}, "key-data.properties.kty": "RSA-HSM"}, {}),
    ],
)  # fmt: skip
def test_a_legitimate_exception_is_no_violation(rule, changes, parameters):
    verdict, messages = judged(rule, changes, parameters)
    assert verdict is Verdict.COMPLIANT, messages


@pytest.mark.parametrize(
    ("rule", "changes", "message"),
    [
        ("search-shared-private-links", {"search-link": "drop"}, "may read StorageAccount 'storage' but has no shared private link"),
        ("agent-stores-of-customer", {"capability-host.projectCapabilityHostProperties.storageConnections": ["threads"]}, "must name connections that lead to resources of type Microsoft.Storage/storageAccounts"),
        ("customer-key-vault-in-region", {"vault.location": "westeurope"}, "is in 'swedencentral', Vault 'vault' with its key is in 'westeurope'"),
        ("ml-linked-resources-private", {"vault.properties.networkAcls.defaultAction": "Allow"}, "leads to Vault 'vault', whose `properties.networkAcls.defaultAction` is 'Allow', must be 'Deny'"),
        ("deployment-spillover-strict", {"deployment.sku.name": "GlobalStandard"}, "which processes data in a wider area ('GlobalStandard')"),
        ("guardrail-tool-calls", {"guardrail.properties.contentFilters[13].source": "Prompt"}, "must have a filter on source 'PreToolCall'"),
    ],
)  # fmt: skip
def test_the_message_says_what_is_wrong(rule, changes, message):
    verdict, messages = judged(rule, changes)
    assert verdict is Verdict.VIOLATED
    assert message in messages


def test_an_identity_that_uses_a_key_has_no_second_role_on_the_vault():
    second = landscape.Item("second", "azure-native:authorization:RoleAssignment", "x", {
        "scope": VAULT, "roleDefinitionId": "/x/00482a5a-887f-4fb3-b363-3b7fe8e74483", "principalId": "x",
    }, links={"principalId": [STACK["identity"].urn], "scope": [STACK["vault"].urn]})  # fmt: skip
    made = analyzers.make("ours", [RULES["customer-key-identity-minimal"]])
    found = analyzers.analyze(made, [*STACK.values(), second])
    assert analyzers.verdict(found, "customer-key-identity-minimal") is Verdict.VIOLATED
    assert "RoleAssignment 'second'" in found[0].message


@pytest.mark.parametrize(
    ("token", "inputs", "version"),
    [
        ("azure-native:cognitiveservices:Account", {}, ""),
        ("azure-native:cognitiveservices/v20240401preview:Account", {}, "2024-04-01-preview"),
        ("azure-native_cognitiveservices_v20260701:cognitiveservices:Account", {}, "2026-07-01"),
        ("azure-native:resources:Resource", {"apiVersion": "2026-07-01"}, "2026-07-01"),
        ("azure-native:resources:Resource", {"apiVersion": landscape.UNKNOWN}, ""),
    ],
)
def test_api_versions(token, inputs, version):
    assert Resource("urn", token, PlainBag(inputs)).api_version == version


def test_a_generic_capability_host_reads_like_the_typed_one():
    host = Resource("urn", "azure-native:resources:Resource", PlainBag({
        "resourceProviderNamespace": "Microsoft.CognitiveServices", "parentResourcePath": "accounts/a/projects/p",
        "resourceType": "capabilityHosts", "resourceName": "h", "properties": {"storageConnections": ["files"]},
    }))  # fmt: skip
    assert host.find("projectCapabilityHostProperties.storageConnections") == ["files"]
    assert host.path_of("projectCapabilityHostProperties.storageConnections") == "properties.storageConnections"


def test_an_account_of_bing_is_web_search():
    bing = landscape.Item("bing", "azure-native:resources:Resource", "x", {
        "resourceProviderNamespace": "Microsoft.Bing", "resourceType": "accounts", "resourceName": "b",
        "kind": "Bing.Grounding",
    })  # fmt: skip
    made = analyzers.make("ours", [RULES["connection-no-web-grounding"]])
    found = analyzers.analyze(made, [bing], stack=False)
    assert analyzers.verdict(found, "connection-no-web-grounding") is Verdict.VIOLATED


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://apim.azure-api.net/orders", "apim.azure-api.net"),
        ("https://apim.azure-api.net@evil.example.com/", "evil.example.com"),
        ("HTTPS://Apim.Azure-API.net:443", "apim.azure-api.net"),
        ("acr.azurecr.io/serving@sha256:2c26", "acr.azurecr.io"),
        ("https://[::1", ""),
        (None, ""),
    ],
)
def test_hosts(address, host):
    assert name_patterns.host(address) == host
