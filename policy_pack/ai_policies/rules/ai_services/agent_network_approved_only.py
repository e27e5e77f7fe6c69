"""The managed network of agents lets only approved traffic out, to hosts that are spelt out."""

from collections.abc import Iterator

from ai_policies import managed_networks
from ai_policies.kit import Finding, Resource, ResourceRule, Severity

RULE_TYPE = "Microsoft.CognitiveServices/accounts/managedNetworks/outboundRules"


def check(resource: Resource) -> Iterator[Finding]:
    """The managed network of agents lets only approved traffic out, to hosts that are spelt out."""
    permitted = resource.parameter_texts("wildcards")
    if resource.is_type(RULE_TYPE):
        yield from managed_networks.expect_host(resource, "properties", permitted)
        return
    yield from resource.expect("properties.managedNetwork.isolationMode", "AllowOnlyApprovedOutbound")
    yield from managed_networks.expect_hosts(resource, "properties.managedNetwork.outboundRules", permitted)


RULE = ResourceRule(
    id="agent-network-approved-only",
    control="AGT-007",
    title="The managed network of agents lets only approved traffic out, to hosts that are spelt out",
    severity=Severity.HIGH,
    types=(
        "Microsoft.CognitiveServices/accounts/managedNetworks",
        "Microsoft.CognitiveServices/accounts/managedNetworks/outboundRules",
    ),
    remedy=(
        'Write `"managed_network": {"isolation_mode": "AllowOnlyApprovedOutbound"}` in the `properties` of '
        "ManagedNetworkSetting(...), and one rule for each host."
    ),
    url="https://learn.microsoft.com/azure/ai-foundry/how-to/managed-virtual-network",
    parameters={"wildcards": []},
    check=check,
    fix={"properties.managedNetwork.isolationMode": "AllowOnlyApprovedOutbound"},
)
