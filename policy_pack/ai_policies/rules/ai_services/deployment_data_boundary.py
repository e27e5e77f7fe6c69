"""Prompts are processed inside the permitted data boundary."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Prompts are processed inside the permitted data boundary."""
    yield from resource.expect("sku.name", *resource.parameter_texts("skus"))


RULE = ResourceRule(
    id="deployment-data-boundary",
    control="RAI-012",
    title="Prompts are processed inside the permitted data boundary",
    severity=Severity.HIGH,
    types=("Microsoft.CognitiveServices/accounts/deployments",),
    remedy=(
        'Write `sku={"name": "Standard", "capacity": ...}` or a DataZone SKU in Deployment(...), or permit the '
        "SKU in `parameters` of the stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/ai-foundry/foundry-models/concepts/deployment-types",
    parameters={
        "skus": ["Standard", "ProvisionedManaged", "DataZoneStandard", "DataZoneProvisionedManaged", "DataZoneBatch"],
    },
    check=check,
)
