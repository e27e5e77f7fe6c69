"""Where ARM keeps what the SDK shows: `properties` containers and names that differ.

azure-native flattens the `properties` object of a resource (`x-ms-client-flatten`) and uses the client name of the
specification (`x-ms-client-name`). Neither is visible in the generated SDK, so the rules stand here as data.
Sources: Azure/azure-rest-api-specs, specification/<service>/resource-manager, and Azure/bicep-types-az,
generated/<service>/<namespace>/<api-version>/types.md (ARM names), compared with the SDK 3.29.0 (SDK names).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

# Keys of a resource that ARM keeps beside `properties` (resource-api-reference of the ARM RPC: tracked resource).
ENVELOPE = frozenset(
    {"id", "name", "type", "etag", "location", "tags", "sku", "kind", "identity", "zones", "plan", "systemData"}
    | {"extendedLocation", "managedBy", "managedByExtended", "azureApiVersion"}
)

# Envelope-looking names that a service keeps inside `properties`.
_INSIDE: Mapping[str, frozenset[str]] = {
    "operationalinsights:Workspace": frozenset({"sku"}),
    "apimanagement:Backend": frozenset({"type"}),
    "apimanagement:NamedValue": frozenset({"tags"}),
    "apimanagement:Group": frozenset({"type"}),
    "compute:VirtualMachineExtension": frozenset({"type"}),
    "cosmosdb:SqlResourceSqlRoleDefinition": frozenset({"type"}),
    "monitor:PrivateLinkScopedResource": frozenset({"kind"}),
    "network:AzureFirewall": frozenset({"sku"}),
    "network:FirewallPolicy": frozenset({"sku"}),
    "network:ApplicationGateway": frozenset({"sku"}),
    "network:VirtualNetworkGateway": frozenset({"sku"}),
}
# The same for outputs where the SDK shows the resource's own value under that name.
_OUTPUT_ENVELOPE: Mapping[str, frozenset[str]] = {
    "apimanagement:Backend": frozenset({"type"}),
    "apimanagement:Group": frozenset({"type"}),
    "compute:VirtualMachineExtension": frozenset({"type"}),
    "cosmosdb:SqlResourceSqlRoleDefinition": frozenset({"type"}),
}

# SDK name -> ARM name, by type: `module:Resource` or `module.NestedType` without its Args or Response ending.
_RENAMED: Mapping[str, Mapping[str, str]] = {
    "apimanagement:Api": {
        "apiType": "type",
        "soapApiType": "apiType",
        "translateRequiredQueryParametersConduct": "translateRequiredQueryParameters",
    },
    "applicationinsights:Component": {
        "applicationType": "Application_Type",
        "flowType": "Flow_Type",
        "requestSource": "Request_Source",
        "hockeyAppId": "HockeyAppId",
        "hockeyAppToken": "HockeyAppToken",
        "samplingPercentage": "SamplingPercentage",
        "disableIpMasking": "DisableIpMasking",
        "disableLocalAuth": "DisableLocalAuth",
        "forceCustomerStorageForProfiler": "ForceCustomerStorageForProfiler",
        "immediatePurgeDataOn30Days": "ImmediatePurgeDataOn30Days",
        "ingestionMode": "IngestionMode",
        "retentionInDays": "RetentionInDays",
        "workspaceResourceId": "WorkspaceResourceId",
        "appId": "AppId",
        "applicationId": "ApplicationId",
        "connectionString": "ConnectionString",
        "creationDate": "CreationDate",
        "instrumentationKey": "InstrumentationKey",
        "laMigrationDate": "LaMigrationDate",
        "privateLinkScopedResources": "PrivateLinkScopedResources",
        "tenantId": "TenantId",
    },
    "applicationinsights.PrivateLinkScopedResource": {"resourceId": "ResourceId", "scopeId": "ScopeId"},
    "storage:StorageAccount": {
        "enableHttpsTrafficOnly": "supportsHttpsTrafficOnly",
        "enableNfsV3": "isNfsV3Enabled",
        "networkRuleSet": "networkAcls",
    },
    "storage.Encryption": {"encryptionIdentity": "identity", "keyVaultProperties": "keyvaultproperties"},
    "storage.EncryptionIdentity": {
        "encryptionUserAssignedIdentity": "userAssignedIdentity",
        "encryptionFederatedIdentityClientId": "federatedIdentityClientId",
    },
    "storage.KeyVaultProperties": {"keyName": "keyname", "keyVaultUri": "keyvaulturi", "keyVersion": "keyversion"},
    "storage.IPRule": {"iPAddressOrRange": "value"},
    "storage.VirtualNetworkRule": {"virtualNetworkResourceId": "id"},
    "keyvault.KeyAttributes": {"expires": "exp", "notBefore": "nbf"},
    "keyvault.SecretAttributes": {"expires": "exp", "notBefore": "nbf"},
}

# Nested types whose own `properties` the SDK flattens (sub-resources of Microsoft.Network and connections).
_FLATTENED: Mapping[str, frozenset[str]] = {
    "network": frozenset(
        {"ApplicationGatewayIPConfiguration", "AzureFirewallIPConfiguration", "BackendAddressPool"}
        | {"BastionHostIPConfiguration", "Delegation", "FlowLog", "FrontendIPConfiguration", "IPConfiguration"}
        | {"IPConfigurationProfile", "InboundNatRule", "NatGateway", "NetworkInterface", "PublicIPAddress"}
        | {"NetworkInterfaceIPConfiguration", "NetworkInterfaceTapConfiguration", "NetworkSecurityGroup"}
        | {"PrivateDnsZoneConfig", "PrivateEndpoint", "PrivateEndpointIPConfiguration", "PrivateLinkService"}
        | {"PrivateLinkServiceConnection", "ResourceNavigationLink", "Route", "RouteTable", "SecurityRule"}
        | {"ServiceAssociationLink", "ServiceEndpointPolicy", "ServiceEndpointPolicyDefinition", "Subnet"}
        | {"VirtualNetworkPeering", "VirtualNetworkTap", "ApplicationSecurityGroup", "PrivateEndpointConnection"}
    ),
    "apimanagement": frozenset({"RemotePrivateEndpointConnectionWrapper"}),
    "keyvault": frozenset({"PrivateEndpointConnectionItem"}),
    "storage": frozenset({"PrivateEndpointConnection"}),
    "cosmosdb": frozenset({"PrivateEndpointConnection"}),
    "monitor": frozenset({"PrivateEndpointConnection"}),
}
_CONTAINERS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "apimanagement:ApiSchema": dict.fromkeys(("value", "definitions", "components"), ("properties", "document")),
}


def resource_place(token: str, names: Iterable[str], name: str, *, output: bool) -> tuple[str, tuple[str, ...]]:
    """ARM name and containers of a top-level property.

    Args:
        token: `module:Resource`.
        names: All body properties of the resource on this side (inputs or outputs).
        name: The property.
        output: Whether the outputs of the resource are meant.

    Returns:
        The name that ARM uses, and the objects it lies in, outermost first.
    """
    arm_name = _RENAMED.get(token, {}).get(name, name)
    explicit = _CONTAINERS.get(token, {}).get(name)
    if explicit is not None:
        return arm_name, explicit
    inside = _INSIDE.get(token, frozenset[str]()) - (
        _OUTPUT_ENVELOPE.get(token, frozenset[str]()) if output else frozenset[str]()
    )
    others = {other for other in names if other in inside or other not in ENVELOPE}
    if name not in others:
        return arm_name, ()
    if len(others) == 1 and (name == "properties" or name.endswith("Properties")):
        # The body has one unflattened `properties`; two SDK types call it after its schema (capability hosts).
        return "properties", ()
    return arm_name, ("properties",)


def nested_place(module: str, type_name: str, names: Iterable[str], name: str) -> tuple[str, tuple[str, ...]]:
    """ARM name and containers of a property of a nested type (`type_name` without Args or Response)."""
    arm_name = _RENAMED.get(f"{module}.{type_name}", {}).get(name, name)
    if (
        type_name in _FLATTENED.get(module, frozenset[str]())
        and name not in ENVELOPE
        and "properties" not in set(names)
    ):
        return arm_name, ("properties",)
    return arm_name, ()
