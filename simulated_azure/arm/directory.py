"""What Azure Resource Manager itself answers: subscriptions, resource providers, and all resources of a scope."""

import re

from simulated_azure.arm.errors import bad_request, not_found
from simulated_azure.arm.facts import SUBSCRIPTION_ID, TENANT_ID
from simulated_azure.arm.ids import RESOURCE_GROUP, ResourceId
from simulated_azure.arm.json_values import Json, as_dict
from simulated_azure.arm.locations import REGIONS
from simulated_azure.arm.published import table
from simulated_azure.arm.rules import everywhere
from simulated_azure.arm.store import Resource
from simulated_azure.arm.views import view
from simulated_azure.arm.world import World

NAME = "SIMULATED AZURE"
_SHOWN = ("id", "name", "type", "location", "tags", "kind", "sku", "identity", "managedBy", "plan", "zones")
_EQUALS = re.compile(r"(\w+)\s+(eq|ne)\s+'([^']*)'")
_CALL = re.compile(r"(substringof|startswith)\(\s*('[^']*'|\w+)\s*,\s*('[^']*'|\w+)\s*\)")
_FIELDS = {"resourcetype": "type", "name": "name", "location": "location", "resourcegroup": "group"}


def subscriptions(world: World) -> list[Json]:
    """The subscriptions that exist: those of the fact, else the simulated one and all that hold resources."""
    known = [str(item) for item in world.fact("subscriptions")]
    used = {item.id.subscription.lower() for item in world.of_type(RESOURCE_GROUP)}
    return [subscription(item) for item in known or sorted({SUBSCRIPTION_ID, *used})]


def subscription(subscription_id: str) -> Json:
    """A subscription as GET returns it; its name says what it is."""
    return {
        "id": f"/subscriptions/{subscription_id}", "subscriptionId": subscription_id, "tenantId": TENANT_ID,
        "displayName": NAME, "state": "Enabled", "authorizationSource": "RoleBased",
        "subscriptionPolicies": {"locationPlacementId": "Simulated", "quotaId": "Simulated", "spendingLimit": "Off"},
    }  # fmt: skip


def regions(subscription_id: str) -> list[Json]:
    """The regions of a subscription."""
    return [
        {
            "id": f"/subscriptions/{subscription_id}/locations/{name}",
            "name": name,
            "displayName": name,
            "type": "Region",
        }
        for name in sorted(REGIONS)
    ]


def providers(world: World, subscription_id: str) -> list[Json]:
    """Every resource provider that is modelled, with its types, their API versions and whether it is registered."""
    types: dict[str, list[Json]] = {}
    for row in table().values():
        namespace, _, rest = row.type.partition("/")
        shown = {"resourceType": rest, "apiVersions": sorted(row.versions, reverse=True), "locations": sorted(REGIONS)}
        if rest:
            types.setdefault(namespace, []).append(shown)
    missing = [str(item).lower() for item in world.fact("unregisteredProviders")]
    rows = world.connection.execute("SELECT name FROM facts WHERE name LIKE '\\_registering.%' ESCAPE '\\'").fetchall()
    begun = {str(row["name"]).partition(".")[2] for row in rows}
    return [
        {
            "id": f"/subscriptions/{subscription_id}/providers/{namespace}", "namespace": namespace,
            "registrationState": "Registered" if namespace.lower() not in missing
            else "Registering" if namespace.lower() in begun else "NotRegistered",
            "registrationPolicy": "RegistrationRequired", "resourceTypes": found,
        }
        for namespace, found in sorted(types.items())
    ]  # fmt: skip


def provider(world: World, subscription_id: str, namespace: str) -> Json:
    """One resource provider.

    Raises:
        ArmError: 404 InvalidResourceNamespace.
    """
    for item in providers(world, subscription_id):
        if item["namespace"].lower() == namespace.lower():
            return item
    raise not_found("InvalidResourceNamespace", f"The resource namespace '{namespace}' is invalid, or not simulated.")


def tracked(world: World, scope: ResourceId, condition: str) -> list[Json]:
    """Resources with a location in a subscription or resource group, in the short form of `/resources`.

    Args:
        world: the world.
        scope: subscription or resource group.
        condition: an OData `$filter` of the conditions that the REST reference resources/list documents, joined by
            `and` or `or`; empty for all.

    Raises:
        ArmError: 400 InvalidFilterInQueryString for another condition.
    """
    lag = float(world.fact("listLagMinutes"))
    found = [
        item
        for item in world.all()
        if item.id.type != RESOURCE_GROUP and item.location and item.id.key.startswith(scope.key + "/")
        and (not lag or world.clock.passed(item.created_at, lag))
    ]  # fmt: skip
    found += remembered(world, scope, lag)
    chosen = [item for item in found if _fulfils(item, condition)]
    return [{key: value for key, value in view(world, item).items() if key in _SHOWN} for item in chosen]


@everywhere(
    source="TF resource/resource_group_resource.go (waits up to 10 minutes for the list of a group to be empty)"
)
def remembered(world: World, scope: ResourceId, lag: float) -> list[Resource]:
    """The list of all resources lags behind: it lacks what is new and shows what is gone (fact `listLagMinutes`)."""
    rows = world.connection.execute(
        "SELECT DISTINCT resource_id, ends_at FROM operations WHERE kind = 'delete' AND settled = 1 AND error IS NULL"
    ).fetchall()
    gone = [ResourceId.parse(row["resource_id"]) for row in rows if lag and not world.clock.passed(row["ends_at"], lag)]
    return [
        Resource(item, {}, "", 0, 0, 0.0, 0.0, failed=False)
        for item in gone
        if item.key.startswith(scope.key + "/") and len(item.types) == 1 and world.find(item) is None
    ]


def _fulfils(resource: Resource, condition: str) -> bool:
    if not condition.strip():
        return True
    alternatives = re.split(r"\s+or\s+", condition.strip())
    return any(all(_holds(resource, part) for part in re.split(r"\s+and\s+", each)) for each in alternatives)


def _holds(resource: Resource, condition: str) -> bool:
    text = condition.strip().removeprefix("(").removesuffix(")") if condition.startswith("(") else condition.strip()
    values = {
        "type": resource.id.type_key, "name": resource.id.name.lower(), "location": resource.location,
        "group": resource.id.group_name.lower(),
    }  # fmt: skip
    tags = {key.lower(): str(value).lower() for key, value in as_dict(resource.body.get("tags")).items()}
    equals, call = _EQUALS.fullmatch(text), _CALL.fullmatch(text)
    if equals and equals[1].lower() in _FIELDS:
        return (values[_FIELDS[equals[1].lower()]] == equals[3].lower()) == (equals[2] == "eq")
    if equals and equals[1].lower() in {"tagname", "tagvalue"}:
        return equals[3].lower() in (tags if equals[1].lower() == "tagname" else tags.values())
    if call:
        part, field = (call[2], call[3]) if call[1] == "substringof" else (call[3], call[2])
        if field.lower() in _FIELDS and part.startswith("'"):
            value, wanted = values[_FIELDS[field.lower()]], part.strip("'").lower()
            return wanted in value if call[1] == "substringof" else value.startswith(wanted)
    raise bad_request("InvalidFilterInQueryString", f"The condition '{text}' is not supported here.")
