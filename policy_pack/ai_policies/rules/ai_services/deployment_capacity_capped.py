"""The capacity of a deployment is set and capped."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity, show


def check(resource: Resource) -> Iterator[Finding]:
    """The capacity of a deployment is set and capped."""
    maximum = resource.parameter_number("maximum")
    yield from resource.expect_that(
        "sku.capacity",
        f"must be set, to {show(maximum)} at most",
        lambda capacity: isinstance(capacity, float) and 0 < capacity <= maximum,
    )


RULE = ResourceRule(
    id="deployment-capacity-capped",
    control="RAI-013",
    title="The capacity of a deployment is set and capped",
    severity=Severity.MEDIUM,
    types=("Microsoft.CognitiveServices/accounts/deployments",),
    remedy=(
        'Write `sku={"name": ..., "capacity": 10}` in Deployment(...), at most the cap in `parameters` of the '
        "stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/ai-foundry/openai/quotas-limits",
    parameters={"maximum": 1000.0},
    check=check,
)
