"""Role definitions over REST: built-in and custom ones, listed at a scope and read by id.

Source: azure-mgmt-authorization (role_definitions). A built-in role whose permissions the table does not give has an
empty list of them.
"""

import re

from simulated_azure.arm.azure import Azure
from simulated_azure.arm.built_in_roles import ROLES, BuiltInRole
from simulated_azure.arm.errors import bad_request, not_found
from simulated_azure.arm.json_values import Json, as_dict, strings
from simulated_azure.arm.views import view
from simulated_azure.arm.world import World
from simulated_azure.rest.pages import page
from simulated_azure.rest.wire import Answer, Request
from simulated_azure.services.authorization import ROLE_DEFINITION

_CONDITION = re.compile(r"(roleName|type)\s+eq\s+'([^']*)'", re.IGNORECASE)
_FIELDS = {"rolename": "roleName", "type": "type"}


def _built_in(scope: str, role: BuiltInRole) -> Json:
    properties = {
        "roleName": role.name, "type": "BuiltInRole", "assignableScopes": ["/"], "permissions": list(role.permissions),
    }  # fmt: skip
    above = re.match(r"/subscriptions/[^/]+", scope)
    where = f"{above[0] if above else ''}/providers/{ROLE_DEFINITION}/{role.guid}"
    return {"id": where, "name": role.guid, "type": ROLE_DEFINITION, "properties": properties}


def _all(world: World, scope: str) -> list[Json]:
    found = [_built_in(scope, role) for role in ROLES.values()]
    for item in world.of_type(ROLE_DEFINITION):
        shown = view(world, item)
        shown["properties"] = {"type": "CustomRole", **as_dict(shown.get("properties"))}
        if any(f"{scope}/".lower().startswith(f"{place.rstrip('/')}/".lower())
               for place in strings(shown["properties"].get("assignableScopes"))):  # fmt: skip
            found.append(shown)
    return found


def _list(azure: Azure, request: Request, match: re.Match[str]) -> Answer:
    with azure.reading() as world:
        found = _all(world, match["scope"])
    for part in filter(None, request.query.get("$filter", "").split(" and ")):
        condition = _CONDITION.fullmatch(part.strip())
        if condition:
            field, wanted = _FIELDS[condition[1].lower()], condition[2].lower()
            found = [item for item in found if str(item["properties"].get(field)).lower() == wanted]
        elif part.strip().lower() != "atscopeandbelow()":
            raise bad_request("UnsupportedQuery", f"The filter '{part}' is not supported here.")
    return page(request, found, azure.fact("pageSize"))


def _read(azure: Azure, _request: Request, match: re.Match[str]) -> Answer:
    with azure.reading() as world:
        found = [item for item in _all(world, match["scope"]) if item["name"].lower() == match["name"].lower()]
    if not found:
        raise not_found("RoleDefinitionDoesNotExist", f"The role definition '{match['name']}' does not exist.")
    return Answer(200, found[0])


_PATH = r"(?P<scope>.*)/providers/Microsoft\.Authorization/roleDefinitions"
ROUTES = (
    ("GET", re.compile(_PATH, re.IGNORECASE), _list),
    ("GET", re.compile(rf"{_PATH}/(?P<name>[^/]+)", re.IGNORECASE), _read),
)
