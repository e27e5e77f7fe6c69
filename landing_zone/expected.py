"""The resources that a plan leads to, by type and name: what a deployment is compared with.

Written from the plan and from Azure's own rules, not from the components: both have to agree.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from landing_zone.plan import EndpointName, Plan
from landing_zone.settings.sections.ai_gateway import RestApiServer

PREVIEW_API_MANAGEMENT = "azure-native_apimanagement_v20250901preview"
"""Package of the API Management resources at 2025-09-01-preview."""


@dataclass(frozen=True)
class ExpectedResource:
    """One ARM resource."""

    type: str
    """Pulumi type token."""
    name: str | None
    """ARM name: the last segment of its id; None where it is a GUID that only the deployment knows."""


def expected_resources(plan: Plan) -> tuple[ExpectedResource, ...]:
    """Return every ARM resource that `plan` leads to; the same pair may occur more than once (in several parents)."""
    parts = (_foundation, _network, _encryption, _artifact_store, _search, _foundry, _gateway, _mcp_servers)
    found = [resource for part in parts for resource in part(plan)]
    return (*found, *(_azure("authorization:RoleAssignment", None) for _ in plan.grants))


def _azure(kind: str, name: str | None) -> ExpectedResource:
    return ExpectedResource(f"azure-native:{kind}", name)


def _api_management(kind: str, name: str) -> ExpectedResource:
    return _azure(f"apimanagement:{kind}", name)


def _logged(plan: Plan, settings: int = 1) -> Iterator[ExpectedResource]:
    """Yield the diagnostic settings of one resource."""
    if plan.settings.observability.enabled:
        yield from [_azure("monitor:DiagnosticSetting", "to-log-analytics")] * settings


def _endpoint(plan: Plan, target: EndpointName) -> Iterator[ExpectedResource]:
    """Yield a private endpoint with its zone group."""
    yield _azure("network:PrivateEndpoint", plan.namer.name("private_endpoint", target))
    yield _azure("network:PrivateDnsZoneGroup", "default")


def _foundation(plan: Plan) -> Iterator[ExpectedResource]:
    """Yield resource groups, identities and monitoring."""
    namer, settings = plan.namer, plan.settings.observability
    for group in ("network", "platform", "ai"):
        yield _azure("resources:ResourceGroup", namer.name("resource_group", group))
    for identity in plan.identities:
        yield _azure("managedidentity:UserAssignedIdentity", namer.name("identity", identity))
    if not settings.enabled:
        return
    if settings.existing_workspace_id is None:
        yield _azure("operationalinsights:Workspace", namer.name("workspace"))
        yield from _logged(plan)
    yield _azure("applicationinsights:Component", namer.name("application_insights"))
    yield from _logged(plan)
    if settings.alert_email:
        yield _azure("monitor:ActionGroup", namer.name("action_group"))
    yield _azure("monitor:PrivateLinkScope", namer.name("private_link_scope"))
    yield _azure("monitor:PrivateLinkScopedResource", "workspace")
    yield _azure("monitor:PrivateLinkScopedResource", "application-insights")
    yield from _endpoint(plan, "monitor")


def _network(plan: Plan) -> Iterator[ExpectedResource]:
    """Yield the virtual network, its subnets and the zones of the private endpoints."""
    settings = plan.settings.network
    if settings.existing_virtual_network_id is None:
        yield _azure("network:VirtualNetwork", plan.namer.name("virtual_network"))
        yield from _logged(plan)
    for subnet in plan.subnets:
        if subnet.existing_id is None:
            yield _azure("network:NetworkSecurityGroup", subnet.security_group)
            yield _azure("network:Subnet", subnet.name)
            yield from _logged(plan)
    for zone in plan.zones:
        if zone not in settings.private_dns.existing_zones:
            yield from _zone(plan, zone)


def _zone(plan: Plan, zone: str) -> Iterator[ExpectedResource]:
    yield _azure("privatedns:PrivateZone", zone)
    yield _azure("privatedns:VirtualNetworkLink", plan.namer.name("network_link"))


def _encryption(plan: Plan) -> Iterator[ExpectedResource]:
    settings = plan.settings.encryption
    if not settings.enabled:
        return
    if settings.existing_vault_id is None:
        yield _azure("keyvault:Vault", plan.namer.name("vault"))
        yield from _logged(plan)
        yield from _endpoint(plan, "vault")
    yield from (_azure("keyvault:Key", plan.key_name(key)) for key in plan.keys)
    yield _azure("authorization:RoleAssignment", None)


def _artifact_store(plan: Plan) -> Iterator[ExpectedResource]:
    settings = plan.settings.artifact_store
    if settings.enabled:
        yield _azure("storage:StorageAccount", plan.namer.name("storage_account"))
        yield _azure("storage:BlobServiceProperties", "default")
        yield from (_azure("storage:BlobContainer", container) for container in settings.containers)
        yield from _logged(plan, settings=2)
        yield from _endpoint(plan, "artifacts")


def _search(plan: Plan) -> Iterator[ExpectedResource]:
    if plan.settings.search.enabled:
        yield _azure("search:Service", plan.namer.name("search"))
        yield from _logged(plan)
        yield from _endpoint(plan, "search")


def _foundry(plan: Plan) -> Iterator[ExpectedResource]:
    settings = plan.settings
    if not settings.foundry.enabled:
        return
    yield _azure("cognitiveservices:Account", plan.namer.name("foundry"))
    blocklist = settings.foundry.content_filter.blocklist
    if blocklist:
        yield _azure("cognitiveservices:RaiBlocklist", "organisation")
        yield from (_azure("cognitiveservices:RaiBlocklistItem", item.name) for item in blocklist)
    yield _azure("cognitiveservices:RaiPolicy", "landing-zone")
    yield from (_azure("cognitiveservices:Deployment", model.name) for model in settings.foundry.models)
    yield _azure("cognitiveservices:Project", settings.foundry.project)
    if settings.artifact_store.enabled:
        yield _azure("cognitiveservices:ProjectConnection", "artifact-store")
    if settings.search.enabled:
        yield _azure("cognitiveservices:ProjectConnection", "search")
    yield from _logged(plan, settings=2)
    yield from _endpoint(plan, "foundry")


def _gateway(plan: Plan) -> Iterator[ExpectedResource]:
    if not plan.settings.ai_gateway.enabled:
        return
    name = plan.namer.name("ai_gateway")
    yield ExpectedResource(f"{PREVIEW_API_MANAGEMENT}:apimanagement:ApiManagementService", name)
    yield from _logged(plan)
    yield _api_management("Logger", "azuremonitor")
    yield _api_management("Diagnostic", "azuremonitor")
    yield _api_management("Policy", "policy")
    yield _api_management("Api", "oauth-protected-resource")
    yield _api_management("ApiPolicy", "policy")
    yield _api_management("ApiDiagnostic", "azuremonitor")
    yield from _zone(plan, f"{name}.azure-api.net")
    yield _azure("privatedns:PrivateRecordSet", "@")


def _mcp_servers(plan: Plan) -> Iterator[ExpectedResource]:
    for server in plan.settings.mcp_servers:
        yield ExpectedResource(f"{PREVIEW_API_MANAGEMENT}:apimanagement:Api", server.name)
        yield _api_management("ApiPolicy", "policy")
        yield _api_management("ApiDiagnostic", "azuremonitor")
        yield _api_management("ApiOperation", server.name)
        yield _api_management("ApiOperationPolicy", "policy")
        if server.backend_resource:
            yield _api_management("NamedValue", f"{server.name}-identity")
        if isinstance(server, RestApiServer):
            yield _api_management("Api", f"{server.name}-rest")
            yield _api_management("ApiPolicy", "policy")
            yield _api_management("ApiDiagnostic", "azuremonitor")
            yield from (_api_management("ApiOperation", operation.name) for operation in server.operations)
            yield from (_api_management("ApiTool", tool.name) for tool in server.tools)
        else:
            yield _api_management("Backend", f"{server.name}-backend")
