"""The composition against the mock engine: what is registered is what the plan says, in an order that Azure accepts."""

import functools
import gc
from collections import Counter

import pulumi
import pytest

from components._base import fast_aliases
from landing_zone.blueprint import build
from landing_zone.deployment import deploy as run_program
from landing_zone.expected import expected_resources
from landing_zone.plan import make_plan
from landing_zone.settings.load import parse
from tests.unit.components.harness import deploy, value_of
from tests.unit.landing_zone.samples import configuration

SUBSCRIPTION = "/subscriptions/5a4db0c5-0000-4000-8000-000000000001/resourceGroups/hub/providers"
VNET = f"{SUBSCRIPTION}/Microsoft.Network/virtualNetworks/hub"
ZONE = "privatelink.vaultcore.azure.net"
NO_GATEWAY = "ai_gateway: {enabled: false}\nmcp_servers: null\n"
NOTHING = (
    NO_GATEWAY
    + """
foundry: {enabled: false}
search: {enabled: false}
artifact_store: {enabled: false}
encryption: {enabled: false}
observability: {enabled: false}
access: null
"""
)

VARIANTS = {
    "as it is": "",
    "everything off": NOTHING,
    "no observability": "observability: {enabled: false}",
    "no encryption": "encryption: {enabled: false}",
    "no gateway": NO_GATEWAY,
    "no search": "search: {enabled: false}\naccess: null",
    "no artifact store": "artifact_store: {enabled: false}",
    "no Foundry": "foundry: {enabled: false}\naccess: null",
    "only Foundry": NO_GATEWAY
    + "search: {enabled: false}\nartifact_store: {enabled: false}\nencryption: {enabled: false}\naccess: null",
    "classic gateway": "ai_gateway: {sku: Developer}",
    "action group": "observability: {alert_email: team@example.com}",
    "blocklist": "foundry: {content_filter: {blocklist: [{name: codename, pattern: Aurora}]}}",
    "pass-through server": "mcp_servers: [{kind: pass_through, name: a, display_name: A, path: a, "
    "backend_url: https://a.example.com, audience: api://a, backend_resource: api://b}]",
    "network brought along": f"network: {{existing_virtual_network_id: {VNET}, subnets: {{agents: {{existing_id: {VNET}/subnets/agents}}, "
    "private_endpoints: {cidr: 192.168.1.0/26}, ai_gateway: {cidr: 192.168.2.0/27}}}",
    "zone brought along": f"network: {{private_dns: {{existing_zones: {{{ZONE}: {SUBSCRIPTION}/Microsoft.Network/privateDnsZones/{ZONE}}}}}}}",
    "vault brought along": f"encryption: {{existing_vault_id: {SUBSCRIPTION}/Microsoft.KeyVault/vaults/kv}}",
    "workspace brought along": f"observability: {{existing_workspace_id: {SUBSCRIPTION}/Microsoft.OperationalInsights/workspaces/log}}",
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _imports_are_not_collected_again():
    """As `deploy` does: a deployment takes half the time."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@functools.cache
def build_with(change, *, preview=False):
    plan = make_plan(configuration(change))
    return plan, deploy(lambda: registered_fast(plan), preview=preview)


def registered_fast(plan):
    fast_aliases()
    return build(plan)


def expected_types(plan):
    return Counter(resource.type for resource in expected_resources(plan))


@pytest.mark.parametrize("change", VARIANTS.values(), ids=VARIANTS)
@pytest.mark.thorough
def test_registers_exactly_what_the_plan_says(change):
    plan, deployment = build_with(change)
    registered = {type_: count for type_, count in deployment.census().items() if not type_.startswith("pulumi:")}
    assert registered == dict(expected_types(plan))


@pytest.mark.parametrize("variant", ["as it is", "network brought along", "pass-through server"])
def test_a_preview_knows_every_resource_although_outputs_are_unknown(variant):
    plan, deployment = build_with(VARIANTS[variant], preview=True)
    registered = {type_: count for type_, count in deployment.census().items() if not type_.startswith("pulumi:")}
    assert registered == dict(expected_types(plan))


def test_the_sandbox_is_registered_as_planned(stack_file):
    config = stack_file("sandbox")["config"]
    provider = {key: config[f"azure-native:{key}"] for key in ("location", "subscriptionId", "tenantId")}
    plan = make_plan(parse("sandbox", config["ai-landing-zone:settings"], provider, "the stack file"))
    deployment = deploy(lambda: registered_fast(plan))
    registered = {type_: count for type_, count in deployment.census().items() if not type_.startswith("pulumi:")}
    assert registered == dict(expected_types(plan))
    assert 110 <= sum(registered.values()) <= 140


def test_private_endpoints_are_written_one_after_the_other():
    _, deployment = build_with("")
    endpoints = deployment.of_type("azure-native:network:PrivateEndpoint")
    assert len(endpoints) == 5
    assert deployment.totally_ordered(endpoints)


def test_nothing_uses_a_subnet_before_all_subnets_exist():
    _, deployment = build_with("")
    subnets = {subnet.name for subnet in deployment.of_type("azure-native:network:Subnet")}
    users = [
        *deployment.of_type("azure-native:network:PrivateEndpoint"),
        *deployment.of_type("azure-native:cognitiveservices:Account"),
        deployment.named("ai-gateway"),
    ]
    assert len(subnets) == 3
    for user in users:
        assert subnets <= deployment.before(user), user.name


def test_mcp_servers_are_written_one_after_the_other():
    servers = ", ".join(
        f"{{kind: pass_through, name: {name}, display_name: A, path: {name}, backend_url: https://a.example.com, audience: api://a}}"
        for name in ("one", "two")
    )
    _, deployment = build_with(f"mcp_servers: [{servers}]")
    apart = ("Logger", "Diagnostic", "Policy")
    apis = [
        r
        for r in deployment.resources
        if r.custom and ":apimanagement:" in r.type and r.type.split(":")[-1] not in apart
    ]
    assert len(apis) > 10
    assert deployment.totally_ordered(apis)


def test_services_wait_for_the_right_to_use_their_key():
    _, deployment = build_with("")
    grant = deployment.named("encryption-encryption-identity")
    for name in ("artifact-store", "foundry"):
        assert deployment.ordered(grant, deployment.named(name))


def test_every_resource_that_takes_tags_carries_them():
    plan, deployment = build_with("tags: {additional: {business-unit: research}}")
    assert plan.tags["business-unit"] == "research"
    tagged = [resource for resource in deployment.resources if "tags" in resource.inputs]
    assert len(tagged) > 40
    for resource in tagged:
        assert plan.tags.items() <= resource.inputs["tags"].items(), resource.name


def test_data_is_protected_unless_the_settings_say_otherwise():
    stateful = ("artifact-store", "foundry", "search", "encryption", "observability", "network")
    _, kept = build_with("")
    assert all(kept.named(name).protect for name in stateful)
    _, disposable = build_with("protect_data: false")
    assert not any(resource.protect for resource in disposable.resources)


def test_grants_name_the_kind_of_principal():
    _, deployment = build_with("")
    grants = {grant.name: grant.inputs for grant in deployment.of_type("azure-native:authorization:RoleAssignment")}
    assert grants["access-group-developers-azure-ai-user"]["principalType"] == "Group"
    assert grants["access-workload-assistant-search-index-data-reader"]["principalType"] == "ServicePrincipal"


def test_the_program_exports_where_the_servers_are(monkeypatch):
    exported = {}
    monkeypatch.setattr("landing_zone.deployment.load", lambda: configuration(""))
    monkeypatch.setattr(pulumi, "export", exported.__setitem__)
    deploy(run_program)
    assert value_of(exported["mcp_endpoints"]["orders"]).endswith(".azure-api.net/orders/mcp")
    assert set(exported) >= {"gateway_url", "resource_groups", "foundry_project_endpoint", "search_endpoint"}
