"""From the SDK's shape of a resource to ARM's: `properties` again, and the names that ARM uses.

Sources: Azure/azure-rest-api-specs (`x-ms-client-flatten`, `x-ms-client-name` of each service) and Azure/bicep-types-az
for ARM's names; the conformance test compares every resource of the landing zone with the simulated Azure's own table.
"""

from collections.abc import Mapping
from typing import Any

from ai_policies.arm_shapes import KEEPS_PROPERTIES, RENAMED
from assurance.arm.model import SIGNATURE
from assurance.artefacts import items, mapping

_ENVELOPE = frozenset(
    {"location", "tags", "sku", "kind", "identity", "zones", "plan", "extendedLocation", "managedBy", "etag"}
)
_INSIDE: Mapping[str, frozenset[str]] = {
    "microsoft.operationalinsights/workspaces": frozenset({"sku"}),
    "microsoft.apimanagement/service/namedvalues": frozenset({"tags"}),
    "microsoft.insights/privatelinkscopes/scopedresources": frozenset({"kind"}),
    "microsoft.network/azurefirewalls": frozenset({"sku"}),
    "microsoft.network/firewallpolicies": frozenset({"sku"}),
    "microsoft.network/applicationgateways": frozenset({"sku"}),
    "microsoft.network/virtualnetworkgateways": frozenset({"sku"}),
}
"""Names that look like the envelope and lie in `properties` all the same."""

_COMPONENT_KEEPS = frozenset({"publicNetworkAccessForIngestion", "publicNetworkAccessForQuery"})
NAMES: Mapping[str, Mapping[str, str]] = {
    "microsoft.apimanagement/service/apis": {"apiType": "type", "soapApiType": "apiType"},
    "microsoft.cognitiveservices/accounts/capabilityhosts": {"accountCapabilityHostProperties": "properties"},
    "microsoft.cognitiveservices/accounts/projects/capabilityhosts": {"projectCapabilityHostProperties": "properties"},
    "microsoft.insights/components": {"applicationType": "Application_Type", "flowType": "Flow_Type"}
    | {"requestSource": "Request_Source"},
    "microsoft.storage/storageaccounts": {"enableNfsV3": "isNfsV3Enabled"},
    **{kind: {ours: theirs for theirs, ours in names.items()} for kind, names in RENAMED.items() if "api" not in kind},
}
"""ARM type (lower case) -> SDK name -> ARM name of top-level properties; the pack's own table read backwards."""
NESTED_NAMES: Mapping[str, Mapping[str, str]] = {
    "microsoft.storage/storageaccounts": {
        "encryptionIdentity": "identity",
        "encryptionUserAssignedIdentity": "userAssignedIdentity",
        "encryptionFederatedIdentityClientId": "federatedIdentityClientId",
        "keyVaultProperties": "keyvaultproperties",
        "keyName": "keyname",
        "keyVaultUri": "keyvaulturi",
        "keyVersion": "keyversion",
        "iPAddressOrRange": "value",
        "virtualNetworkResourceId": "id",
    },
    "microsoft.keyvault/vaults/keys": {"expires": "exp", "notBefore": "nbf"},
    "microsoft.keyvault/vaults/secrets": {"expires": "exp", "notBefore": "nbf"},
}
_FLATTENED = frozenset(
    {"subnets", "securityRules", "routes", "delegations", "ipConfigurations", "privateLinkServiceConnections"}
    | {"manualPrivateLinkServiceConnections", "privateDnsZoneConfigs", "frontendIPConfigurations", "probes"}
    | {"gatewayIPConfigurations", "frontendPorts", "backendAddressPools", "httpListeners", "requestRoutingRules"}
    | {"backendHttpSettingsCollection", "sslCertificates", "loadBalancingRules", "inboundNatRules"}
    | {"serviceEndpointPolicyDefinitions", "virtualNetworkPeerings", "trustedRootCertificates", "urlPathMaps"}
)
"""Lists of Microsoft.Network whose elements are sub-resources: the SDK flattens their `properties` too."""
_SUB_ENVELOPE = frozenset({"id", "name", "type", "etag", "zones", "properties"})
_SETS = frozenset({"userAssignedIdentities"})
"""Sets that the SDK shows as lists and ARM wants as the keys of an object."""


def body(arm_type: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The body that a PUT with these inputs sends, without what belongs into the path.

    Args:
        arm_type: ARM type of the resource.
        inputs: properties in the SDK's shape, path parameters taken out.
    """
    kind = arm_type.casefold()
    names = _top_names(kind)
    shaped = {names(key): _nested(kind, key, value) for key, value in inputs.items()}
    envelope = _ENVELOPE - _INSIDE.get(kind, frozenset[str]())
    if kind in KEEPS_PROPERTIES or kind.endswith("/capabilityhosts"):
        return shaped
    top = {key: value for key, value in shaped.items() if key in envelope}
    inner = {key: value for key, value in shaped.items() if key not in envelope}
    return {**top, "properties": inner} if inner else top


def _top_names(kind: str):  # noqa: ANN202 - a function of text to text
    table = NAMES.get(kind, {})
    capital = kind == "microsoft.insights/components"

    def name(key: str) -> str:
        if key in table:
            return table[key]
        # This one service writes most of its names with a capital.
        return key[0].upper() + key[1:] if capital and key not in _ENVELOPE | _COMPONENT_KEEPS else key

    return name


def _nested(kind: str, key: str, value: Any) -> Any:
    """A value below a property, renamed and with sub-resources un-flattened."""
    if isinstance(value, dict):
        found = mapping(value)
        if SIGNATURE in found:
            return dict(found)
        table = NESTED_NAMES.get(kind, {})
        return {table.get(inner, inner): _nested(kind, inner, item) for inner, item in found.items()}
    if not isinstance(value, list):
        return value
    members = items(value)
    if key in _SETS and all(isinstance(item, str) for item in members):
        return {item: dict[str, Any]() for item in members}
    shaped = [_nested(kind, "", item) for item in members]
    if key in _FLATTENED and kind.startswith("microsoft.network/"):
        return [_lowered(item) for item in shaped]
    return shaped


def _lowered(item: Any) -> Any:
    """An element of a list of sub-resources with `properties` of its own."""
    found = mapping(item)
    inner = {key: value for key, value in found.items() if key not in _SUB_ENVELOPE}
    if not inner or "properties" in found:
        return item
    return {**{key: value for key, value in found.items() if key in _SUB_ENVELOPE}, "properties": inner}
