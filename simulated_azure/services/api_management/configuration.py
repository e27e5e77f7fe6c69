"""Policies, named values, backends, loggers, diagnostics."""

import re
from xml.etree import ElementTree as ET

from simulated_azure.arm.errors import bad_request
from simulated_azure.arm.ids import ResourceId, looks_like_id
from simulated_azure.arm.json_values import Json, as_dict, dicts
from simulated_azure.arm.rules import Immutable, Put, computes, defaults, immutable, normalises, on_delete, on_put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.world import World
from simulated_azure.services.api_management.apis import API, invalid, service_of
from simulated_azure.services.api_management.service import SERVICE

NAMED_VALUE = f"{SERVICE}/namedValues"
BACKEND = f"{SERVICE}/backends"
LOGGER = f"{SERVICE}/loggers"
FRAGMENT = f"{SERVICE}/policyFragments"
POLICIES = tuple(f"{SERVICE}/{part}policies" for part in ("", "apis/", "apis/operations/", "products/"))
DIAGNOSTICS = (f"{SERVICE}/diagnostics", f"{API}/diagnostics")
_PLACEHOLDER = re.compile(r"\{\{\s*([0-9A-Za-z_.-]+)\s*\}\}")
_BACKEND_ID = re.compile(r"<set-backend-service[^>]*\bbackend-id=\"([^\"@]+)\"")
_FRAGMENT_ID = re.compile(r"<include-fragment[^>]*\bfragment-id=\"([^\"]+)\"")
_INLINE = frozenset({"xml", "rawxml"})
_SOURCE = "landing-zone-peers 2.3, 3.29: named values before policies; azure-docs api-management policies"

for _type in POLICIES:
    defaults(_type, {"properties": {"format": "xml"}})
defaults(NAMED_VALUE, {"properties": {"secret": False, "tags": []}})
defaults(LOGGER, {"properties": {"isBuffered": True}})
for _type in DIAGNOSTICS:
    defaults(_type, {"properties": {"metrics": False}})
immutable(
    LOGGER,
    Immutable("properties.loggerType", "ValidationError"),
    Immutable("properties.resourceId", "ValidationError", once=True),
    source="arm-semantics 2.6: TF ForceNew (API Management logger: target)",
)
immutable(
    f"{SERVICE}/subscriptions",
    Immutable("properties.scope", "ValidationError"),
    Immutable("properties.ownerId", "ValidationError"),
    source="arm-semantics 2.6: TF ForceNew (API Management subscription: product, API, user)",
)


@on_put(*POLICIES, FRAGMENT, source=_SOURCE)
def policy_is_valid(put: Put) -> None:
    """A policy is well-formed XML of the known sections; what it names exists."""
    text, kind = str(put.properties.get("value") or ""), str(put.properties.get("format") or "xml")
    if not text:
        raise invalid("a policy needs 'value'.", "value")
    if kind not in _INLINE:
        return
    if kind == "xml":
        _check_xml(text, fragment=put.id.type_key == FRAGMENT.lower())
    service = service_of(put)
    known = {str(item.properties.get("displayName")).lower() for item in put.world.children(service, NAMED_VALUE)}
    for name in _PLACEHOLDER.findall(text):
        if name.lower() not in known:
            raise invalid(f"cannot find a property '{name}'.", "value")
    for pattern, child in ((_BACKEND_ID, "backends"), (_FRAGMENT_ID, "policyFragments")):
        for name in pattern.findall(text):
            if put.world.find(service.child(child, name)) is None:
                raise invalid(f"the policy names '{name}', which is not in {child}.", "value")


def _check_xml(text: str, *, fragment: bool) -> None:
    try:
        root = ET.fromstring(text)  # noqa: S314 - our own test input, and entities are refused below
    except ET.ParseError as error:
        raise invalid(f"the policy is not well-formed XML: {error}.", "value") from None
    wanted = "fragment" if fragment else "policies"
    if root.tag != wanted:
        raise invalid(f"the root element is '{root.tag}', not '{wanted}'.", "value")
    allowed = {"inbound", "backend", "outbound", "on-error"}
    sections = [] if fragment else [str(section.tag) for section in root]
    for section in sections:
        if section not in allowed:
            raise invalid(f"'{section}' is not a section of a policy.", "value")


@on_put(NAMED_VALUE, source="arm-semantics 1: TF (unique per service); azure-docs api-management properties")
def named_value_is_possible(put: Put) -> None:
    """A named value has a display name of its own and either a value or a Key Vault secret."""
    name, properties = str(put.properties.get("displayName") or ""), put.properties
    if not re.fullmatch(r"[0-9a-zA-Z_.-]{1,256}", name):
        raise invalid(f"displayName '{name}' has 1-256 letters, digits, '_', '.', '-'.", "displayName")
    if bool(properties.get("value")) == bool(as_dict(properties.get("keyVault")).get("secretIdentifier")):
        raise invalid("a named value needs either 'value' or 'keyVault.secretIdentifier'.", "value")
    for other in put.world.children(service_of(put), NAMED_VALUE):
        if other.id.key != put.id.key and str(other.properties.get("displayName")).lower() == name.lower():
            raise invalid(f"displayName '{name}' is used by '{other.id.name}' already.", "displayName")


@computes(NAMED_VALUE)
def named_value_view(_world: World, resource: Resource) -> Json:
    """The value of a secret is not shown."""
    return {"properties": {"value": None}} if resource.properties.get("secret") else {}


@on_delete(NAMED_VALUE, source=_SOURCE)
def named_value_is_unused(world: World, resource: Resource) -> None:
    """A named value that a policy uses cannot be deleted."""
    service, name = resource.id.ancestor(SERVICE), str(resource.properties.get("displayName")).lower()
    if service is None or world.deleting != resource.id.key:
        return
    for policy in world.below(service):
        if policy.id.type in POLICIES and name in [
            item.lower() for item in _PLACEHOLDER.findall(str(policy.properties.get("value")))
        ]:
            raise bad_request("ValidationError", f"'{resource.id.name}' is used by policy '{policy.id}'.")


@on_put(BACKEND, source="landing-zone-peers 2.1, 2.5; BT 2024-05-01")
def backend_is_possible(put: Put) -> None:
    """A single backend has an address and a protocol; a pool has members that exist."""
    properties = put.properties
    if str(properties.get("type") or "Single") == "Pool":
        for item in dicts(as_dict(properties.get("pool")).get("services")):
            target = str(item.get("id") or "/none")
            full = target if looks_like_id(target) else f"{service_of(put)}{target}"
            if put.world.find(full) is None:
                raise invalid(f"backend '{target}' of the pool was not found.", "pool")
        return
    if not properties.get("url") or properties.get("protocol") not in {"http", "soap"}:
        raise invalid("a backend needs 'url' and 'protocol' (http or soap).", "url")


@on_put(LOGGER, source="azure-docs api-management REST reference, loggers")
def logger_is_possible(put: Put) -> None:
    """Event hubs and Application Insights need credentials; Azure Monitor has none."""
    kind, credentials = str(put.properties.get("loggerType") or ""), as_dict(put.properties.get("credentials"))
    if kind not in {"azureEventHub", "applicationInsights", "azureMonitor"}:
        raise invalid(f"loggerType '{kind}' is unknown.", "loggerType")
    if kind != "azureMonitor" and not credentials:
        raise invalid(f"a logger of type {kind} needs 'credentials'.", "credentials")
    target = str(put.properties.get("resourceId") or "")
    if target and put.world.find(target) is None:
        raise invalid(f"'{target}' was not found.", "resourceId")


@on_put(*DIAGNOSTICS, source="azure-docs api-management REST reference, diagnostics")
def diagnostic_has_its_logger(put: Put) -> None:
    """A diagnostic is named after the kind of its logger, which exists."""
    reference = str(put.properties.get("loggerId") or "")
    full = reference if looks_like_id(reference) else f"{service_of(put)}{reference}"
    logger = put.world.find(full) if reference else None
    if logger is None or logger.id.type_key != LOGGER.lower():
        raise invalid(f"logger '{reference}' was not found.", "loggerId")
    kind = {"azureMonitor": "azuremonitor", "applicationInsights": "applicationinsights"}.get(
        str(logger.properties.get("loggerType"))
    )
    if kind is not None and put.id.name.lower() != kind:
        raise invalid(f"a diagnostic for this logger is named '{kind}', not '{put.id.name}'.", "id")


@normalises(*DIAGNOSTICS)
def complete_diagnostic(put: Put) -> None:
    """The full id of the logger is kept."""
    reference = str(put.properties.get("loggerId"))
    if not looks_like_id(reference):
        put.properties["loggerId"] = ResourceId.parse(f"{service_of(put)}{reference}").text


@on_delete(LOGGER, source="azure-docs api-management REST reference, loggers")
def logger_is_unused(world: World, resource: Resource) -> None:
    """A logger that a diagnostic uses cannot be deleted."""
    users = [item for item in world.referring(resource.id) if item.id.type in DIAGNOSTICS]
    if users:
        raise bad_request("ValidationError", f"Logger '{resource.id.name}' is used by '{users[0].id}'.")
