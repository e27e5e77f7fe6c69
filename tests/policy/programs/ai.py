# pyright: reportArgumentType=false
# Programs write plain dictionaries; what the SDK makes of them is what is judged here.
"""Compliant programs around models, agents and their tools."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pulumi
import pulumi_azure_native as az

from tests.policy.programs.site import KEPT, Site

POLICY = (
    "<policies><inbound><base />"
    '<validate-azure-ad-token tenant-id="7e4a47ed-0000-4000-8000-000000000001"><audiences><audience>api://tools'
    "</audience></audiences></validate-azure-ad-token>"
    '<rate-limit-by-key calls="60" renewal-period="60" counter-key="@(context.Request.IpAddress)" />'
    '<set-header name="Authorization" exists-action="delete" /></inbound>'
    "<backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>"
)


def foundry() -> None:
    """A Foundry account with a project, a guardrail and a model."""
    site = Site()
    agents = site.make_subnet("agents", "10.0.2.0/24", "Microsoft.App/environments")
    account = az.cognitiveservices.Account(
        "foundry",
        account_name="aif-x",
        kind="AIServices",
        sku={"name": "S0"},
        identity=site.user,
        properties={
            "custom_sub_domain_name": "aif-x",
            "allow_project_management": True,
            "disable_local_auth": True,
            "public_network_access": "Disabled",
            "network_acls": {"default_action": "Deny"},
            "restrict_outbound_network_access": True,
            "allowed_fqdn_list": ["example.com"],
            "network_injections": [{"scenario": "agent", "subnet_arm_id": agents.id}],
            "encryption": {
                "key_source": "Microsoft.KeyVault",
                "key_vault_properties": {
                    "key_name": "data",
                    "key_version": "1",
                    "key_vault_uri": pulumi.Output.concat("https://", site.vault.name, ".vault.azure.net/"),
                    "identity_client_id": site.identity.client_id,
                },
            },
        },
        opts=KEPT,
        **site.here,
    )
    _model(site, account)
    project = az.cognitiveservices.Project(
        "project", project_name="x", account_name=account.name, identity=site.user, properties={}, **site.here
    )
    site.logs("project", project.id)
    zones = ("cognitiveservices.azure.com", "openai.azure.com", "services.ai.azure.com")
    site.closed("foundry", account.id, "account", *zones)


def _model(site: Site, account: az.cognitiveservices.Account) -> None:
    child = {"account_name": account.name, **site.inside}
    guardrail = _guardrail(child)
    az.cognitiveservices.Deployment(
        "chat",
        deployment_name="chat",
        sku={"name": "DataZoneStandard", "capacity": 10},
        properties={
            "model": {"format": "OpenAI", "name": "gpt-4.1", "version": "2025-04-14"},
            "version_upgrade_option": "NoAutoUpgrade",
            "rai_policy_name": guardrail.name,
        },
        tags={"ai-eval-date": datetime.now(UTC).date().isoformat(), "ai-eval-report": "https://example.com/report"},
        **child,
    )


def _guardrail(child: dict[str, Any]) -> az.cognitiveservices.RaiPolicy:
    terms = az.cognitiveservices.RaiBlocklist("terms", rai_blocklist_name="terms", properties={}, **child)
    harms = [(name, side) for name in ("Hate", "Sexual", "Violence", "Selfharm") for side in ("Prompt", "Completion")]
    shields = [("Jailbreak", "Prompt"), ("Indirect Attack", "Prompt"), ("Indirect Attack Spotlighting", "Prompt")]
    shields += [("Protected Material Text", "Completion"), ("Protected Material Code", "Completion")]
    on = {"enabled": True, "blocking": True}
    return az.cognitiveservices.RaiPolicy(
        "guardrail",
        rai_policy_name="strict",
        properties={
            "base_policy_name": "Microsoft.DefaultV2",
            "mode": "Blocking",
            "content_filters": [
                {**on, "name": "Hate", "source": "PreToolCall", "severity_threshold": "Medium", "action": "BLOCKING"},
                {**on, "name": "Indirect Attack", "source": "PostToolCall", "action": "HITL"},
                *({**on, "name": name, "source": side, "severity_threshold": "Medium"} for name, side in harms),
                *({**on, "name": name, "source": side} for name, side in shields),
            ],
            "custom_blocklists": [
                {"blocklist_name": terms.name, "source": side, "blocking": True} for side in ("Prompt", "Completion")
            ],
        },
        **child,
    )


def gateway() -> None:
    """API Management in front of an MCP server: callers sign in, limits apply, their token stays outside."""
    site = Site()
    subnet = site.make_subnet("gateway", "10.0.3.0/27", "Microsoft.Web/hostingEnvironments")
    service = az.apimanagement.ApiManagementService(
        "gateway",
        service_name="apim-x",
        publisher_email="team@example.com",
        publisher_name="Team",
        sku={"name": "PremiumV2", "capacity": 1},
        virtual_network_type="Internal",
        virtual_network_configuration={"subnet_resource_id": subnet.id},
        identity={"type": "SystemAssigned"},
        api_version_constraint={"min_api_version": "2021-08-01"},
        developer_portal_status="Disabled",
        legacy_portal_status="Disabled",
        **site.here,
    )
    child = {"service_name": service.name, **site.inside}
    _servers(site, service, child)
    _silent_logs(child)
    site.closed("gateway", service.id, "Gateway", "azure-api.net")


def _servers(site: Site, service: az.apimanagement.ApiManagementService, child: dict[str, Any]) -> None:
    api = az.resources.Resource(
        "tools",
        resource_provider_namespace="Microsoft.ApiManagement",
        parent_resource_path="service/apim-x",
        resource_type="apis",
        resource_name_="tools",
        api_version="2025-09-01-preview",
        properties={"type": "mcp", "displayName": "Tools", "path": "tools", "protocols": ["https"]},
        opts=pulumi.ResourceOptions(depends_on=[service]),
        **site.inside,
    )
    operation = _orders(child)
    az.apimanagement.ApiTool(
        "get-order-tool",
        tool_id="get-order",
        api_id="tools",
        display_name="get_order",
        description="Returns one order.",
        operation_id=operation.id,
        opts=pulumi.ResourceOptions(depends_on=[api]),
        **child,
    )
    for name in ("tools", "orders"):
        az.apimanagement.ApiPolicy(
            f"{name}-policy",
            policy_id="policy",
            api_id=name,
            format="xml",
            value=POLICY,
            opts=pulumi.ResourceOptions(depends_on=[api, operation]),
            **child,
        )


def _orders(child: dict[str, Any]) -> az.apimanagement.ApiOperation:
    rest = az.apimanagement.Api(
        "orders",
        api_id="orders",
        display_name="Orders",
        path="orders",
        protocols=["https"],
        service_url="https://orders.internal.example.com",
        subscription_required=False,
        **child,
    )
    return az.apimanagement.ApiOperation(
        "get-order",
        operation_id="get-order",
        api_id=rest.name,
        display_name="One order",
        method="GET",
        url_template="/orders/{id}",
        template_parameters=[{"name": "id", "type": "string", "required": True}],
        **child,
    )


def _silent_logs(child: dict[str, Any]) -> None:
    silent = {"request": {"body": {"bytes": 0}}, "response": {"body": {"bytes": 0}}}
    logger = az.apimanagement.Logger("logger", logger_id="azuremonitor", logger_type="azureMonitor", **child)
    az.apimanagement.Diagnostic(
        "diagnostic",
        diagnostic_id="azuremonitor",
        logger_id=logger.id,
        always_log="allErrors",
        sampling={"sampling_type": "fixed", "percentage": 100},
        frontend=silent,
        backend=silent,
        **child,
    )


def search() -> None:
    """A search service without keys."""
    site = Site()
    service = az.search.Service(
        "search",
        search_service_name="srch-x",
        sku={"name": "standard"},
        replica_count=3,
        public_network_access="disabled",
        disable_local_auth=True,
        identity={"type": "SystemAssigned"},
        encryption_with_cmk={"enforcement": "Enabled"},
        data_exfiltration_protections=["BlockAll"],
        opts=KEPT,
        **site.here,
    )
    site.closed("search", service.id, "searchService", "search.windows.net")


def machine_learning() -> None:
    """A Machine Learning workspace in a managed network."""
    site = Site()
    key = {"key_vault_arm_id": site.vault.id, "key_identifier": site.key.key_uri_with_version}
    workspace = az.machinelearningservices.Workspace(
        "ml",
        workspace_name="mlw-x",
        key_vault=site.vault.id,
        public_network_access="Disabled",
        managed_network={"isolation_mode": "AllowOnlyApprovedOutbound"},
        identity=site.user,
        primary_user_assigned_identity=site.identity.id,
        system_datastores_auth_mode="Identity",
        hbi_workspace=True,
        encryption={
            "status": "Enabled",
            "key_vault_properties": key,
            "identity": {"user_assigned_identity": site.identity.id},
        },
        opts=KEPT,
        **site.here,
    )
    site.closed("ml", workspace.id, "amlworkspace", "api.azureml.ms", "notebooks.azure.net")


PROGRAMS: dict[str, Callable[[], None]] = {
    "foundry": foundry,
    "gateway": gateway,
    "search": search,
    "machine_learning": machine_learning,
}
