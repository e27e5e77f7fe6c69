"""A project with a store for threads has a capability host that uses it."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, Violated, same


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """A project with a store for threads has a capability host that uses it."""
    account = graph.parent(resource)
    connected = [item for owner in (resource, account) if owner for item in graph.children(owner, "connections")]
    if not any(same(item.read("properties.category"), "CosmosDb") for item in connected):
        yield NotApplicable("no Cosmos DB is connected for threads: a basic setup, whose state Microsoft keeps")
        return
    if not graph.children(resource, "capabilityHosts"):
        yield Violated("has no capability host, so threads and files of its agents stay in stores of Microsoft's")
    if account and not graph.children(account, "capabilityHosts") and not _is_injected(account):
        yield Violated("its account has no capability host, and no subnet for agents with which Azure would make one")


def _is_injected(account: Resource) -> bool:
    """Whether agents run in a subnet of the customer's; raises `UnknownRead`."""
    return any(same(item.text("scenario"), "agent") for item in account.items("properties.networkInjections"))


RULE = StackRule(
    id="agent-capability-host-present",
    control="AGT-011",
    title="A project with a store for threads has a capability host that uses it",
    severity=Severity.HIGH,
    types=("Microsoft.CognitiveServices/accounts/projects",),
    remedy=(
        "Add ProjectCapabilityHost(...) to the project, and AccountCapabilityHost(...) to its account unless the "
        "account has a subnet for agents."
    ),
    url="https://learn.microsoft.com/azure/ai-foundry/agents/concepts/capability-hosts",
    check=check,
)
