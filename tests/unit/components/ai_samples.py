"""Arguments of the AI components that several tests start from; each test changes one thing."""

from typing import Any
from xml.etree.ElementTree import fromstring

import pulumi

from components.ai_gateway import AiGateway
from components.interfaces.private_endpoint import zones_for
from components.mcp_server import PassThroughMcpServer, RestApiMcpServer

LOCATION = "swedencentral"
TENANT = "11111111-1111-4111-8111-111111111111"
AUDIENCE = "api://mcp"
WORKSPACE = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/log"
WHERE: dict[str, Any] = {
    "resource_group_name": "rg-ai",
    "location": LOCATION,
    "tags": {"owner": "platform"},
    "diagnostics": {"workspace_id": WORKSPACE},
}


def endpoint(name: str, arm_type: str, group: str) -> Any:
    zones = zones_for(arm_type, group, LOCATION)
    return {"endpoint_name": name, "subnet_id": "/subnet", "zone_ids": {zone: f"/zones/{zone}" for zone in zones}}


def foundry_args(**changes: Any) -> Any:
    args: Any = {
        **WHERE,
        "account_name": "aif-example",
        "custom_sub_domain_name": "aif-example",
        "project_name": "default",
        "identity_ids": ["/identities/foundry"],
        "agent_subnet_id": "/subnets/agents",
        "customer_managed_key": {
            "vault_uri": "https://kv-example.vault.azure.net/",
            "key_name": "foundry",
            "identity_id": "/identities/encryption",
            "identity_client_id": "client-encryption",
        },
        "content_filter": {
            "blocklist": {
                "blocklist_name": "organisation",
                "items": [
                    {"item_name": "project-names", "pattern": "aurora"},
                    {"item_name": "card-numbers", "pattern": r"\d{16}", "is_regex": True},
                ],
            }
        },
        "models": [model("chat", "gpt-4.1-mini"), model("embeddings", "text-embedding-3-large")],
        "connections": [
            connection("search", "CognitiveSearch", "https://srch-example.search.windows.net"),
            connection("artifacts", "AzureStorageAccount", "https://stexample.blob.core.windows.net/"),
        ],
        "private_endpoint": endpoint("pe-aif", "Microsoft.CognitiveServices/accounts", "account"),
    }
    return {**args, **changes}


def model(deployment: str, name: str) -> dict[str, Any]:
    return {
        "deployment_name": deployment,
        "model_name": name,
        "model_version": "2025-04-14",
        "sku_name": "DataZoneStandard",
        "capacity": 10,
    }


def connection(name: str, category: str, target: str) -> dict[str, Any]:
    return {"connection_name": name, "category": category, "target": target, "resource_id": f"/{name}"}


def search_args(**changes: Any) -> Any:
    args: Any = {
        **WHERE,
        "service_name": "srch-example",
        "identity_ids": ["/identities/search"],
        "private_endpoint": endpoint("pe-srch", "Microsoft.Search/searchServices", "searchService"),
    }
    return {**args, **changes}


def gateway_args(**changes: Any) -> Any:
    args: Any = {
        **WHERE,
        "service_name": "apim-example",
        "publisher_name": "AI platform",
        "publisher_email": "ai@example.com",
        "subnet_id": "/subnets/gateway",
        "identity_ids": ["/identities/gateway"],
        "private_dns": {"network_ids": {"link-spoke": "/networks/spoke"}, "resource_group_name": "rg-network"},
    }
    return {**args, **changes}


def pass_through_args(gateway: AiGateway, **changes: Any) -> Any:
    return {
        **on(gateway),
        "server_name": "docs",
        "display_name": "Docs",
        "path": "docs",
        "backend_url": "https://docs.example.com",
        **changes,
    }


def rest_api_args(gateway: AiGateway, **changes: Any) -> Any:
    return {
        **on(gateway),
        "server_name": "orders",
        "display_name": "Orders",
        "path": "orders",
        "backend_url": "https://orders.example.com",
        "backend_sign_in": {"resource": "api://orders", "identity_client_id": "client-gateway"},
        "operations": [
            {"operation_name": "list-orders", "method": "GET", "path": "/orders"},
            {"operation_name": "get-order", "method": "GET", "path": "/orders/{id}"},
            {"operation_name": "delete-order", "method": "DELETE", "path": "/orders/{id}"},
        ],
        "tools": [
            {"tool_name": "list_orders", "operation_name": "list-orders", "description": "Lists orders."},
            {"tool_name": "get_order", "operation_name": "get-order", "description": "Reads an order."},
        ],
        **changes,
    }


def on(gateway: AiGateway) -> dict[str, Any]:
    return {
        "resource_group_name": "rg-ai",
        "service_name": gateway.service_name,
        "gateway_url": gateway.gateway_url,
        "logger_id": gateway.logger_id,
        "metadata_api_name": gateway.metadata_api_name,
        "authentication": {"tenant_id": TENANT, "audience": AUDIENCE},
        "after": [gateway.last_write_id],
    }


def gateway_with_servers() -> tuple[AiGateway, PassThroughMcpServer, RestApiMcpServer]:
    gateway = AiGateway("gateway", gateway_args())
    docs = PassThroughMcpServer("docs", pass_through_args(gateway))
    after: list[pulumi.Input[str]] = [docs.last_write_id]
    return gateway, docs, RestApiMcpServer("orders", rest_api_args(gateway, after=after))


def policy_tree(policy: str) -> Any:
    """Parse a policy document of our own."""
    return fromstring(policy)  # noqa: S314
