"""The guardrail and benchmark initiatives are assigned and enforced, where the stack assigns any."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """The guardrail and benchmark initiatives are assigned and enforced, where the stack assigns any."""
    assignments = list(graph.of("Microsoft.Authorization/policyAssignments"))
    if resource is not assignments[0]:
        return  # what is missing is missing once: the first assignment of the stack carries it
    for initiative in graph.parameter_texts("initiatives"):
        found = [item for item in assignments if item.text("policyDefinitionId").casefold().endswith(initiative)]
        if not found:
            yield Violated(f"nor any other assignment of the stack is of initiative {initiative}")
        for item in found:
            yield from item.expect_or_absent("enforcementMode", "Default")


RULE = StackRule(
    id="initiatives-assigned",
    control="GOV-006",
    title="The guardrail and benchmark initiatives are assigned and enforced, where the stack assigns any",
    severity=Severity.MEDIUM,
    types=("Microsoft.Authorization/policyAssignments",),
    remedy='Add PolicyAssignment(...) of the initiative named here with `enforcement_mode="Default"`.',
    url="https://learn.microsoft.com/azure/governance/policy/samples/built-in-initiatives",
    parameters={"initiatives": ["5207647b-3e83-4e28-b836-c382cb5e2a2e", "e3ec7e09-768c-4b64-882c-fcada3772047"]},
    check=check,
)
