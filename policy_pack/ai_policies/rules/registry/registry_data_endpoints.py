"""Image layers come from the registry's own hosts, and Microsoft's services get in only where that is meant."""

from collections.abc import Iterator

from ai_policies import name_patterns
from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Image layers come from the registry's own hosts, and Microsoft's services get in only where that is meant."""
    yield from resource.expect("dataEndpointEnabled", True)
    if not name_patterns.matches(resource.arm_name, resource.parameter_texts("trusted")):
        yield from resource.expect("networkRuleBypassOptions", "None")


RULE = ResourceRule(
    id="registry-data-endpoints",
    control="ACR-008",
    title="Image layers come from the registry's own hosts, and Microsoft's services get in only where that is meant",
    severity=Severity.LOW,
    types=("Microsoft.ContainerRegistry/registries",),
    remedy=(
        'Write `data_endpoint_enabled=True, network_rule_bypass_options="None"` in Registry(...), or list the '
        "registry in `parameters` of the stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/container-registry/container-registry-dedicated-data-endpoints",
    parameters={"trusted": []},
    check=check,
    fix={"dataEndpointEnabled": True, "networkRuleBypassOptions": "None"},
)
