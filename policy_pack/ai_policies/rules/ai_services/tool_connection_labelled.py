"""Each connection to a remote tool or agent has a tool label."""

from collections.abc import Iterator

from ai_policies import connections
from ai_policies.kit import (
    UNKNOWN,
    Finding,
    Graph,
    NotApplicable,
    Resource,
    Severity,
    StackRule,
    Unknown,
    Violated,
)

LABEL = "Microsoft.CognitiveServices/accounts/raiToolLabels"
PATH = "properties.toolConnectionName"
CATEGORIES = ("remotetool", "remotea2a")


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Each connection to a remote tool or agent has a tool label."""
    if resource.text("properties.category").casefold() not in CATEGORIES:
        yield NotApplicable("the connection leads to no remote tool")
        return
    labelled, unclear = graph.once(_labelled)
    if resource.urn in labelled or resource.arm_name.casefold() in labelled:
        return
    if unclear is not None:
        yield Unknown(unclear.path_of(PATH), resource.urn)
    else:
        yield Violated("has no RaiToolLabel that names it")


def _labelled(graph: Graph) -> tuple[frozenset[str], Resource | None]:
    """URNs and names of connections with a label, and a label whose connection is not known yet."""
    found: set[str] = set()
    unclear: Resource | None = None
    for label in graph.of(LABEL):
        name = label.find(PATH)
        linked = graph.linked(label, "properties", *connections.FOUNDRY)
        found.update(connection.urn for connection in linked)
        if isinstance(name, str):
            found.add(name.casefold())
        elif name is UNKNOWN and not linked:
            unclear = label
    return frozenset(found), unclear


RULE = StackRule(
    id="tool-connection-labelled",
    control="AGT-010",
    title="Each connection to a remote tool or agent has a tool label",
    severity=Severity.MEDIUM,
    types=connections.FOUNDRY,
    remedy='Add a RaiToolLabel(...) with `"tool_connection_name"` of the connection in its `properties`.',
    url="https://learn.microsoft.com/azure/ai-foundry/guardrails/guardrails-overview",
    check=check,
)
