"""Connections to web search, which leave the compliance boundary, are approved one by one."""

from collections.abc import Iterator

from ai_policies import connections
from ai_policies.kit import Finding, Resource, ResourceRule, Severity, same

SEARCHES = (
    "GroundingWithBingSearch",
    "GroundingWithCustomSearch",
    "BingLLMSearch",
    "Serp",
    "Bing.Grounding",
    "Bing.GroundingCustomSearch",
)


def check(resource: Resource) -> Iterator[Finding]:
    """Connections to web search, which leave the compliance boundary, are approved one by one."""
    permitted = resource.parameter_texts("permitted")
    path = "kind" if resource.is_type("Microsoft.Bing/accounts") else "properties.category"
    refused = [name for name in SEARCHES if not any(same(name, given) for given in permitted)]
    yield from resource.refuse(path, *refused)


RULE = ResourceRule(
    id="connection-no-web-grounding",
    control="AGT-005",
    title="Connections to web search, which leave the compliance boundary, are approved one by one",
    severity=Severity.HIGH,
    types=(*connections.ALL, "Microsoft.Bing/accounts"),
    remedy="Remove the connection, or permit its category in `parameters` of the stack's policy settings.",
    url="https://learn.microsoft.com/azure/ai-foundry/agents/how-to/tools/bing-grounding",
    parameters={"permitted": []},
    check=check,
)
