"""Guardrails of accounts with agents look at tool calls and at what tools answer."""

from collections.abc import Iterator

from ai_policies import content_filters
from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, View, same

ACTIONS = ("BLOCKING", "HITL")


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Guardrails of accounts with agents look at tool calls and at what tools answer."""
    account = graph.parent(resource)
    if account is None or account.read("properties.allowProjectManagement") is not True:
        yield NotApplicable("the account has no projects in this stack, so it hosts no agents")
        return
    items = resource.items(content_filters.LIST)
    for source in ("PreToolCall", "PostToolCall"):
        found = [item for item in items if same(item.text("source"), source)]
        if not found:
            yield resource.violated(content_filters.LIST, f"must have a filter on source '{source}'")
        for item in found:
            yield from _acts(item)


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
    types=(content_filters.GUARDRAILS[0],),
    remedy=(
        'Write filters with `"source": "PreToolCall"` and `"source": "PostToolCall"`, `"enabled": True` and '
        '`"action": "BLOCKING"` (or HITL) in `content_filters` of RaiPolicy(...); graded ones at Low or Medium.'
    ),
    url="https://learn.microsoft.com/azure/ai-foundry/guardrails/intervention-points",
    check=check,
)
