"""A waiver is short, and two people agreed to one from a critical rule."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Violated


def check(graph: Graph, _stack: Resource) -> Iterator[Finding]:
    """A waiver is short, and two people agreed to one from a critical rule."""
    longest = graph.parameter_number("maximum_days")
    wanted = int(graph.parameter_number("approvers"))
    for waiver in graph.waivers:
        left = waiver.days_left(graph.today)
        if left > longest:
            yield Violated(f"lasts {left} days more, {longest:g} are accepted: {waiver.label}")
        people = {name.strip().casefold() for name in waiver.approved_by}
        if waiver.is_critical and left >= 0 and len(people) < wanted:
            yield Violated(
                f"is from a critical rule and has {len(people)} of {wanted} names in `approved_by`: {waiver.label}"
            )


RULE = StackRule(
    id="governance-waivers-approved",
    control="GOV-005",
    title="A waiver is short, and two people agreed to one from a critical rule",
    severity=Severity.MEDIUM,
    types=(),
    remedy="Write an earlier `expires`, and the names of those who agreed in `approved_by`, in the policy settings.",
    url="https://learn.microsoft.com/azure/governance/policy/concepts/exemption-structure",
    check=check,
    parameters={"maximum_days": 365.0, "approvers": 2.0},
)
