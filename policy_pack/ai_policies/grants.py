"""Role assignments of a stack: which identity holds which role on what."""

from collections.abc import Iterable
from dataclasses import dataclass

from ai_policies.azure_data import ROLES
from ai_policies.kit import UNKNOWN, Graph, Resource
from ai_policies.kit.findings import UnknownRead

ASSIGNMENT = "Microsoft.Authorization/roleAssignments"


@dataclass(frozen=True)
class Grant:
    """One assignment: the role's id (lower case, empty while unknown), who holds it, and on what.

    `holder` is the URN of the resource whose identity holds the role, else the principal's object id. `scope` is the
    URN of the resource, else the ARM id in lower case. Both are empty while unknown.
    """

    assignment: Resource
    role: str
    holder: str
    scope: str


def ids(*names: str) -> set[str]:
    """Role definition ids (lower case) of built-in roles."""
    return {ROLES[name].casefold() for name in names}


def role_of(assignment: Resource) -> str:
    """Id of the assigned role in lower case.

    Raises:
        UnknownRead: it is not known yet.
    """
    return assignment.text("roleDefinitionId").rpartition("/")[2].casefold()


def all_grants(graph: Graph) -> list[Grant]:
    """Every assignment of the stack, once."""
    return [_grant(graph, item) for item in graph.of(ASSIGNMENT)]


def on(graph: Graph, target: Resource, *holder_types: str) -> tuple[set[str], bool]:
    """Roles on a resource that identities of resources of these types hold, and whether one cannot be told yet."""
    roles: set[str] = set()
    unclear = False
    holders = {item.urn for item in graph.of(*holder_types)}
    for grant in graph.once(all_grants):
        if grant.scope == target.urn and grant.holder in holders:
            roles.add(grant.role)
            unclear |= not grant.role
        unclear |= not grant.scope or not grant.holder
    return roles, unclear


def _grant(graph: Graph, assignment: Resource) -> Grant:
    role = assignment.find("roleDefinitionId")
    role_id = role.rpartition("/")[2].casefold() if isinstance(role, str) else ""
    return Grant(assignment, role_id, _holder(assignment), _scope(graph, assignment))


def _holder(assignment: Resource) -> str:
    linked = assignment.linked.get("principalId", ())
    if len(linked) == 1:
        return linked[0]
    principal = assignment.find("principalId")
    return principal.casefold() if isinstance(principal, str) else ""


def _scope(graph: Graph, assignment: Resource) -> str:
    value = assignment.find("scope")
    try:
        target = graph.resolve(assignment, "scope", value, *_types(graph))
    except UnknownRead:
        return ""
    if isinstance(target, Resource):
        return target.urn
    return value.casefold() if isinstance(value, str) and value is not UNKNOWN else ""


def _types(graph: Graph) -> Iterable[str]:
    return [item for item in graph.types if item]
