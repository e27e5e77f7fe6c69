"""Each AI account has an agent subnet of its own."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, View

ACCOUNT = "Microsoft.CognitiveServices/accounts"


def check(graph: Graph, account: Resource) -> Iterator[Finding]:
    """Each AI account has an agent subnet of its own."""
    for injection in account.items("properties.networkInjections"):
        subnet = _subnet(graph, account, injection)
        first = graph.once(_owners)[subnet] if subnet else account
        if first is not account:
            yield injection.violated("subnetArmId", f"the subnet that {first.label} has already")


def _owners(graph: Graph) -> dict[str, Resource]:
    """Subnet -> the first account whose agents run in it."""
    owners: dict[str, Resource] = {}
    for account in graph.of(ACCOUNT):
        for injection in account.items("properties.networkInjections"):
            owners.setdefault(_subnet(graph, account, injection), account)
    return owners


def _subnet(graph: Graph, account: Resource, injection: View) -> str:
    """What tells one subnet from another: its URN, or its id when it lies outside the stack."""
    found = graph.resolve(
        account, "properties", injection.find("subnetArmId"), "Microsoft.Network/virtualNetworks/subnets"
    )
    return found.urn if isinstance(found, Resource) else (found or "").casefold()


RULE = StackRule(
    id="agent-subnet-exclusive",
    control="NET-010",
    title="Each AI account has an agent subnet of its own",
    severity=Severity.MEDIUM,
    types=("Microsoft.CognitiveServices/accounts",),
    remedy="Give each account a subnet of its own in `network_injections`; Foundry refuses to share one.",
    url="https://learn.microsoft.com/azure/ai-foundry/agents/how-to/virtual-networks",
    check=check,
)
