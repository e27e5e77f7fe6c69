"""Name rules per resource type, as data. Sources as in reference arm-semantics section 1.

BT = Azure/bicep-types-az type definitions; docs = azure-docs resource-name-rules; TF = terraform-provider-azurerm
validators.
"""

import re
from dataclasses import dataclass

from simulated_azure.arm.errors import bad_request
from simulated_azure.arm.ids import ResourceId

_GUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_NETWORK = r"(?=.{1,80}$)[a-zA-Z0-9]([a-zA-Z0-9_.-]*[a-zA-Z0-9_])?"
_APIM_CHILD = r"[^*#&+:<>?]{1,80}"
_APIM_LONG = r"[^*#&+:<>?]{1,256}"


@dataclass(frozen=True)
class NameRule:
    """A full-match pattern, Azure's code for a breach, and who says so."""

    pattern: str
    source: str
    code: str = "InvalidResourceName"
    accepted: str = ""


def _network(*types: str) -> dict[str, NameRule]:
    accepted = "1-80 letters, digits, '_', '.', '-', starting with a letter or digit, ending with one or '_'"
    return {name: NameRule(_NETWORK, "docs; TF network/validate", accepted=accepted) for name in types}


def _api_management(pattern: str, accepted: str, *types: str) -> dict[str, NameRule]:
    prefix, source = "microsoft.apimanagement/service/", "BT 2024-05-01 (length, characters); docs (characters)"
    if pattern == "policy":
        source = "BT 2024-05-01: the one value of the enumeration"
    return {prefix + name: NameRule(pattern, source, "ValidationError", accepted) for name in types}


_DEFAULT = NameRule("default", "BT 2024-01-01", accepted="'default'")
_CONNECTION = NameRule(
    r"[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}", "BT; TF cognitive/validate", accepted="3-33 letters, digits, '_', '-'"
)
_RAI = NameRule(r"[a-zA-Z0-9][a-zA-Z0-9_.-]*", "BT", accepted="letters, digits, '_', '.', '-'")
_ACCOUNT = NameRule(r"[a-zA-Z0-9][a-zA-Z0-9_.-]{1,63}", "BT 2025-06-01", accepted="2-64 letters, digits, '_', '.', '-'")

_CAPABILITY_HOST = NameRule(r"[a-zA-Z0-9][a-zA-Z0-9_-]{0,254}", "BT 2025-06-01", accepted="letters, digits, '-', '_'")
_MACHINE = NameRule(
    r"(?=.{1,64}$)[^\\/\"\[\]:|<>+=;,?*@&~!#$%^()_{}' ]*[^\\/\"\[\]:|<>+=;,?*@&~!#$%^()_{}' .-]",
    "docs (virtual machines: 1-64)", "InvalidParameter", "1-64 characters, not ending in '.' or '-'",
)  # fmt: skip

NAME_RULES: dict[str, NameRule] = {
    "microsoft.resources/resourcegroups": NameRule(
        r"[-\w\._\(\)]{0,89}[-\w_\(\)]",
        "BT 2024-03-01; docs",
        "InvalidResourceGroup",
        "1-90 letters, digits, '_', '-', '.', '(', ')', not ending in '.'",
    ),
    "microsoft.network/virtualnetworks": NameRule(
        r"(?=.{2,64}$)[a-zA-Z0-9][a-zA-Z0-9_.-]*[a-zA-Z0-9_]", "docs", accepted="2-64 characters"
    ),
    **_network(
        "microsoft.network/virtualnetworks/subnets",
        "microsoft.network/networksecuritygroups",
        "microsoft.network/routetables",
        "microsoft.network/routetables/routes",
        "microsoft.network/networksecuritygroups/securityrules",
        "microsoft.network/publicipaddresses",
        "microsoft.network/virtualnetworks/virtualnetworkpeerings",
        "microsoft.network/bastionhosts",
        "microsoft.network/privateendpoints",
        "microsoft.network/privateendpoints/privatednszonegroups",
        "microsoft.network/firewallpolicies",
        "microsoft.network/firewallpolicies/rulecollectiongroups",
        "microsoft.network/natgateways",
        "microsoft.network/networkinterfaces",
        "microsoft.network/virtualnetworkgateways",
        "microsoft.network/applicationgateways",
        "microsoft.network/privatednszones/virtualnetworklinks",
    ),
    "microsoft.network/azurefirewalls": NameRule(
        r"(?=.{1,56}$)" + _NETWORK, "BT 2024-05-01", accepted="1-56 characters"
    ),
    "microsoft.network/privatednszones": NameRule(
        r"(?=.{1,253}$)[a-zA-Z0-9_-]{1,63}(\.[a-zA-Z0-9_-]{1,63}){1,33}", "docs", accepted="2-34 labels"
    ),
    "microsoft.managedidentity/userassignedidentities": NameRule(
        r"[a-zA-Z0-9][a-zA-Z0-9_-]{2,127}", "docs; BT", accepted="3-128 letters, digits, '_', '-'"
    ),
    "microsoft.managedidentity/userassignedidentities/federatedidentitycredentials": NameRule(
        r"[a-zA-Z0-9]{1}[a-zA-Z0-9-_]{2,119}", "docs; BT", accepted="3-120 letters, digits, '_', '-'"
    ),
    "microsoft.keyvault/vaults": NameRule(
        r"(?=.{3,24}$)(?!.*--)[a-zA-Z][a-zA-Z0-9-]*[a-zA-Z0-9]",
        "BT; TF keyvault/validate",
        "VaultNameNotValid",
        "3-24 letters, digits, single '-', starting with a letter",
    ),
    "microsoft.keyvault/vaults/keys": NameRule(
        r"[a-zA-Z0-9-]{1,127}", "BT 2024-11-01", accepted="1-127 letters, digits, '-'"
    ),
    "microsoft.keyvault/vaults/secrets": NameRule(
        r"[a-zA-Z0-9-]{1,127}", "BT 2024-11-01", accepted="1-127 letters, digits, '-'"
    ),
    "microsoft.storage/storageaccounts": NameRule(
        r"[a-z0-9]{3,24}", "BT 2024-01-01", "AccountNameInvalid", "3-24 lower-case letters and digits"
    ),
    "microsoft.storage/storageaccounts/blobservices": _DEFAULT,
    "microsoft.storage/storageaccounts/fileservices": _DEFAULT,
    "microsoft.storage/storageaccounts/queueservices": _DEFAULT,
    "microsoft.storage/storageaccounts/tableservices": _DEFAULT,
    "microsoft.storage/storageaccounts/managementpolicies": _DEFAULT,
    "microsoft.storage/storageaccounts/blobservices/containers": NameRule(
        r"(?=.{3,63}$)(?!.*--)(\$root|\$web|[a-z0-9][a-z0-9-]*)",
        "BT; docs; TF",
        "ContainerNameInvalid",
        "3-63 lower-case letters, digits and single '-'",
    ),
    "microsoft.cognitiveservices/accounts": _ACCOUNT,
    "microsoft.cognitiveservices/accounts/projects": _ACCOUNT,
    "microsoft.cognitiveservices/accounts/connections": _CONNECTION,
    "microsoft.cognitiveservices/accounts/projects/connections": _CONNECTION,
    "microsoft.cognitiveservices/accounts/raipolicies": _RAI,
    "microsoft.cognitiveservices/accounts/raiblocklists": _RAI,
    "microsoft.cognitiveservices/accounts/capabilityhosts": _CAPABILITY_HOST,
    "microsoft.cognitiveservices/accounts/projects/capabilityhosts": _CAPABILITY_HOST,
    "microsoft.compute/virtualmachines": _MACHINE,
    "microsoft.compute/virtualmachinescalesets": _MACHINE,
    "microsoft.search/searchservices": NameRule(
        r"(?=.{2,60}$)[a-z0-9][a-z0-9]+(-[a-z0-9]+)*",
        "BT 2025-05-01",
        "InvalidServiceName",
        "2-60 lower-case letters, digits, single '-' but not as the second character",
    ),
    "microsoft.search/searchservices/sharedprivatelinkresources": NameRule(
        r".{1,60}", "LZB #127 (61 characters were refused)", accepted="at most 60 characters"
    ),
    "microsoft.documentdb/databaseaccounts": NameRule(
        r"(?=.{3,44}$)[a-z0-9]+(-[a-z0-9]+)*",
        "PSRule.Rules.Azure Azure.Cosmos.AccountName; AzureNamingTool (BT 2025-10-15 allows 50)",
        accepted="3-44 lower-case letters, digits, '-'",
    ),
    "microsoft.containerregistry/registries": NameRule(r"[a-zA-Z0-9]{5,50}", "BT", accepted="5-50 letters and digits"),
    "microsoft.app/containerapps": NameRule(
        r"(?=.{2,32}$)(?!.*--)[a-z][a-z0-9-]*[a-z0-9]",
        "TF containerapps/validate",
        accepted="2-32 lower-case letters, digits, '-'",
    ),
    "microsoft.app/jobs": NameRule(
        r"(?=.{2,32}$)(?!.*--)[a-z][a-z0-9-]*[a-z0-9]",
        "TF containerapps/validate",
        accepted="2-32 lower-case letters, digits, '-'",
    ),
    "microsoft.app/managedenvironments": NameRule(
        r"(?=.{2,60}$)[a-zA-Z][a-zA-Z0-9-]*[a-zA-Z0-9]",
        "TF containerapps/validate",
        accepted="2-60 letters, digits, '-'",
    ),
    "microsoft.apimanagement/service": NameRule(
        r"(?=.{1,50}$)[a-zA-Z](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?",
        "BT 2024-05-01",
        "ServiceNameInvalid",
        "1-50 letters, digits, '-', starting with a letter",
    ),
    **_api_management(
        _APIM_LONG,
        "1-256 characters, none of *#&+:<>?",
        "apis",
        "loggers",
        "namedvalues",
        "subscriptions",
        "products",
        "groups",
    ),
    **_api_management(
        _APIM_CHILD,
        "1-80 characters, none of *#&+:<>?",
        "apis/operations",
        "apis/tools",
        "backends",
        "diagnostics",
        "apis/diagnostics",
        "tags",
        "apiversionsets",
        "caches",
        "certificates",
    ),
    **_api_management(
        "policy", "'policy'", "policies", "apis/policies", "apis/operations/policies", "products/policies"
    ),
    **_api_management(r"(?=.{1,80}$)\w([\w-]*\w)?", "1-80 letters, digits, '_', '-'", "policyfragments"),
    "microsoft.operationalinsights/workspaces": NameRule(
        r"(?=.{4,63}$)[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]", "BT 2023-09-01", accepted="4-63 letters, digits, '-'"
    ),
    "microsoft.insights/components": NameRule(
        r"(?=.{1,260}$)[^%&\\?/]*[^%&\\?/. ]", "docs; TF monitor", accepted="1-260 characters, none of %&\\?/"
    ),
    "microsoft.insights/actiongroups": NameRule(
        r"(?=.{1,260}$)[^%&\\?/]*[^%&\\?/. ]", "docs; TF monitor", accepted="1-260 characters, none of %&\\?/"
    ),
    "microsoft.insights/privatelinkscopes": NameRule(
        r"(?=.{1,255}$)[a-zA-Z0-9()_.-]*[a-zA-Z0-9_-]",
        "TF monitor/validate/private_link_scope_name.go",
        accepted="1-255 letters, digits, '_', '-', '.', '(', ')', ending with none of the last three",
    ),
    "microsoft.authorization/roleassignments": NameRule(
        _GUID, "AZD role-based-access-control/troubleshooting.md", "InvalidRoleAssignmentId", "a GUID"
    ),
    "microsoft.resources/tags": NameRule("default", "REST reference, tags at scope", accepted="'default'"),
    "microsoft.authorization/locks": NameRule(r".{1,90}", "docs", accepted="1-90 characters"),
    "microsoft.machinelearningservices/workspaces": NameRule(
        r"[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}", "BT 2025-12-01", accepted="3-33 letters, digits, '_', '-'"
    ),
    "microsoft.purview/accounts": NameRule(
        r"(?=.{3,63}$)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*", "BT 2021-12-01", accepted="3-63 letters, digits, '-'"
    ),
}

_COMPILED = {name: re.compile(rule.pattern) for name, rule in NAME_RULES.items()}


def check_name(resource_id: ResourceId) -> None:
    """Refuse a name that the resource type does not accept.

    Raises:
        ArmError: 400 with the type's code.
    """
    pattern = _COMPILED.get(resource_id.type_key)
    if pattern is None or pattern.fullmatch(resource_id.name):
        return
    rule = NAME_RULES[resource_id.type_key]
    raise bad_request(
        rule.code,
        f"'{resource_id.name}' is no valid name for {resource_id.type}; accepted: {rule.accepted or rule.pattern}.",
        target="name",
    )
