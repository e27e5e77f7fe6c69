"""Machine Learning's managed network lists hosts, not wildcards."""

from collections.abc import Iterator

from ai_policies import managed_networks
from ai_policies.kit import Finding, Resource, ResourceRule, Severity

WORKSPACE = "Microsoft.MachineLearningServices/workspaces"


def check(resource: Resource) -> Iterator[Finding]:
    """Machine Learning's managed network lists hosts, not wildcards."""
    permitted = resource.parameter_texts("wildcards")
    if resource.is_type(WORKSPACE):
        yield from managed_networks.expect_hosts(resource, "managedNetwork.outboundRules", permitted)
    else:
        yield from managed_networks.expect_host(resource, "properties", permitted)


RULE = ResourceRule(
    id="ml-outbound-hosts-spelt-out",
    control="MLW-003",
    title="Machine Learning's managed network lists hosts, not wildcards",
    severity=Severity.MEDIUM,
    types=(
        "Microsoft.MachineLearningServices/workspaces",
        "Microsoft.MachineLearningServices/workspaces/outboundRules",
    ),
    remedy=(
        "Write one outbound rule of type FQDN for each host, or permit the wildcard in `parameters` of the "
        "stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/machine-learning/how-to-managed-network",
    parameters={"wildcards": []},
    check=check,
)
