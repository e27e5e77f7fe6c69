"""The private endpoint of a Cosmos DB account is for the API that it serves."""

from collections.abc import Iterator

from ai_policies import private_links
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Unknown, Violated, same


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """The private endpoint of a Cosmos DB account is for the API that it serves."""
    given, unclear = private_links.groups_given(graph, resource), graph.once(private_links.connections)[1]
    needed = _group(resource)
    if not given or needed.casefold() in given:
        return  # without any endpoint another rule speaks
    if unclear:
        yield Unknown("privateLinkServiceConnections of the stack's private endpoints")
    else:
        yield Violated(f"serves {needed} and has an endpoint for group {', '.join(sorted(given))} only")


_APIS = {"EnableCassandra": "Cassandra", "EnableGremlin": "Gremlin", "EnableTable": "Table", "EnableMongo": "MongoDB"}


def _group(account: Resource) -> str:
    """Private link group of the account's API."""
    if same(account.read("kind"), "MongoDB"):
        return "MongoDB"
    names = [item.text("name") for item in account.items("capabilities")]
    return next((_APIS[name] for name in names if name in _APIS), "Sql")


RULE = StackRule(
    id="cosmos-endpoint-of-its-api",
    control="PE-010",
    title="The private endpoint of a Cosmos DB account is for the API that it serves",
    severity=Severity.CRITICAL,
    types=("Microsoft.DocumentDB/databaseAccounts",),
    remedy=(
        "Write the account's own group (Sql, MongoDB, Cassandra, Gremlin or Table) in `group_ids` of the "
        "PrivateEndpoint(...)."
    ),
    url="https://learn.microsoft.com/azure/cosmos-db/how-to-configure-private-endpoints",
    check=check,
)
