"""Diagnostic settings of a stack: what they belong to and what they send."""

from collections.abc import Iterable, Iterator, Sequence

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


def storage_services(graph: Graph, account: Resource) -> tuple[set[str], bool]:
    """Services of a storage account that have a setting with logs, and whether a setting cannot be followed yet.

    Before deployment, a setting whose target is computed from the account's id may be on any of its services.

    Raises:
        UnknownRead: whether a setting's logs are on is not known yet.
    """
    found: set[str] = set()
    unclear = False
    for setting in graph.of(SETTING):
        named = {service for service in _SERVICES if _is_on(graph, setting, account, service)}
        origin = setting.linked.get("resourceUri", ())
        may_be = setting.find("resourceUri") is UNKNOWN and (account.urn in origin or not origin)
        if (named or may_be) and enabled(setting.items("logs")):
            found |= named
            unclear |= may_be
    return found, unclear


def _is_on(graph: Graph, setting: Resource, account: Resource, service: str) -> bool:
    """Whether a setting is on a service of the account, by the engine's record or by its address."""
    target = _target(graph, setting, f"{ACCOUNT}/{service}")
    if isinstance(target, Resource):
        return graph.parent(target) is account
    uri = setting.find("resourceUri")
    return isinstance(uri, str) and uri.casefold().endswith(f"/{account.arm_name}/{service}/default".casefold())


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
