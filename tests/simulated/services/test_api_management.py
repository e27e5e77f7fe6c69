from typing import Any

import pytest

from tests.simulated.site import REGION, Site, gateway_body

SERVICE = "Microsoft.ApiManagement/service"
INJECTION = "Microsoft.Web/hostingEnvironments"
OLD = "2024-05-01"


def internal(subnet: str) -> dict[str, Any]:
    return {"virtualNetworkType": "Internal", "virtualNetworkConfiguration": {"subnetResourceId": subnet}}


def v2_subnet(site: Site, prefix: str = "192.168.4.0/27", service: str = INJECTION) -> str:
    nsg = site.security_group("nsg-apim")
    return site.delegated(site.network(), "apim", prefix, service, networkSecurityGroup={"id": nsg})


# ------------------------------------------------------------------ the service
def test_a_service_shows_its_addresses(site: Site) -> None:
    shown = site.get(site.gateway())["properties"]
    assert shown["gatewayUrl"] == "https://apim-test.azure-api.net"
    assert shown["publicIPAddresses"]
    assert shown["hostnameConfigurations"][0]["hostName"] == "apim-test.azure-api.net"


def test_an_injected_service_has_a_private_address(site: Site) -> None:
    subnet = v2_subnet(site)
    gateway = site.gateway(sku="PremiumV2", **internal(subnet))
    shown = site.get(gateway)["properties"]
    assert shown["privateIPAddresses"] == ["192.168.4.4"]
    assert shown["publicIPAddresses"] is None
    with site.refused("InUseSubnetCannotBeDeleted"):
        site.delete(subnet)
    with site.refused("BadRequest", "Internal"):
        site.endpoint(site.subnet(site.network()), gateway, "Gateway")
    with site.refused("InvalidParameters"):
        site.gateway(sku="PremiumV2", virtualNetworkType="None")
    site.delete(gateway)
    site.delete(subnet)


@pytest.mark.parametrize(("prefix", "service", "code"), [
    ("192.168.4.0/28", INJECTION, "InvalidParameters"),
    ("192.168.4.0/27", "Microsoft.Web/serverFarms", "VirtualNetworkSubnetHasIncorrectDelegation"),
])  # fmt: skip
def test_bad_subnets_of_premium_v2(site: Site, prefix: str, service: str, code: str) -> None:
    subnet = v2_subnet(site, prefix, service)
    with site.refused(code):
        site.gateway(sku="PremiumV2", **internal(subnet))


def test_premium_v2_needs_a_security_group_and_a_subnet_of_its_own(site: Site) -> None:
    bare = site.delegated(site.network(), "bare", "192.168.5.0/27", INJECTION)
    with site.refused("NetworkSecurityGroupNotFound"):
        site.gateway(sku="PremiumV2", **internal(bare))
    subnet = v2_subnet(site)
    site.gateway("apim-one", "PremiumV2", **internal(subnet))
    with site.refused("InvalidParameters", "exclusive"):
        site.gateway("apim-two", "PremiumV2", **internal(subnet))


def test_premium_v2_is_integrated_through_another_delegation(site: Site) -> None:
    network = site.network()
    outbound = site.delegated(network, "out", "192.168.6.0/27", "Microsoft.Web/serverFarms")
    injected = v2_subnet(site)
    external = {"virtualNetworkType": "External", "virtualNetworkConfiguration": {"subnetResourceId": injected}}
    with site.refused("VirtualNetworkSubnetHasIncorrectDelegation", "serverFarms"):
        site.gateway(sku="PremiumV2", **external)
    external["virtualNetworkConfiguration"] = {"subnetResourceId": outbound}
    site.gateway(sku="PremiumV2", **external)


def test_standard_v2_cannot_be_injected(site: Site) -> None:
    subnet = v2_subnet(site, service="Microsoft.Web/serverFarms")
    with site.refused("InvalidParameters", "StandardV2"):
        site.gateway(**internal(subnet))
    site.gateway(virtualNetworkType="External", virtualNetworkConfiguration={"subnetResourceId": subnet})


@pytest.mark.parametrize(("body", "code"), [
    (gateway_body("Gigantic"), "InvalidParameters"),
    (gateway_body("StandardV2", publisherEmail=""), "ValidationError"),
    (gateway_body("StandardV2", publicNetworkAccess="Disabled"), "ActivateServiceWithPublicNetworkAccessDisabledNotAllowed"),
])  # fmt: skip
def test_bad_services(site: Site, body: dict[str, Any], code: str) -> None:
    with site.refused(code):
        site.put(site.resource(SERVICE, "apim-test"), body)


def test_generations_of_tiers(site: Site) -> None:
    site.gateway()
    site.gateway(publicNetworkAccess="Disabled")
    with site.refused("InvalidParameters", "tier"):
        site.gateway(sku="Developer")
    with site.refused("InvalidParameters", "API version"):
        site.put(site.resource(SERVICE, "apim-new"), gateway_body("BasicV2"), api_version="2022-08-01")


def test_v1_services_are_kept_and_v2_are_not(site: Site) -> None:
    old, new = site.gateway("apim-old", "Developer"), site.gateway("apim-new")
    api = site.api(old)
    site.delete(old)
    site.delete(new)
    site.gateway("apim-new")
    with site.refused("ServiceAlreadyExistsInSoftDeletedState"):
        site.gateway("apim-old", "Developer")
    site.gateway("apim-old", "Developer", restore=True)
    assert site.exists(api)
    site.azure.set_fact("namesTakenElsewhere", ["apim-taken"])
    with site.refused("ServiceAlreadyExists"):
        site.gateway("apim-taken")


# ------------------------------------------------------------------ APIs, MCP servers, tools
def test_paths_are_unique(site: Site) -> None:
    gateway = site.gateway()
    api = site.api(gateway, "one", path="orders")
    assert site.get(api)["properties"]["type"] == "http"
    with site.refused("ValidationError", "one"):
        site.api(gateway, "two", path="Orders")
    for bad in ("/x", "x/", "p" * 401):
        with site.refused("ValidationError"):
            site.api(gateway, "two", path=bad)
    with site.refused("ValidationError"):
        site.api(gateway, "two", displayName="")


def mcp(**properties: Any) -> dict[str, Any]:
    endpoints = [{"name": "message", "uriTemplate": "/mcp"}]
    return {"properties": {"type": "mcp", "displayName": "m", "path": "m", "mcpProperties": {
        "transportType": "streamable", "endpoints": endpoints, **properties}}}  # fmt: skip


def test_mcp_servers(site: Site) -> None:
    name = f"{site.gateway()}/apis/m"
    with site.refused("ValidationError", "ApiTypeContract"):
        site.put(name, mcp(), api_version=OLD)
    assert site.put(name, mcp())["properties"]["type"] == "mcp"
    with site.refused("ValidationError", "transportType"):
        site.put(name, mcp(transportType="websocket"))
    with site.refused("ValidationError", "message"):
        site.put(name, mcp(endpoints=[{"name": "mcp", "uriTemplate": "/mcp"}]))
    with site.refused("ValidationError", "uriTemplate"):
        site.put(name, mcp(endpoints=[{"name": "message", "uriTemplate": "mcp"}]))
    with site.refused("ValidationError", "cannot change"):
        site.put(name, {"properties": {"apiType": "http", "displayName": "m", "path": "m"}})
    with site.refused("ValidationError", "mcpProperties"):
        site.api(name.rsplit("/apis", 1)[0], "rest", mcpProperties={"transportType": "sse"})


def operation(site: Site, api: str, name: str = "get", **properties: Any) -> str:
    given = {"displayName": name, "method": "GET", "urlTemplate": f"/{name}", **properties}
    site.put(f"{api}/operations/{name}", {"properties": given})
    return f"{api}/operations/{name}"


def test_operations(site: Site) -> None:
    api = site.api(site.gateway())
    operation(site, api)
    with site.refused("ValidationError", "GET"):
        operation(site, api, "other", urlTemplate="/get")
    with site.refused("ValidationError", "template"):
        operation(site, api, "item", urlTemplate="/items/{id}")
    operation(site, api, "item", urlTemplate="/items/{id}", templateParameters=[{"name": "id", "type": "string"}])
    with site.refused("ValidationError", "method"):
        operation(site, api, "none", method="")


def test_tools(site: Site) -> None:
    gateway = site.gateway()
    rest, server = site.api(gateway), f"{gateway}/apis/m"
    site.put(server, mcp())
    get = operation(site, rest)
    values = {"displayName": "get_it", "description": "Gets it.", "operationId": get}
    site.put(f"{server}/tools/get_it", {"properties": values})
    site.put(f"{server}/tools/short", {"properties": {**values, "operationId": "/apis/rest/operations/get"}})
    with site.refused("ValidationError", "operation"):
        site.put(f"{server}/tools/bad", {"properties": {**values, "operationId": get + "x"}})
    with site.refused("ValidationError", "displayName"):
        site.put(f"{server}/tools/bad", {"properties": {**values, "displayName": "get it"}})
    with site.refused("ValidationError", "description"):
        site.put(f"{server}/tools/bad", {"properties": {**values, "description": "x" * 1001}})
    with site.refused("ValidationError", "mcp"):
        site.put(f"{rest}/tools/bad", {"properties": values})
    with site.refused("InvalidResourceType"):
        site.put(f"{server}/tools/bad", {"properties": values}, api_version=OLD)
    for target in (get, rest):
        with site.refused("ValidationError", "tool"):
            site.delete(target)
    site.delete(server)
    site.delete(get)


# ------------------------------------------------------------------ configuration
POLICY = "<policies><inbound><base />{}</inbound><backend><base /></backend><outbound /><on-error /></policies>"


def policy(text: str, kind: str = "xml") -> dict[str, Any]:
    return {"properties": {"format": kind, "value": text}}


def test_policies(site: Site) -> None:
    gateway = site.gateway()
    name = f"{gateway}/policies/policy"
    site.put(name, policy(POLICY.format("")))
    for bad in ("<policies><inbound></policies>", "<policy />", "<policies><somewhere /></policies>", ""):
        with site.refused("ValidationError"):
            site.put(name, policy(bad))
    with site.refused("ValidationError", "tenant-id"):
        site.put(name, policy(POLICY.format('<set-header name="x"><value>{{tenant-id}}</value></set-header>')))
    with site.refused("ValidationError", "backends"):
        site.put(name, policy(POLICY.format('<set-backend-service backend-id="orders" />')))
    with site.refused("ValidationError", "policyFragments"):
        site.put(name, policy(POLICY.format('<include-fragment fragment-id="auth" />')))
    site.put(f"{gateway}/policyFragments/auth", policy("<fragment><base /></fragment>"))
    site.put(name, policy(POLICY.format('<include-fragment fragment-id="auth" />')))
    site.put(name, policy('<policies><inbound a="@(x["y"])" /></policies>', "rawxml"))


def test_named_values(site: Site) -> None:
    gateway = site.gateway()
    name = f"{gateway}/namedValues/tenant"
    site.put(name, {"properties": {"displayName": "tenant-id", "value": "x"}})
    with site.refused("ValidationError", "tenant"):
        site.put(f"{gateway}/namedValues/other", {"properties": {"displayName": "Tenant-Id", "value": "x"}})
    with site.refused("ValidationError", "either"):
        site.put(f"{gateway}/namedValues/other", {"properties": {"displayName": "none"}})
    with site.refused("ValidationError", "displayName"):
        site.put(f"{gateway}/namedValues/other", {"properties": {"displayName": "a b", "value": "x"}})
    secret = site.put(
        f"{gateway}/namedValues/s", {"properties": {"displayName": "s", "value": "hidden", "secret": True}}
    )
    assert "hidden" not in str(secret)
    site.put(
        f"{gateway}/policies/policy",
        policy(POLICY.format("<trace source='a'><message>{{tenant-id}}</message></trace>")),
    )
    with site.refused("ValidationError", "policy"):
        site.delete(name)
    site.delete(f"{gateway}/policies/policy")
    site.delete(name)


def test_backends(site: Site) -> None:
    gateway = site.gateway()
    site.put(f"{gateway}/backends/one", {"properties": {"url": "https://x", "protocol": "http"}})
    with site.refused("ValidationError"):
        site.put(f"{gateway}/backends/two", {"properties": {"protocol": "http"}})
    pool = {"type": "Pool", "pool": {"services": [{"id": "/backends/one"}]}}
    site.put(f"{gateway}/backends/pool", {"properties": pool})
    with site.refused("ValidationError", "pool"):
        site.put(
            f"{gateway}/backends/pool", {"properties": {"type": "Pool", "pool": {"services": [{"id": "/backends/x"}]}}}
        )


def test_loggers_and_diagnostics(site: Site) -> None:
    gateway = site.gateway()
    logger = f"{gateway}/loggers/azuremonitor"
    for bad in ({"loggerType": "printer"}, {"loggerType": "applicationInsights"}):
        with site.refused("ValidationError"):
            site.put(logger, {"properties": bad})
    credentials = {"loggerType": "applicationInsights", "credentials": {"connectionString": "x"}}
    with site.refused("ValidationError", "none"):
        site.put(f"{gateway}/loggers/appi", {"properties": {**credentials, "resourceId": f"{gateway}none"}})
    site.put(logger, {"properties": {"loggerType": "azureMonitor"}})
    diagnostic = f"{gateway}/diagnostics/azuremonitor"
    with site.refused("ValidationError", "logger"):
        site.put(diagnostic, {"properties": {"loggerId": f"{gateway}/loggers/none"}})
    with site.refused("ValidationError", "azuremonitor"):
        site.put(f"{gateway}/diagnostics/other", {"properties": {"loggerId": logger}})
    shown = site.put(diagnostic, {"properties": {"loggerId": "/loggers/azuremonitor"}})
    assert shown["properties"]["loggerId"] == logger
    with site.refused("ValidationError", "used"):
        site.delete(logger)
    with site.refused("ValidationError", "loggerType"):
        site.put(logger, {"properties": {**credentials}})
    assert site.get(gateway)["location"] == REGION
