"""Each AI account lies within a budget, where the stack keeps any."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Each AI account lies within a budget, where the stack keeps any."""
    budgets = list(graph.of("Microsoft.Consumption/budgets"))
    if not budgets:
        yield NotApplicable("the stack keeps no budgets")
        return
    group = str(resource.read("resourceGroupName")).casefold()
    for budget in budgets:
        if graph.linked(budget, "scope", "Microsoft.Resources/resourceGroups"):
            return  # which group it is, its id tells after deployment
        scope = budget.text("scope").casefold().rstrip("/")
        if "/resourcegroups/" not in scope or scope.endswith(f"/resourcegroups/{group}"):
            return
    yield Violated("lies within no budget of the stack")


RULE = StackRule(
    id="ai-spend-budgeted",
    control="GOV-007",
    title="Each AI account lies within a budget, where the stack keeps any",
    severity=Severity.LOW,
    types=("Microsoft.CognitiveServices/accounts",),
    remedy="Add a Budget(...) with `scope` of the account's resource group or subscription.",
    url="https://learn.microsoft.com/azure/cost-management-billing/costs/tutorial-acm-create-budgets",
    check=check,
)
