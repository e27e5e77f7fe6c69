"""Each AI account has an agent subnet of its own."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule


def check(graph: Graph) -> Iterator[Finding]:
    """Each AI account has an agent subnet of its own."""
    owners: dict[str, Resource] = {}
    for account in graph.of("Microsoft.CognitiveServices/accounts"):
        for injection in account.items("properties.networkInjections"):
            subnet = graph.resolve(
                account, "properties", injection.find("subnetArmId"), "Microsoft.Network/virtualNetworks/subnets"
            )
            if subnet is None:
                continue
            key = subnet.casefold() if isinstance(subnet, str) else subnet.urn
            first = owners.setdefault(key, account)
            if first is not account:
                yield injection.violated("subnetArmId", f"the subnet that {first.label} has already")


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
