"""Each waiver is needed."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Violated


def check(graph: Graph, _stack: Resource) -> Iterator[Finding]:
    """Each waiver is needed."""
    for waiver in graph.waivers:
        if waiver not in graph.used_waivers:
            yield Violated(f"nothing violates what is waived: {waiver.label}")


RULE = StackRule(
    id="governance-waivers-used",
    control="GOV-005",
    title="Each waiver is needed",
    severity=Severity.LOW,
    types=(),
    remedy="Remove it from the stack's policy settings.",
    url="https://learn.microsoft.com/azure/governance/policy/concepts/exemption-structure",
    check=check,
)
