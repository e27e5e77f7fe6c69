"""Each bad configuration yields one readable message: path, value, what is accepted."""

import pulumi
import pytest
import yaml

from landing_zone.errors import ConfigurationError
from landing_zone.settings.load import parse
from tests.unit.landing_zone.samples import PROVIDER, SOUND, merged, settings

VNET = "/subscriptions/5a4db0c5-0000-4000-8000-000000000001/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/vnet"
WORKSPACE = "/subscriptions/5a4db0c5-0000-4000-8000-000000000001/resourceGroups/hub/providers/Microsoft.OperationalInsights/workspaces/log"
SERVER = "kind: pass_through, name: a, display_name: A, path: a, backend_url: https://a.example.com, audience: api://a"
REST = "kind: rest_api, name: a, display_name: A, path: a, backend_url: https://a.example.com, audience: api://a"

BAD = [
    # types and vocabulary
    ("naming: {workload: AI-Platform}", "naming.workload = 'AI-Platform'", "2 to 10 lower-case letters and digits"),
    ("naming: {instance: 1}", "naming.instance = 1", "text; put it in quotes"),
    ("naming: {incarnation: 0}", "naming.incarnation = 0", "a number of 1 or more"),
    ("tags: null", "tags:", "required, but missing"),
    ("tags: {owner: null}", "tags.owner:", "required, but missing: Team or mailbox"),
    ("tags: {data_classification: secret}", "tags.data_classification = 'secret'", "'restricted'"),
    ("tags: {additional: {environment: x}}", "tags.additional.environment = 'x'", "does not set itself"),
    ("tags: {additional: {azure-team: x}}", "tags.additional.azure-team = 'x'", "does not begin with azure"),
    ("observability: {retention_days: 7}", "observability.retention_days = 7", "a number of 30 or more"),
    ("observability: {retention_days: '90'}", "observability.retention_days = '90'", "a whole number, without quotes"),
    ("artifact_store: {enabled: 'yes'}", "artifact_store.enabled = 'yes'", "true or false, without quotes"),
    ("artifact_store: {redundancy: zrs}", "artifact_store.redundancy = 'zrs'", "did you mean 'ZRS'?"),
    ("artifact_store: {containers: [My_Models]}", "artifact_store.containers[0] = 'My_Models'", "3 to 63 lower-case"),
    ("artifact_store: {containers: []}", "artifact_store.containers = []", "a list with 1 entry or more"),
    ("artifact_store: {containers: models}", "artifact_store.containers = 'models'", "a list"),
    ("search: standard", "search = 'standard'", "a mapping of keys to values"),
    ("ai_gateway: {publisher_email: nobody}", "ai_gateway.publisher_email = 'nobody'", "an e-mail address"),
    ("access: {groups: [{name: g, object_id: team, roles: [Azure AI User]}]}", "access.groups[0].object_id = 'team'", "a GUID"),
    ("access: {groups: [{name: g, object_id: 9a1c5d52-8c3b-4a7e-9c39-3a4d0c9e0001, roles: [Owner]}]}",
     "access.groups[0].roles[0] = 'Owner'", "one of 'Azure AI User'"),
    # unknown keys
    ("obsrvability: {}", "obsrvability: not a known key", "did you mean 'observability'?"),
    ("network: {adress_space: 10.0.0.0/20}", "network.adress_space: not a known key", "did you mean 'address_space'?"),
    ("foundry: {models: [{name: ab, model: gpt, version: '1', size: 5}]}", "foundry.models[0].size: not a known key", "known here: capacity"),
    ("mcp_servers: [{" + SERVER + ", tools: []}]", "mcp_servers[0].tools: not a known key", "known here: audience"),
    # addresses
    ("network: {address_space: 10.0.0.1/20}", "network.address_space = '10.0.0.1/20'", "host bits are zero"),
    ("network: {address_space: 20.0.0.0/20}", "network.address_space = '20.0.0.0/20'", "inside 10.0.0.0/8"),
    ("network: {address_space: 172.30.0.0/20}", "network.address_space = '172.30.0.0/20'", "outside 172.30.0.0/16"),
    ("network: {address_space: 192.168.0.0/25}", "network.address_space = '192.168.0.0/25'", "no room for subnet agents (/24)"),
    ("network: {subnets: {agents: {cidr: 192.168.8.0/24}}}", "network.subnets.agents.cidr = '192.168.8.0/24'", "inside 192.168.0.0/21"),
    ("network: {subnets: {agents: {cidr: 192.168.1.0/24}, private_endpoints: {cidr: 192.168.1.64/26}}}",
     "network.subnets.private_endpoints.cidr = '192.168.1.64/26'", "does not overlap 192.168.1.0/24"),
    ("network: {subnets: {agents: {prefix_length: 28}}}", "network.subnets.agents.prefix_length = 28", "/27 or larger for Foundry agents"),
    ("network: {subnets: {agents: {prefix_length: 26, cidr: 192.168.1.0/26}}}", "network.subnets.agents:", "only one of"),
    # brought along
    ("network: {existing_virtual_network_id: my-vnet}", "network.existing_virtual_network_id = 'my-vnet'", "the ARM id of a Microsoft.Network/virtualNetworks"),
    ("network: {subnets: {agents: {existing_id: " + VNET + "/subnets/a}}}", "network.subnets.agents.existing_id", "only together with network.existing_virtual_network_id"),
    ("network: {existing_virtual_network_id: " + VNET + ", subnets: {agents: {existing_id: " + VNET + "2/subnets/a}}}",
     "network.subnets.agents.existing_id", "(network.existing_virtual_network_id)"),
    ("network: {existing_virtual_network_id: " + VNET.replace("5a4db0c5", "00000001") + "}", "network.existing_virtual_network_id", "ai_gateway.enabled: false"),
    ("network: {private_dns: {existing_zones: {privatelink.example.com: " + VNET + "}}}",
     "network.private_dns.existing_zones.privatelink.example.com", "Microsoft.Network/privateDnsZones"),
    ("observability: {enabled: false, existing_workspace_id: " + WORKSPACE + "}", "observability.existing_workspace_id", "observability.enabled is false"),
    ("network: {existing_virtual_network_id: " + VNET + "}", "network.subnets.agents:", "expected cidr or existing_id"),
    # parts that are off, limits, names
    ("ai_gateway: {enabled: false}", "mcp_servers = ['orders']", "while ai_gateway.enabled is false"),
    ("search: {enabled: false}", "access.workloads[0].roles[0] = 'Search Index Data Reader'", "search.enabled is false"),
    ("foundry: {enabled: false}", "access.groups[0].roles[0] = 'Azure AI User'", "foundry.enabled is false"),
    ("search: {replicas: 12, partitions: 12}", "search.replicas = 12", "at most 36 search units"),
    ("search: {sku: basic, replicas: 4}", "search.replicas = 4", "at most 3 in tier basic"),
    ("ai_gateway: {sku: Developer, capacity: 2}", "ai_gateway.capacity = 2", "1 with ai_gateway.sku Developer"),
    ("foundry: {models: [{name: ab, model: gpt, version: '1'}, {name: AB, model: gpt, version: '1'}]}",
     "foundry.models[1].name = 'AB'", "also at foundry.models[0].name"),
    ("access: {workloads: [{name: encryption}]}", "access.workloads[0].name = 'encryption'", "does not use itself"),
    # MCP servers
    ("mcp_servers: [{kind: proxy}]", "mcp_servers[0].kind = 'proxy'", "'pass_through' or 'rest_api'"),
    ("mcp_servers: [{name: a}]", "mcp_servers[0].kind:", "required, but missing: 'pass_through' or 'rest_api'"),
    ("mcp_servers: [{" + SERVER + "}, {" + SERVER.replace("name: a,", "name: b,") + "}]", "mcp_servers[1].path = 'a'", "also at mcp_servers[0].path"),
    ("mcp_servers: [{" + SERVER.replace("https://a", "http://a") + "}]", "mcp_servers[0].backend_url = 'http://a.example.com'", "an https:// URL"),
    ("mcp_servers: [{" + SERVER.replace("https://a", "https://me:pw@a") + "}]", "mcp_servers[0].backend_url", "secrets do not belong"),
    ("mcp_servers: [{" + SERVER.replace("path: a", "path: /a/") + "}]", "mcp_servers[0].path = '/a/'", "inner slashes"),
    ("mcp_servers: [{" + SERVER + ", rate_limit: {period_seconds: 600}}]", "mcp_servers[0].rate_limit.period_seconds = 600", "a number of 300 or less"),
    ("mcp_servers: [{" + REST + ", operations: [{name: get-a, path: /a}], tools: [{name: a, operation: get, description: x}]}]",
     "mcp_servers[0].tools[0].operation = 'get'", "the name of an operation in mcp_servers[0].operations"),
    ("mcp_servers: [{" + REST + ", operations: [{name: g, path: /a}], tools: [{name: a, operation: g, description: x}]}, {"
     + SERVER.replace("name: a,", "name: b,").replace("path: a", "path: a-rest") + "}]", "mcp_servers[0].path = 'a-rest'", "also at mcp_servers[1].path"),
    ("mcp_servers: [{" + SERVER.replace("name: a,", "name: oauth-protected-resource,") + "}]", "mcp_servers[0].name = 'oauth-protected-resource'", "does not use itself"),
    # loosened controls
    ("foundry: {content_filter: {severity: high}}", "foundry.content_filter.severity = 'high'", "weak-content-filter with a reason"),
    ("relaxations: [{name: weak-content-filter, reason: tests of the guardrail}]", "relaxations[0].name", "it loosens nothing"),
    ("foundry: {content_filter: {severity: high}}\nrelaxations: [{name: weak-content-filter, reason: soon}]", "relaxations[0].reason = 'soon'", "10 characters"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "path", "accepted"), BAD, ids=[path for _, path, _ in BAD])
def test_names_path_value_and_what_is_accepted(change, path, accepted):
    with pytest.raises(ConfigurationError) as raised:
        parse("test", settings(change), PROVIDER, "the test")
    message = str(raised.value)
    lines = [line for line in message.splitlines() if line.startswith("  - ")]
    assert len(lines) == len(raised.value.problems)
    assert any(line.startswith(f"  - {path}") and accepted in line for line in lines), message


@pytest.mark.parametrize(
    ("provider", "path", "accepted"),
    [
        ({"location": "westeurop"}, "azure-native:location = 'westeurop'", "did you mean 'westeurope'?"),
        ({"location": None}, "azure-native:location:", "required, but missing"),
        ({"subscriptionId": "mine"}, "azure-native:subscriptionId = 'mine'", "a GUID"),
        ({"tenantId": None}, "azure-native:tenantId:", "required, but missing: Entra tenant"),
    ],
)
def test_provider_keys_are_named_as_the_stack_file_spells_them(provider, path, accepted):
    with pytest.raises(ConfigurationError) as raised:
        parse("test", settings(), {**PROVIDER, **provider}, "the test")
    assert f"  - {path}" in str(raised.value)
    assert accepted in str(raised.value)


def test_all_problems_are_reported_at_once_and_without_traceback():
    with pytest.raises(pulumi.RunError) as raised:
        parse("test", {"naming": {"workload": "X"}, "colour": 1}, {}, "stacks/Pulumi.test.yaml")
    message = str(raised.value)
    assert message.startswith("7 problems in stacks/Pulumi.test.yaml; nothing was deployed.\n")
    for path in ("naming.workload", "naming.environment", "tags", "colour", "azure-native:location",
                 "azure-native:subscriptionId", "azure-native:tenantId"):  # fmt: skip
        assert f"  - {path}" in message


def test_missing_settings_point_to_an_example():
    with pytest.raises(ConfigurationError, match=r"ai-landing-zone:settings: required.*Pulumi\.sandbox\.yaml"):
        parse("test", None, PROVIDER, "the test")


def test_class_a_ranges_are_refused_where_agents_cannot_use_them():
    change = "network: {address_space: 10.1.0.0/20}"
    assert parse("test", settings(change), PROVIDER, "the test").target.location == "westeurope"
    with pytest.raises(ConfigurationError, match=r"in norwayeast Foundry agents refuse 10\.0\.0\.0/8"):
        parse("test", settings(change), {**PROVIDER, "location": "norwayeast"}, "the test")
    without_agents = "foundry: {enabled: false}\naccess: null\n" + change
    assert parse("test", settings(without_agents), {**PROVIDER, "location": "norwayeast"}, "the test")


def test_long_values_are_cut():
    with pytest.raises(ConfigurationError) as raised:
        parse("test", settings(f"naming: {{workload: {'x' * 500}}}"), PROVIDER, "the test")
    assert max(len(line) for line in str(raised.value).splitlines()) < 250


def test_the_sound_configuration_is_sound():
    assert parse("test", merged(yaml.safe_load(SOUND), {}), PROVIDER, "the test").stack == "test"
