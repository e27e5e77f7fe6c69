"""Backends of language models break the circuit, and pools hold only keyless, private accounts."""

from collections.abc import Iterator

from ai_policies import llm_apis
from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, Violated, same


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Backends of language models break the circuit, and pools hold only keyless, private accounts."""
    if same(resource.read("type"), "Pool"):
        for member in llm_apis.members(graph, resource):
            account = llm_apis.account_behind(graph, member)
            if account is not None and not _compliant(account):
                yield Violated(f"spans {account.label}, which takes keys or public traffic", resource.path_of("pool"))
    elif llm_apis.leads_to_model(graph, resource, "url"):
        yield from resource.expect_set("circuitBreaker.rules", "must hold a rule")
    else:
        yield NotApplicable("the backend is no language model")


def _compliant(account: Resource) -> bool:
    private = same(account.read("properties.publicNetworkAccess"), "Disabled")
    return private and account.read("properties.disableLocalAuth") is True


RULE = StackRule(
    id="llm-backend-resilient",
    control="APIM-020",
    title="Backends of language models break the circuit, and pools hold only keyless, private accounts",
    severity=Severity.MEDIUM,
    types=("Microsoft.ApiManagement/service/backends",),
    remedy=(
        'Write `circuit_breaker={"rules": [...]}` in Backend(...), and put only backends of compliant '
        "accounts into `pool`."
    ),
    url="https://learn.microsoft.com/azure/api-management/backends",
    check=check,
)
