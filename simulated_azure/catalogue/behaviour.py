"""What the real provider adds by hand to the specification: replacements, defaults, singletons, names.

Source: pulumi/pulumi-azure-native, provider/pkg/gen/replacement.go (forceNewMap), gen/propertyDefaults.go,
openapi/defaults/defaultResourcesState.go, resources/resources.go (AutoNamer, AutoLocationDisabled) and
reports/forceNewTypes.json (nested types). `location` of tracked resources is create-only in the common types of the
specifications (common-types/resource-management, TrackedResource: x-ms-mutability read, create).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulated_azure.catalogue.schema import AutoName, Behaviour

# Properties besides the path parameters that replace the resource. Nested ones as the provider writes them.
_REPLACE_ON: Mapping[str, frozenset[str]] = {
    "applicationinsights:Component": frozenset({"location"}),
    "authorization:RoleAssignment": frozenset({"principalId", "scope"}),
    "cdn:Profile": frozenset({"location", "name"}),
    "app:ManagedEnvironment": frozenset(
        {"location", "vnetConfiguration.infrastructureSubnetId", "vnetConfiguration.internal"}
        | {"vnetConfiguration.dockerBridgeCidr", "vnetConfiguration.platformReservedCidr"}
        | {"vnetConfiguration.platformReservedDnsIP", "customDomainConfiguration.dnsSuffix"}
    ),
    "app:ContainerApp": frozenset({"location"}),
    "cognitiveservices:Account": frozenset({"location"}),
    "containerregistry:Registry": frozenset({"location"}),
    "cosmosdb:SqlResourceSqlRoleAssignment": frozenset({"principalId", "scope"}),
    "managedidentity:UserAssignedIdentity": frozenset({"location"}),
    "network:PrivateEndpoint": frozenset({"subnet"}),
    "network:PublicIPAddress": frozenset({"location", "publicIPAddressVersion", "publicIPPrefix", "sku"}),
    "network:VirtualNetwork": frozenset({"location"}),
    "operationalinsights:Workspace": frozenset({"location"}),
    "resources:ResourceGroup": frozenset({"location"}),
    "search:Service": frozenset({"location"}),
    "storage:StorageAccount": frozenset(
        {"isHnsEnabled", "location"}
        | {f"encryption.services.{service}.keyType" for service in ("blob", "file", "queue", "table")}
    ),
}

# Resources that come into being with their parent: never created nor deleted, put back to this state on delete.
_SINGLETONS: Mapping[str, Mapping[str, Any]] = {
    "storage:BlobServiceProperties": {},
    "storage:FileServiceProperties": {},
    "storage:QueueServiceProperties": {},
    "storage:TableServiceProperties": {},
}
# What an update sends when a program drops the property, because ARM would otherwise keep the old value.
_DEFAULT_PROPERTIES: Mapping[str, Mapping[str, Any]] = {
    "storage:StorageAccount": {
        "networkRuleSet": {
            "bypass": "AzureServices",
            "defaultAction": "Allow",
            "ipRules": [],
            "virtualNetworkRules": [],
        }
    }
}
_NO_AUTO_LOCATION = frozenset(
    {"resources:Deployment", "cosmosdb:SqlResourceSqlDatabase", "cosmosdb:SqlResourceSqlContainer"}
)


def behaviour(token: str) -> Behaviour:
    """Hand-written behaviour of `module:Resource`."""
    return Behaviour(
        singleton=token in _SINGLETONS,
        default_body=_SINGLETONS.get(token),
        default_properties=_DEFAULT_PROPERTIES.get(token, {}),
        replace_on=_REPLACE_ON.get(token, frozenset()),
        auto_location=token not in _NO_AUTO_LOCATION,
    )


def auto_name(id_template: str, name_parameter: str) -> AutoName | None:
    """How the provider names a resource that a program leaves unnamed.

    The last parameter of the path gets a random suffix on a top-level resource, a plain copy of the logical name on a
    child, and a random UUID where names are GUIDs (AutoNamer in resources.go).
    """
    if not id_template.endswith(f"{{{name_parameter}}}"):
        return None
    if name_parameter in {"roleAssignmentName", "roleDefinitionId"}:
        return "uuid"
    after_namespace = id_template.lower().rsplit("microsoft.", 1)[-1]
    return "random" if "microsoft." not in id_template.lower() or after_namespace.count("{") == 1 else "copy"
