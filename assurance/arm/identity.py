"""What each planned resource is called in Azure, also where a name is only known to come from another resource."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from ai_policies.kit import tokens
from ai_policies.kit.resource import parse_chain
from ai_policies.kit.values import ABSENT, PlainBag
from assurance.arm.model import UNKNOWN, Planned
from assurance.artefacts import text

GROUP = "Microsoft.Resources/resourceGroups"
_RECORD_SET = "privatedns:PrivateRecordSet"
# Inputs that hold the id of the resource that an extension resource extends.
_SCOPES = ("scope", "resourceUri", "resourceId")
_EXTENSIONS = frozenset(
    {
        "microsoft.authorization/roleassignments",
        "microsoft.authorization/locks",
        "microsoft.insights/diagnosticsettings",
    }
    | {"microsoft.authorization/roledefinitions", "microsoft.security/pricings"}
    | {"microsoft.security/defenderforstoragesettings", "microsoft.authorization/policyassignments"}
    | {"microsoft.authorization/policyexemptions"}
)
_NEVER_IN_BODY = frozenset({"resourceGroupName", "subscriptionId", "azureApiVersion"})
_GENERIC = frozenset({"apiVersion", "resourceProviderNamespace", "parentResourcePath", "resourceType", "resourceName"})
_ALWAYS: Mapping[str, str] = dict.fromkeys(
    ("blobServicesName", "fileServicesName", "queueServicesName", "tableServicesName"), "default"
)
"""Names on the way to a child that no program writes, because there is only one."""
_ONLY_ONE: Mapping[str, str] = {
    "web:WebAppFtpAllowed": "ftp",
    "web:WebAppScmAllowed": "scm",
    "web:WebAppAuthSettingsV2": "authsettingsV2",
    "web:WebAppApplicationSettings": "appsettings",
    "web:WebAppConnectionStrings": "connectionstrings",
}
"""Classes that stand for the one resource of a name."""
_NAMED_BY_GUID = frozenset({"microsoft.authorization/roleassignments"})
_VERSION = re.compile(r"Uses Azure REST API version ([\w-]+)\.")


class UnnamedError(Exception):
    """Nothing tells what a resource is called; the text says which part is missing."""


@dataclass(frozen=True)
class Identity:
    """Type, names, place and API version of a resource, and the inputs that they came from."""

    type: str
    names: tuple[str, ...]
    group: str
    scope: str
    api_version: str
    path_inputs: frozenset[str]


class Identities:
    """Names resources of one stack.

    Args:
        planned: the stack.
        subscription: its subscription id, for ids that are not known yet.
    """

    def __init__(self, planned: Iterable[Planned], subscription: str) -> None:
        self.by_urn = {item.urn: item for item in planned}
        self.subscription = subscription
        self._known: dict[str, Identity] = {}

    def of(self, item: Planned) -> Identity:
        """Identity of a resource.

        Raises:
            UnnamedError: its type is not known or a name is not.
        """
        if item.urn not in self._known:
            self._known[item.urn] = self._identity(item)
        return self._known[item.urn]

    def id_of(self, item: Planned) -> str:
        """ARM id of a resource; raises `UnnamedError`."""
        if item.arm_id:
            return item.arm_id
        found = self.of(item)
        if found.type == GROUP:
            return f"/subscriptions/{self.subscription}/resourceGroups/{found.names[0]}"
        namespace, *kinds = found.type.split("/")
        own = "".join(f"/{kind}/{name}" for kind, name in zip(kinds, found.names, strict=True))
        group = f"/resourceGroups/{found.group}" if found.group else ""
        return f"{found.scope or f'/subscriptions/{self.subscription}{group}'}/providers/{namespace}{own}"

    def _identity(self, item: Planned) -> Identity:
        arm_type, inputs = arm_type_of(item)
        if not arm_type:
            raise UnnamedError(f"no ARM type is known for {item.token}")
        keys = self._keys(item, arm_type)
        scope = self._scope(item, arm_type, keys)
        names = [self._name(item, arm_type, depth, key, inputs) for depth, key in enumerate(keys)]
        group = _group_in(scope) if scope else self._group(item, arm_type)
        version = item.api_version or text(item.inputs.get("azureApiVersion")) or default_version(item.token)
        if item.token == tokens.GENERIC:
            version = text(item.inputs.get("apiVersion")) or version
        used = {
            *keys,
            *_NEVER_IN_BODY,
            *(_SCOPES if scope else ()),
            *(_GENERIC if item.token == tokens.GENERIC else ()),
        }
        used |= {"recordType"} if item.token.endswith(_RECORD_SET) else set[str]()
        return Identity(arm_type, tuple(names), group, scope, version, frozenset(used))

    def _keys(self, item: Planned, arm_type: str) -> list[str]:
        """Inputs that hold the names along the type, outermost first."""
        parts = arm_type.split("/")
        chain = ["/".join(parts[:end]) for end in range(2, len(parts) + 1)]
        keys = [tokens.name_input(kind) for kind in chain]
        if item.token.endswith(_RECORD_SET):
            keys[-1] = "relativeRecordSetName"
        return [key or _guessed(item, kind) for key, kind in zip(keys, chain, strict=True)]

    def _name(self, item: Planned, arm_type: str, depth: int, key: str, inputs: PlainBag) -> str:
        if item.arm_id:
            chain = parse_chain(item.arm_id)
            if chain:
                return chain[depth][1]
        given = _given_name(item, key, inputs, outermost=not depth, last=depth == arm_type.count("/") - 1)
        if given:
            return given
        wanted = "/".join(arm_type.split("/")[: depth + 2]).casefold()
        for urn in item.links.get(key, ()):
            target = self.by_urn.get(urn)
            if target and target is not item:
                found = self.of(target)
                if found.type.casefold() == wanted:
                    return found.names[-1]
        if arm_type.casefold() in _NAMED_BY_GUID:
            # Computed from ids that are not known: any name will do, as long as it is always the same.
            return f"[guid('{item.urn}')]"
        raise UnnamedError(f"its `{key}` is not known before deployment")

    def _group(self, item: Planned, arm_type: str) -> str:
        if item.arm_id:
            return _group_in(item.arm_id)
        given = item.inputs.get("resourceGroupName")
        if arm_type == GROUP or given is None:
            return ""
        if given != UNKNOWN:
            return text(given)
        for urn in item.links.get("resourceGroupName", ()):
            target = self.by_urn.get(urn)
            if target:
                found = self.of(target)
                return found.names[-1] if found.type == GROUP else found.group
        raise UnnamedError("its `resourceGroupName` is not known before deployment")

    def _scope(self, item: Planned, arm_type: str, keys: Iterable[str]) -> str:
        if arm_type.casefold() not in _EXTENSIONS:
            return ""
        if item.arm_id:
            return item.arm_id.rpartition("/providers/")[0]
        key = next((name for name in _SCOPES if name in item.inputs and name not in keys), "")
        given = item.inputs.get(key)
        if given != UNKNOWN:
            return text(given)
        targets = [self.by_urn[urn] for urn in item.links.get(key, ()) if urn in self.by_urn]
        if len(targets) == 1:
            return self.id_of(targets[0])
        raise UnnamedError(f"its `{key}` is not known before deployment")


def _given_name(item: Planned, key: str, inputs: PlainBag, *, outermost: bool, last: bool) -> str:
    """The name at one place of the id as far as the inputs or the class tell it, else empty."""
    if last and (only := _ONLY_ONE.get(item.token.partition(":")[2])):
        return only
    given = inputs.get(key)
    if given is ABSENT and outermost:
        given = inputs.get("name")
    if given is ABSENT:
        return _ALWAYS.get(key, "")
    return given if isinstance(given, str) else ""


def _guessed(item: Planned, kind: str) -> str:
    """The input that names a resource of a type outside the pack's table: `vaultName` for `vaults`."""
    last = kind.rpartition("/")[2].removesuffix("s").casefold()
    names = (key for key in item.inputs if key.endswith("Name") and last.endswith(key.removesuffix("Name").casefold()))
    return next(names, f"(name of {kind})")


def arm_type_of(item: Planned) -> tuple[str, PlainBag]:
    """ARM type of a resource, and its inputs with the names that a typed class would have."""
    bag = PlainBag(item.inputs)
    if item.token == tokens.GENERIC:
        arm_type, shaped, _ = tokens.generic(bag)
        return arm_type, PlainBag({key: shaped.get(key) for key in shaped.keys()})  # noqa: SIM118 - a bag is no dict
    if item.token.endswith(_RECORD_SET):
        return f"Microsoft.Network/privateDnsZones/{text(item.inputs.get('recordType')) or 'A'}", bag
    return tokens.arm_type(item.token), bag


def default_version(token: str) -> str:
    """API version that the installed azure-native uses for a type, read from its documentation; empty if not there."""
    _, module, name = token.split(":")
    found = find_spec("pulumi_azure_native")
    if found is None or not found.submodule_search_locations:
        return ""
    stem = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
    file = Path(found.submodule_search_locations[0]) / module.partition("/")[0] / f"{stem}.py"
    match = _VERSION.search(file.read_text(encoding="utf-8")) if file.is_file() else None
    return match[1] if match else ""


def _group_in(arm_id: str) -> str:
    match = re.match(r"/subscriptions/[^/]+/resourceGroups/([^/]+)", arm_id, re.IGNORECASE)
    return match[1] if match else ""


def subscription_of(planned: Iterable[Planned], config: Mapping[str, str]) -> str:
    """Subscription id: of the stack's configuration, else of any id in its resources; empty if nothing tells."""
    if given := config.get("azure-native:subscriptionId"):
        return given
    for item in planned:
        for value in (item.arm_id, *item.inputs.values()):
            match = re.match(r"/subscriptions/([0-9a-f-]{36})", text(value), re.IGNORECASE)
            if match:
                return match[1]
    return ""
