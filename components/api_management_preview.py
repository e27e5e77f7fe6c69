"""API Management resources at 2025-09-01-preview, through azure-native's parameterised package.

The pinned SDK defaults to 2024-05-01, which knows neither MCP servers nor the PremiumV2 tier. azure-native serves other
API versions as packages of their own (`pulumi package add azure-native apimanagement 2025-09-01-preview`). The few
resources that we need are written here by hand: the generated SDK has over a hundred classes, and the generic
`resources.Resource` looks for an existing resource at an API version that these types do not have.
"""

import base64
import json
from importlib.metadata import version
from typing import Any, NotRequired, TypedDict

import pulumi

API_VERSION = "2025-09-01-preview"
PACKAGE = "azure-native_apimanagement_v20250901preview"

_PROVIDER_VERSION = version("pulumi_azure_native")
_PARAMETER = base64.b64encode(
    json.dumps({"module": "apimanagement", "version": "v20250901preview"}, separators=(",", ":")).encode()
)
"""What azure-native itself stores in a generated SDK: base64 of JSON (provider/pkg/provider, parameterize)."""

_PLAIN_SETTINGS = (
    "auxiliaryTenantIds", "clientCertificatePath", "clientId", "disablePulumiPartnerId", "environment", "location",
    "metadataHost", "msiEndpoint", "oidcAudience", "oidcRequestUrl", "oidcTokenFilePath", "partnerId",
    "subscriptionId", "tenantId", "useDefaultAzureCredential", "useMsi", "useOidc",
)  # fmt: skip
_SECRET_SETTINGS = ("clientCertificatePassword", "clientSecret", "oidcRequestToken", "oidcToken")


async def _package_ref() -> str | None:
    """Register the package with the engine. The SDK remembers the answer for the deployment."""
    return await pulumi.runtime.register_package(
        "azure-native",
        _PROVIDER_VERSION,
        "",
        PACKAGE,
        _PROVIDER_VERSION,
        base64.b64encode(_PARAMETER).decode(),  # the SDK takes the bytes in base64 once more
    )


class _Provider(pulumi.ProviderResource):
    """Provider of the package, set up as `azure-native:*` is.

    The engine configures a parameterised package's default provider from a configuration namespace of its own, so
    that `azure-native:subscriptionId` would be ignored and resources could end up in another subscription.
    """

    def __init__(self) -> None:
        config = pulumi.Config("azure-native")
        settings: dict[str, Any] = {key: config.get(key) for key in _PLAIN_SETTINGS}
        settings |= {key: config.get_secret(key) for key in _SECRET_SETTINGS}
        super().__init__(
            PACKAGE,
            "api-management-preview",
            {key: value for key, value in settings.items() if value is not None},
            pulumi.ResourceOptions(version=_PROVIDER_VERSION),
            package_ref=_package_ref(),
        )


class _ProviderOfDeployment:
    """One provider for each engine that the process talks to: tests run many deployments in one process."""

    def __init__(self) -> None:
        self._monitor: object = None
        self._provider: _Provider | None = None

    def get(self) -> _Provider:
        monitor: object = pulumi.runtime.settings.get_monitor()
        if self._provider is None or monitor is not self._monitor:
            self._monitor, self._provider = monitor, _Provider()
        return self._provider


_provider = _ProviderOfDeployment()


class PreviewResource(pulumi.CustomResource):
    """Base of the resources: the input names are those of the SDK (camel case, ARM's `properties` flattened)."""

    _outputs: dict[str, str]
    """Name in the provider's answer -> Python attribute."""

    def __init__(
        self, resource_type: str, name: str, inputs: dict[str, Any], opts: pulumi.ResourceOptions | None
    ) -> None:
        defaults = pulumi.ResourceOptions(version=_PROVIDER_VERSION)
        if opts is None or opts.provider is None:
            defaults.provider = _provider.get()
        super().__init__(
            f"{PACKAGE}:apimanagement:{resource_type}",
            name,
            dict.fromkeys(self._outputs.values()) | inputs,
            pulumi.ResourceOptions.merge(defaults, opts),
            package_ref=_package_ref(),
        )

    def translate_output_property(self, prop: str) -> str:
        """Return the attribute that holds an output. Called by the SDK."""
        return self._outputs.get(prop, prop)


class ApiManagementService(PreviewResource):
    """An API Management service, any tier."""

    name: pulumi.Output[str]
    """Name of the service."""
    gateway_url: pulumi.Output[str]
    """URL of the gateway."""
    private_ip_addresses: pulumi.Output[list[str] | None]
    """Addresses of the gateway in the virtual network."""

    _outputs = {"name": "name", "gatewayUrl": "gateway_url", "privateIPAddresses": "private_ip_addresses"}  # noqa: RUF012

    def __init__(
        self,
        resource_name: str,
        *,
        resource_group_name: pulumi.Input[str],
        service_name: pulumi.Input[str],
        location: pulumi.Input[str],
        sku: dict[str, Any],
        properties: dict[str, Any],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        """Register the service.

        Args:
            resource_name: Pulumi name.
            resource_group_name: resource group of the service.
            service_name: name in Azure.
            location: region.
            sku: `{"name": ..., "capacity": ...}`.
            properties: further inputs by their names in the SDK (camel case); `None` is left out.
            opts: options of the resource.
        """
        inputs = {
            "resourceGroupName": resource_group_name,
            "serviceName": service_name,
            "location": location,
            "sku": sku,
            **properties,
        }
        super().__init__("ApiManagementService", resource_name, inputs, opts)


class McpApiInputs(TypedDict):
    """Inputs of an API of type `mcp`."""

    resource_group_name: pulumi.Input[str]
    """Resource group of the service."""
    service_name: pulumi.Input[str]
    """Name of the API Management service."""
    api_id: str
    """Name of the API."""
    path: str
    """Path below the gateway."""
    display_name: str
    """Name that people see."""
    description: NotRequired[str | None]
    """What the server is for."""
    service_url: NotRequired[str]
    """Base URL of the MCP server that calls are passed to. Left out: tools call operations of other APIs."""
    endpoint_path: NotRequired[str]
    """Path of the streamable endpoint below `service_url`."""


class McpApi(PreviewResource):
    """An API of type `mcp`: an MCP server on the gateway."""

    name: pulumi.Output[str]
    """Name of the API, its last id segment."""

    _outputs = {"name": "name"}  # noqa: RUF012

    def __init__(self, resource_name: str, inputs: McpApiInputs, opts: pulumi.ResourceOptions | None = None) -> None:
        path = inputs.get("endpoint_path")
        properties = {
            "resourceGroupName": inputs["resource_group_name"],
            "serviceName": inputs["service_name"],
            "apiId": inputs["api_id"],
            # The SDK's name of ARM's `type`; the specification renames it because resources have a type already.
            "apiType": "mcp",
            "path": inputs["path"],
            "displayName": inputs["display_name"],
            "description": inputs.get("description"),
            "protocols": ["https"],
            # Callers bring a token; a subscription key would be a second, weaker credential.
            "subscriptionRequired": False,
            "serviceUrl": inputs.get("service_url"),
            "mcpProperties": _streamable(path) if path else None,
        }
        super().__init__("Api", resource_name, properties, opts)


def _streamable(path: str) -> dict[str, Any]:
    # This transport has exactly one endpoint, called `message` (azure-docs, manage-mcp-servers-rest-api.md).
    return {"transportType": "streamable", "endpoints": [{"name": "message", "uriTemplate": path}]}
