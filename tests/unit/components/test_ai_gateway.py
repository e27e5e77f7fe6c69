"""AI gateway: private, keyless, no payload in logs, one write at a time."""

import pytest
from ai_samples import gateway_args, gateway_with_servers, policy_tree
from harness import deploy, value_of

from components.ai_gateway import AiGateway
from components.ai_gateway.service import tls_hardening
from components.api_management_preview import PACKAGE

SERVICE = f"{PACKAGE}:apimanagement:ApiManagementService"
APIM = "azure-native:apimanagement:"


@pytest.fixture(scope="module")
def deployment():
    return deploy(lambda: AiGateway("gateway", gateway_args(named_values=[{"value_name": "region", "value": "se"}])))


@pytest.fixture(scope="module")
def everything():
    return deploy(gateway_with_servers)


def under_the_service(deployment):
    return [r for r in deployment.resources if ":apimanagement:" in r.type]


def test_what_is_created(deployment):
    assert deployment.census() == {
        f"{APIM}Api": 1,
        f"{APIM}ApiDiagnostic": 1,
        f"{APIM}ApiPolicy": 1,
        f"{APIM}Diagnostic": 1,
        f"{APIM}Logger": 1,
        f"{APIM}NamedValue": 1,
        f"{APIM}Policy": 1,
        "azure-native:monitor:DiagnosticSetting": 1,
        "azure-native:privatedns:PrivateRecordSet": 1,
        "azure-native:privatedns:PrivateZone": 1,
        "azure-native:privatedns:VirtualNetworkLink": 1,
        SERVICE: 1,
        f"pulumi:providers:{PACKAGE}": 1,
    }


def test_no_two_writes_to_the_apis_of_the_service_at_the_same_time(everything):
    writes = under_the_service(everything)
    assert len(writes) == 27
    apart = {f"{APIM}{kind}" for kind in ("Logger", "Diagnostic", "Policy")}
    assert everything.totally_ordered([write for write in writes if write.type not in apart])


def test_children_follow_the_service_when_it_is_replaced(everything):
    children = [r for r in under_the_service(everything) if r.type != SERVICE]
    assert all("gateway" in child.property_dependencies["serviceName"] for child in children)


def test_named_values_come_before_policies(deployment):
    assert deployment.ordered(deployment.one(f"{APIM}NamedValue"), deployment.one(f"{APIM}Policy"))


def test_service_is_inside_the_network(deployment):
    inputs = deployment.one(SERVICE).inputs
    assert inputs["sku"] == {"name": "PremiumV2", "capacity": 1}
    assert inputs["virtualNetworkType"] == "Internal"
    assert inputs["virtualNetworkConfiguration"] == {"subnetResourceId": "/subnets/gateway"}
    # API Management takes a map of identities where other services take a list.
    assert inputs["identity"] == {"type": "UserAssigned", "userAssignedIdentities": {"/identities/gateway": {}}}
    # Azure refuses Disabled at creation, and an internal gateway has no public address anyway.
    assert "publicNetworkAccess" not in inputs


def test_classic_tiers_lose_weak_protocols_and_ciphers():
    classic = deploy(lambda: AiGateway("gateway", gateway_args(sku_name="Premium"))).one(SERVICE).inputs
    assert classic["customProperties"] == tls_hardening()
    assert classic["configurationApi"] == {"legacyApi": "Disabled"}
    assert set(tls_hardening().values()) == {"False"}


def test_premium_v2_has_no_such_settings(deployment):
    assert "customProperties" not in deployment.one(SERVICE).inputs


@pytest.mark.parametrize("sku", ["Consumption", "BasicV2", "Standard", "premiumv2"])
def test_tiers_without_private_gateway_are_refused(sku):
    with pytest.raises(ValueError, match="PremiumV2, Developer, Premium"):
        deploy(lambda: AiGateway("gateway", gateway_args(sku_name=sku)))


@pytest.mark.parametrize("value", [{}, {"value": "a", "key_vault_secret_id": "https://kv/secrets/a"}])
def test_a_named_value_has_one_source(value):
    args = gateway_args(named_values=[{"value_name": "region", **value}])
    with pytest.raises(ValueError, match="either value or key_vault_secret_id"):
        deploy(lambda: AiGateway("gateway", args))


def test_a_secret_comes_from_the_vault():
    secret = {"value_name": "token", "key_vault_secret_id": "https://kv/secrets/a", "secret_identity_client_id": "c"}
    named = deploy(lambda: AiGateway("gateway", gateway_args(named_values=[secret]))).one(f"{APIM}NamedValue")
    assert named.inputs["secret"] is True
    assert named.inputs["keyVault"] == {"secretIdentifier": "https://kv/secrets/a", "identityClientId": "c"}
    assert "value" not in named.inputs


def test_the_logger_needs_no_secret(deployment):
    logger = deployment.one(f"{APIM}Logger").inputs
    assert logger["loggerType"] == "azureMonitor"
    assert "credentials" not in logger


def test_no_diagnostic_records_headers_or_bodies(everything):
    diagnostics = [r for r in everything.resources if r.type in (f"{APIM}Diagnostic", f"{APIM}ApiDiagnostic")]
    assert len(diagnostics) == 5
    for diagnostic in diagnostics:
        for side in ("frontend", "backend"):
            for direction in ("request", "response"):
                assert diagnostic.inputs[side][direction] == {"headers": [], "body": {"bytes": 0}}


def test_every_api_has_a_diagnostic_of_its_own(everything):
    apis = {r.name for r in everything.resources if r.type.endswith(":apimanagement:Api")}
    logged = {r.name.removesuffix("-logging") for r in everything.of_type(f"{APIM}ApiDiagnostic")}
    assert logged == apis


def test_metadata_is_anonymous_below_the_well_known_path(deployment):
    api = deployment.one(f"{APIM}Api").inputs
    assert api["path"] == ".well-known/oauth-protected-resource"
    assert api["subscriptionRequired"] is False
    assert "serviceUrl" not in api


def test_clients_in_the_network_find_the_gateway(deployment):
    zone = deployment.one("azure-native:privatedns:PrivateZone").inputs
    record = deployment.one("azure-native:privatedns:PrivateRecordSet").inputs
    assert (zone["privateZoneName"], zone["location"]) == ("apim-example.azure-api.net", "global")
    assert record["relativeRecordSetName"] == "@"
    assert record["aRecords"] == [{"ipv4Address": "10.0.0.4"}]
    assert {zone["resourceGroupName"], record["resourceGroupName"]} == {"rg-network"}


def test_logs_go_to_tables_of_their_own(deployment):
    assert deployment.one("azure-native:monitor:DiagnosticSetting").inputs["logAnalyticsDestinationType"] == "Dedicated"


def test_policy_is_xml_of_the_name_that_azure_accepts(deployment):
    policy = deployment.one(f"{APIM}Policy").inputs
    assert (policy["policyId"], policy["format"]) == ("policy", "xml")
    assert policy_tree(policy["value"]).tag == "policies"


def test_outputs(deployment):
    gateway = deployment.result
    assert value_of(gateway.gateway_url) == "https://apim-example.azure-api.net"
    assert value_of(gateway.private_ip_addresses) == ["10.0.0.4"]
    assert value_of(gateway.last_write_id).endswith("/gateway-metadata-logging")


def test_anonymous_metadata_is_rate_limited_by_address(deployment):
    policy = deployment.named("gateway-metadata-policy")
    limit = policy_tree(policy.inputs["value"]).find("inbound/rate-limit-by-key")
    assert limit.get("counter-key") == "@(context.Request.IpAddress)"
    assert deployment.ordered(deployment.named("gateway-metadata"), policy)
