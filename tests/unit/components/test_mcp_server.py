"""MCP servers: the right API type and version, guarded, tools explicit, metadata served."""

from typing import Any

import pytest
from ai_samples import TENANT, gateway_args, gateway_with_servers, pass_through_args, policy_tree, rest_api_args
from harness import deploy, value_of

from components.ai_gateway import AiGateway
from components.api_management_preview import PACKAGE
from components.mcp_server import PassThroughMcpServer, RestApiMcpServer
from components.mcp_server.rest_api import template_parameters

MCP_API = f"{PACKAGE}:apimanagement:Api"
APIM = "azure-native:apimanagement:"


@pytest.fixture(scope="module")
def deployment():
    return deploy(gateway_with_servers)


def with_pass_through(**changes):
    return deploy(
        lambda: PassThroughMcpServer("docs", pass_through_args(AiGateway("gateway", gateway_args()), **changes))
    )


def with_rest_api(**changes):
    return deploy(lambda: RestApiMcpServer("orders", rest_api_args(AiGateway("gateway", gateway_args()), **changes)))


def children(deployment, component):
    return sorted((r.type.rsplit(":", 1)[-1], r.name) for r in deployment.resources if r.parent == component)


def test_pass_through_creates(deployment):
    assert children(deployment, "docs") == [
        ("Api", "docs"),
        ("ApiDiagnostic", "docs-logging"),
        ("ApiOperation", "docs-metadata"),
        ("ApiOperationPolicy", "docs-metadata-policy"),
        ("ApiPolicy", "docs-policy"),
        ("Backend", "docs-backend"),
    ]


def test_rest_api_creates(deployment):
    assert children(deployment, "orders") == [
        ("Api", "orders"),
        ("Api", "orders-rest"),
        ("ApiDiagnostic", "orders-logging"),
        ("ApiDiagnostic", "orders-rest-logging"),
        ("ApiOperation", "orders-metadata"),
        ("ApiOperation", "orders-rest-delete-order"),
        ("ApiOperation", "orders-rest-get-order"),
        ("ApiOperation", "orders-rest-list-orders"),
        ("ApiOperationPolicy", "orders-metadata-policy"),
        ("ApiPolicy", "orders-policy"),
        ("ApiPolicy", "orders-rest-policy"),
        ("ApiTool", "orders-tool-get_order"),
        ("ApiTool", "orders-tool-list_orders"),
        ("NamedValue", "orders-identity"),
    ]


def test_the_api_is_an_mcp_server_of_the_documented_shape(deployment):
    inputs = deployment.one(MCP_API, "docs").inputs
    # `type`, as ARM calls it, is no input of the provider: it would be dropped and leave an unguarded HTTP API.
    assert (inputs["apiType"], "type" in inputs) == ("mcp", False)
    assert inputs["mcpProperties"] == {
        "transportType": "streamable",
        "endpoints": [{"name": "message", "uriTemplate": "/mcp"}],
    }
    assert inputs["serviceUrl"] == "https://docs.example.com"
    assert inputs["protocols"] == ["https"]
    assert inputs["subscriptionRequired"] is False


def test_a_server_made_of_tools_has_no_backend_of_its_own(deployment):
    inputs = deployment.one(MCP_API, "orders").inputs
    assert inputs["apiType"] == "mcp"
    assert {"serviceUrl", "mcpProperties"}.isdisjoint(inputs)


def test_the_backends_certificate_is_checked(deployment):
    backend = deployment.one(f"{APIM}Backend").inputs
    assert backend["tls"] == {"validateCertificateChain": True, "validateCertificateName": True}
    assert (backend["protocol"], backend["type"], backend["url"]) == ("http", "Single", "https://docs.example.com")


def test_the_policy_sends_calls_to_that_backend(deployment):
    policy = policy_tree(deployment.named("docs-policy").inputs["value"])
    backend = policy.find("inbound/set-backend-service").get("backend-id")
    assert backend == deployment.one(f"{APIM}Backend").inputs["backendId"]


def test_the_rest_api_is_guarded_like_the_server(deployment):
    for name in ("docs-policy", "orders-policy", "orders-rest-policy"):
        check = policy_tree(deployment.named(name).inputs["value"]).find("inbound/validate-azure-ad-token")
        assert check.get("tenant-id") == TENANT


def test_only_named_operations_are_tools(deployment):
    tools = {r.inputs["toolId"]: r for r in deployment.of_type(f"{APIM}ApiTool")}
    assert set(tools) == {"list_orders", "get_order"}
    assert tools["get_order"].inputs["operationId"].endswith("/orders-rest-get-order")


def test_tools_come_after_their_operations(deployment):
    assert deployment.ordered(deployment.named("orders-rest-get-order"), deployment.named("orders-tool-get_order"))


def test_the_named_value_comes_before_the_policy_that_uses_it(deployment):
    value, policy = deployment.named("orders-identity"), deployment.named("orders-rest-policy")
    assert value.inputs["value"] == "client-gateway"
    assert "{{" + value.inputs["displayName"] + "}}" in policy.inputs["value"]
    assert deployment.ordered(value, policy)


def test_servers_are_written_one_after_the_other(deployment):
    assert deployment.ordered(
        deployment.named("gateway-metadata-logging"),
        deployment.named("docs-backend"),
        deployment.named("docs-metadata-policy"),
        deployment.named("orders-identity"),
    )


def test_metadata_is_served_where_the_url_says(deployment):
    _, docs, _ = deployment.result
    operation = deployment.named("docs-metadata").inputs
    base = "https://apim-example.azure-api.net/.well-known/oauth-protected-resource"
    assert value_of(docs.metadata_url) == base + operation["urlTemplate"]
    assert operation["method"] == "GET"


def test_endpoint_urls(deployment):
    _, docs, orders = deployment.result
    assert value_of(docs.endpoint_url) == "https://apim-example.azure-api.net/docs/mcp"
    assert value_of(orders.endpoint_url) == "https://apim-example.azure-api.net/orders/mcp"


def test_policies_are_known_at_preview():
    preview = deploy(gateway_with_servers, preview=True)
    policies = [r for r in preview.resources if r.type in (f"{APIM}ApiPolicy", f"{APIM}ApiOperationPolicy")]
    assert len(policies) == 6
    for policy in policies:
        assert policy_tree(policy.inputs["value"]).tag == "policies"


def test_path_parameters_are_declared():
    operation: Any = {"operation_name": "o", "method": "GET", "path": "/a/{first}/b/{second}"}
    details = [{"parameter_name": "second", "data_type": "integer", "description": "d"}]
    detailed: Any = {**operation, "parameters": details}
    assert template_parameters(detailed) == [
        {"name": "first", "type": "string", "description": None, "required": True},
        {"name": "second", "type": "integer", "description": "d", "required": True},
    ]
    plain: Any = {**operation, "path": "/a"}
    assert template_parameters(plain) == []


AUTHENTICATION = {"tenant_id": TENANT, "audience": "api://mcp"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"authentication": {**AUTHENTICATION, "tenant_id": "common"}}, "every tenant"),
        ({"authentication": {**AUTHENTICATION, "tenant_id": "organizations"}}, "every tenant"),
        ({"authentication": {**AUTHENTICATION, "audience": ""}}, "audience is empty"),
        ({"path": "/docs"}, "starts or ends with a slash"),
        ({"path": ""}, "starts or ends with a slash"),
        ({"backend_url": "http://docs.example.com"}, "is not https"),
    ],
)
@pytest.mark.parametrize("build", [with_pass_through, with_rest_api])
def test_what_would_open_a_server_is_refused(build, changes, message):
    with pytest.raises(ValueError, match=message):
        build(**changes)


def test_a_tool_needs_its_operation():
    tools = [{"tool_name": "drop", "operation_name": "drop-orders", "description": "d"}]
    with pytest.raises(ValueError, match="known are delete-order, get-order, list-orders"):
        with_rest_api(tools=tools)


def test_a_parameter_needs_its_place_in_the_path():
    operations = [{"operation_name": "o", "method": "GET", "path": "/o", "parameters": [{"parameter_name": "id"}]}]
    with pytest.raises(ValueError, match="has no id in its path"):
        with_rest_api(operations=operations, tools=[])
