"""Threads, files and vectors of agents are kept in stores of the customer."""

from collections.abc import Iterator

from ai_policies import connections
from ai_policies.kit import UNKNOWN, Finding, Graph, Resource, Severity, StackRule, Unknown, Value, same
from ai_policies.kit.resource import parse_id

WRAPPER = "projectCapabilityHostProperties"
STORES = {
    "threadStorageConnections": "Microsoft.DocumentDB/databaseAccounts",
    "storageConnections": "Microsoft.Storage/storageAccounts",
    "vectorStoreConnections": "Microsoft.Search/searchServices",
}
TARGET = "properties.metadata.ResourceId"


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Threads, files and vectors of agents are kept in stores of the customer."""
    for key, store in STORES.items():
        path = f"{WRAPPER}.{key}"
        names = resource.read(path)
        if not isinstance(names, list) or not names:
            yield resource.violated(path, "must name a connection")
            continue
        for name in names:
            yield from _leads_to(graph, resource, path, name, store)


def _leads_to(graph: Graph, host: Resource, path: str, name: Value, store: str) -> Iterator[Finding]:
    """The connection of this name must lead to a store of this type: in the stack, or brought along."""
    named = _connections(graph, host, name)
    if any(_target(graph, connection, store) for connection in named):
        return
    if (name is UNKNOWN and not named) or any(_is_unclear(graph, connection) for connection in named):
        yield Unknown(host.path_of(path), host.urn)
    else:
        yield host.violated(path, f"must name connections that lead to resources of type {store}")


def _connections(graph: Graph, host: Resource, name: Value) -> list[Resource]:
    """Connections that a name may stand for: its namesakes in the stack, before deployment those it came from."""
    if name is UNKNOWN:
        return graph.linked(host, WRAPPER, *connections.FOUNDRY)
    return [connection for connection in graph.of(*connections.FOUNDRY) if same(connection.arm_name, name)]


def _is_unclear(graph: Graph, connection: Resource) -> bool:
    """Whether it is not known yet where a connection leads to."""
    return connection.find(TARGET) is UNKNOWN and not graph.linked(connection, "properties", *STORES.values())


def _target(graph: Graph, connection: Resource, store: str) -> bool:
    """Whether a connection leads to a store of this type."""
    if graph.linked(connection, "properties", store):
        return True
    found = parse_id(str(connection.find(TARGET)))
    return found is not None and same(found[0], store)


RULE = StackRule(
    id="agent-stores-of-customer",
    control="AGT-008",
    title="Threads, files and vectors of agents are kept in stores of the customer",
    severity=Severity.HIGH,
    types=("Microsoft.CognitiveServices/accounts/projects/capabilityHosts",),
    remedy=(
        "Write `thread_storage_connections`, `storage_connections` and `vector_store_connections` in "
        "`project_capability_host_properties` of ProjectCapabilityHost(...): names of connections to Cosmos DB, "
        "Storage and Search."
    ),
    url="https://learn.microsoft.com/azure/ai-foundry/agents/concepts/capability-hosts",
    check=check,
)
