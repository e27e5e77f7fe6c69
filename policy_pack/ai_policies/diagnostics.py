"""Diagnostic settings of a stack: what they belong to and what they send."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ai_policies.azure_data import DIAGNOSTIC_TYPES
from ai_policies.kit import UNKNOWN, Finding, Graph, Resource, View, Violated
from ai_policies.kit.findings import UnknownRead

SETTING = "Microsoft.Insights/diagnosticSettings"
ACCOUNT = "Microsoft.Storage/storageAccounts"
_SERVICES = {
    "blobServices": "containers",
    "fileServices": "shares",
    "queueServices": "queues",
    "tableServices": "tables",
}
_ADDRESS = re.compile(r"/(?P<account>[^/]+)/(?P<service>[^/]+)/default$")


def is_of_subscription(setting: Resource) -> bool:
    """Whether the setting exports the activity log of a subscription; raises `UnknownRead`."""
    if setting.token.endswith(":SubscriptionDiagnosticSetting"):
        return True
    if setting.find("resourceUri") is UNKNOWN and setting.linked.get("resourceUri"):
        return False
    uri = setting.text("resourceUri").rstrip("/").casefold()
    return uri.startswith("/subscriptions/") and uri.count("/") == 2


def by_target(graph: Graph) -> tuple[dict[str, list[Resource]], bool]:
    """URN of a resource -> its settings, and whether a setting cannot be followed yet."""
    found: dict[str, list[Resource]] = {}
    unclear = False
    for setting in graph.of(SETTING):
        try:
            target = graph.target(setting, "resourceUri", *DIAGNOSTIC_TYPES)
        except UnknownRead:
            unclear = True
        else:
            if isinstance(target, Resource):
                found.setdefault(target.urn, []).append(setting)
    return found, unclear


def may_cover(graph: Graph, resource: Resource) -> bool:
    """Whether a setting that cannot be followed yet may be this resource's.

    It may if nothing says where its target comes from, or if that is the resource or its parent (an address computed
    from the parent's id, such as an account's blob service).
    """
    parent = graph.parent(resource)
    near = {resource.urn, *([parent.urn] if parent else [])}
    for setting in graph.of(SETTING):
        try:
            graph.target(setting, "resourceUri", *DIAGNOSTIC_TYPES)
        except UnknownRead:
            origin = setting.linked.get("resourceUri", ())
            if not origin or near & set(origin):
                return True
    return False


def enabled(entries: Iterable[View]) -> set[str]:
    """Category groups and categories (lower case) of the entries that are on; raises `UnknownRead`."""
    on = [entry for entry in entries if entry.read("enabled") is True]
    return {name.casefold() for entry in on for name in (entry.text("categoryGroup"), entry.text("category")) if name}


def expect_groups(
    graph: Graph, resource: Resource, groups: Sequence[str], categories: Sequence[str] = ()
) -> Iterator[Finding]:
    """One of the resource's settings must send one of the category groups, or one of the categories.

    A resource without any setting is left to the rule that every resource has one.
    """
    settings = graph.once(by_target)[0].get(resource.urn, [])
    wanted = {name.casefold() for name in (*groups, *categories)}
    if settings and not any(enabled(setting.items("logs")) & wanted for setting in settings):
        names = " or ".join([*groups, *categories])
        yield Violated(f"does not send {names}", settings[0].path_of("logs"), urn=settings[0].urn)


@dataclass
class _ServiceSettings:
    """Settings that are or may be on services of storage accounts, so that no account has to look through them all.

    Attributes:
        on: URN of an account -> setting and service.
        at: `<account>/<service>` in lower case, from an address -> settings.
        perhaps: URN that an unknown address is computed from -> settings; '' for one that is computed from nothing.
    """

    on: dict[str, list[tuple[Resource, str]]] = field(default_factory=dict[str, list[tuple[Resource, str]]])
    at: dict[str, list[Resource]] = field(default_factory=dict[str, list[Resource]])
    perhaps: dict[str, list[Resource]] = field(default_factory=dict[str, list[Resource]])


def _service_settings(graph: Graph) -> _ServiceSettings:
    found = _ServiceSettings()
    for setting in graph.of(SETTING):
        uri = setting.find("resourceUri")
        if uri is UNKNOWN:
            for origin in setting.linked.get("resourceUri", ()) or ("",):
                found.perhaps.setdefault(origin, []).append(setting)
        for service in _SERVICES:
            target = _target(graph, setting, f"{ACCOUNT}/{service}")
            if isinstance(target, Resource):
                account = graph.parent(target)
                found.on.setdefault(account.urn if account else "", []).append((setting, service))
            elif (
                isinstance(uri, str)
                and (address := _ADDRESS.search(uri.casefold()))
                and address["service"] == service.casefold()
            ):
                found.at.setdefault(f"{address['account']}/{address['service']}", []).append(setting)
    return found


def storage_services(graph: Graph, account: Resource) -> tuple[set[str], bool]:
    """Services of a storage account that have a setting with logs, and whether a setting cannot be followed yet.

    Before deployment, a setting whose target is computed from the account's id may be on any of its services.

    Raises:
        UnknownRead: whether a setting's logs are on is not known yet.
    """
    settings = graph.once(_service_settings)
    named = [*settings.on.get(account.urn, ())]
    for service in _SERVICES:
        at = settings.at.get(f"{account.arm_name}/{service}".casefold(), ())
        named += [(setting, service) for setting in at]
    perhaps = [*settings.perhaps.get(account.urn, ()), *settings.perhaps.get("", ())]
    unclear = [setting for setting in perhaps if enabled(setting.items("logs"))]
    return {service for setting, service in named if enabled(setting.items("logs"))}, bool(unclear)


def storage_services_in_use(graph: Graph, account: Resource) -> set[str]:
    """Services that the stack puts something into; blobs always, because that is what accounts are made for."""
    used = {"blobServices"}
    for service, children in _SERVICES.items():
        inside = [*graph.of(f"{ACCOUNT}/{service}"), *graph.of(f"{ACCOUNT}/{service}/{children}")]
        if any(graph.ancestor(item, ACCOUNT) is account for item in inside):
            used.add(service)
    return used


def _target(graph: Graph, setting: Resource, arm_type: str) -> Resource | str | None:
    try:
        return graph.target(setting, "resourceUri", arm_type)
    except UnknownRead:
        return None
