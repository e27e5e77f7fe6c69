"""The AI data of a stack stays in one geography."""

from collections.abc import Iterator

from ai_policies.geographies import GEOGRAPHIES
from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """The AI data of a stack stays in one geography."""
    first = graph.once(_first)
    own, wanted = _geography(resource), _geography(first) if first else ""
    if first and own and own != wanted:
        yield Violated(f"lies in {own}, {first.label} in {wanted}", resource.path_of("location"))


def _first(graph: Graph) -> Resource | None:
    """The first of the stack's AI data whose region is written out."""
    return next((item for item in graph.of(*RULE.types) if _geography(item)), None)


def _geography(resource: Resource) -> str:
    """Geography of a resource; empty for one that takes the region of its resource group."""
    return GEOGRAPHIES.get(resource.text("location").replace(" ", "").casefold(), "")


RULE = StackRule(
    id="governance-ai-geography",
    control="GOV-002",
    title="The AI data of a stack stays in one geography",
    severity=Severity.HIGH,
    types=(
        "Microsoft.CognitiveServices/accounts",
        "Microsoft.MachineLearningServices/workspaces",
        "Microsoft.Search/searchServices",
        "Microsoft.Storage/storageAccounts",
        "Microsoft.DocumentDB/databaseAccounts",
    ),
    remedy="Write a `location` of the same geography as the stack's other AI data.",
    url="https://learn.microsoft.com/azure/reliability/regions-list",
    check=check,
)
