"""The tables of Resource Graph over a world.

Sources: AZD governance/resource-graph/concepts/query-language.md (tables, columns) and its
reference/supported-tables-resources.md (which types each table holds). Types and resource groups are in lower case
there, ids are not.
"""

from collections.abc import Callable, Mapping

from simulated_azure.arm.directory import subscriptions
from simulated_azure.arm.facts import TENANT_ID
from simulated_azure.arm.ids import RESOURCE_GROUP
from simulated_azure.arm.json_values import Json
from simulated_azure.arm.store import Resource
from simulated_azure.arm.views import view
from simulated_azure.arm.world import World

_COLUMNS = ("kind", "location", "managedBy", "sku", "plan", "properties", "tags", "identity", "zones",
            "extendedLocation")  # fmt: skip
_AUTHORIZATION = "microsoft.authorization/"
# Nested types that the table `resources` holds beside the top-level ones.
_NESTED = frozenset({
    "microsoft.network/privatednszones/virtualnetworklinks", "microsoft.cognitiveservices/accounts/projects",
})  # fmt: skip


def tables(world: World, scope: Callable[[str], bool]) -> Mapping[str, Callable[[], list[Json]]]:
    """Table name -> what reads its rows.

    Args:
        world: the world.
        scope: whether a subscription is asked for.
    """

    def rows(wanted: Callable[[Resource], bool]) -> list[Json]:
        return [_row(world, item) for item in world.all() if scope(item.id.subscription) and wanted(item)]

    def containers() -> list[Json]:
        groups = rows(lambda item: item.id.type == RESOURCE_GROUP)
        for group in groups:
            group["type"] = "microsoft.resources/subscriptions/resourcegroups"
        known = [item for item in subscriptions(world) if scope(item["subscriptionId"])]
        return [*(_subscription(item) for item in known), *groups]

    return {
        "resources": lambda: rows(_is_resource),
        "resourcecontainers": containers,
        "authorizationresources": lambda: rows(lambda item: item.id.type_key.startswith(_AUTHORIZATION)),
    }


def _is_resource(item: Resource) -> bool:
    top = item.id.parent is None and not item.id.is_extension and item.id.type != RESOURCE_GROUP
    return (top or item.id.type_key in _NESTED) and not item.id.type_key.startswith(_AUTHORIZATION)


def _row(world: World, item: Resource) -> Json:
    body = view(world, item)
    return {
        "id": item.id.text, "name": item.id.name, "type": item.id.type_key, "tenantId": TENANT_ID,
        "resourceGroup": item.id.group_name.lower(), "subscriptionId": item.id.subscription,
        **{column: body.get(column, "" if column in {"kind", "managedBy"} else None) for column in _COLUMNS},
    }  # fmt: skip


def _subscription(item: Json) -> Json:
    row: Json = dict.fromkeys(_COLUMNS)
    return {
        **row, "id": item["id"], "name": item["displayName"], "type": "microsoft.resources/subscriptions",
        "tenantId": TENANT_ID, "resourceGroup": "", "subscriptionId": item["subscriptionId"],
        "properties": {"state": item["state"]},
    }  # fmt: skip
