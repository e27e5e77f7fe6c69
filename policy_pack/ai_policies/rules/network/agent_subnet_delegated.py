"""Subnets of agents and container environments are delegated, large enough and not shared with endpoints."""

from collections.abc import Iterator

from ai_policies import private_links, subnets
from ai_policies.kit import (
    ABSENT,
    UNKNOWN,
    Finding,
    Graph,
    NotApplicable,
    Resource,
    Severity,
    StackRule,
    Value,
    Violated,
)


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Subnets of agents and container environments are delegated, large enough and not shared with endpoints."""
    if resource.urn not in graph.once(_used):
        yield NotApplicable("no agents and no container environment of the stack use the subnet")
        return
    if subnets.AGENTS not in subnets.delegations(resource):
        yield resource.violated("delegations", "must hold 'Microsoft.App/environments'")
    yield from resource.expect_that("addressPrefix", "must be /27 or larger", _large_enough)
    if resource.urn in graph.once(_with_endpoints):
        yield Violated("holds a private endpoint as well")


def _used(graph: Graph) -> set[str]:
    """URNs of the subnets that agents and container environments are injected into."""
    linked: list[Resource] = []
    for account in graph.of("Microsoft.CognitiveServices/accounts"):
        for item in account.items("properties.networkInjections"):
            subnet = item.find("subnetArmId")
            if subnet is UNKNOWN:
                linked += graph.linked(account, "properties", private_links.SUBNET)
                continue
            found = graph.resolve(account, "properties", subnet, private_links.SUBNET)
            linked += [found] if isinstance(found, Resource) else []
    for environment in graph.of("Microsoft.App/managedEnvironments"):
        found = graph.target(environment, "vnetConfiguration.infrastructureSubnetId", private_links.SUBNET)
        linked += [found] if isinstance(found, Resource) else []
    return {item.urn for item in linked}


def _with_endpoints(graph: Graph) -> set[str]:
    """URNs of the subnets that private endpoints lie in."""
    found = [graph.target(item, "subnet.id", private_links.SUBNET) for item in graph.of(private_links.ENDPOINT)]
    return {item.urn for item in found if isinstance(item, Resource)}


def _large_enough(prefix: Value) -> bool:
    length = prefix.rpartition("/")[2] if isinstance(prefix, str) else ""
    return prefix is ABSENT or (length.isdigit() and int(length) <= 27)


RULE = StackRule(
    id="agent-subnet-delegated",
    control="NET-010",
    title="Subnets of agents and container environments are delegated, large enough and not shared with endpoints",
    severity=Severity.MEDIUM,
    types=("Microsoft.Network/virtualNetworks/subnets",),
    remedy=(
        'Write `delegations=[{"name": "apps", "service_name": "Microsoft.App/environments"}]` and a range of '
        "/27 or larger in Subnet(...), and put private endpoints elsewhere."
    ),
    url="https://learn.microsoft.com/azure/ai-services/agents/how-to/virtual-networks",
    check=check,
)
