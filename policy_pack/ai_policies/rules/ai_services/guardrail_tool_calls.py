"""Guardrails of accounts with agents look at tool calls and at what tools answer."""

from collections.abc import Iterator

from ai_policies import content_filters
from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, View, same

SOURCES = ("PreToolCall", "PostToolCall")
ACTIONS = ("BLOCKING", "HITL")


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Guardrails of accounts with agents look at tool calls and at what tools answer."""
    hosts = _hosts_agents(graph, resource)
    items = resource.items(content_filters.LIST)
    found = {source: [item for item in items if same(item.text("source"), source)] for source in SOURCES}
    if not hosts and not any(found.values()):
        yield NotApplicable("the account has no projects in this stack, so it hosts no agents")
    for source, given in found.items():
        if hosts and not given:
            yield resource.violated(content_filters.LIST, f"must have a filter on source '{source}'")
        for item in given:
            yield from _acts(item)


def _hosts_agents(graph: Graph, guardrail: Resource) -> bool:
    """Whether the guardrail's account has projects in this stack, and with them agents; a subscription's has none."""
    account = graph.parent(guardrail) if guardrail.is_type(content_filters.GUARDRAILS[0]) else None
    return account is not None and account.read("properties.allowProjectManagement") is True


def _acts(item: View) -> Iterator[Finding]:
    """The filter is on, and stops the call or asks a person; one that is graded does so before the worst is reached."""
    yield from item.expect("enabled", True)
    yield from item.expect("action", *ACTIONS)
    yield from item.expect_or_absent("blocking", True)
    yield from item.expect_or_absent("severityThreshold", *content_filters.THRESHOLDS)


RULE = StackRule(
    id="guardrail-tool-calls",
    control="RAI-009",
    title="Guardrails of accounts with agents look at tool calls and at what tools answer",
    severity=Severity.HIGH,
    types=content_filters.GUARDRAILS,
    remedy=(
        'Write filters with `"source": "PreToolCall"` and `"source": "PostToolCall"`, `"enabled": True` and '
        '`"action": "BLOCKING"` (or HITL) in `content_filters` of RaiPolicy(...); graded ones at Low or Medium.'
    ),
    url="https://learn.microsoft.com/azure/ai-foundry/guardrails/intervention-points",
    check=check,
)
