"""The capacity of a deployment is set and capped."""

from collections.abc import Iterator

from ai_policies.kit import Edit, Finding, Resource, ResourceRule, Severity, same, show


def check(resource: Resource) -> Iterator[Finding]:
    """The capacity of a deployment is set and capped."""
    maximum = _maximum(resource)
    yield from resource.expect_that(
        "sku.capacity",
        f"must be set, to {show(maximum)} at most",
        lambda capacity: isinstance(capacity, float) and 0 < capacity <= maximum,
    )


def _maximum(deployment: Resource) -> float:
    """Cap of the deployment's model (`gpt-4.1=50`), else that of all models."""
    for cap in deployment.parameter_texts("models"):
        model, _, number = cap.partition("=")
        if same(deployment.find("properties.model.name"), model.strip()) and number.strip().isdigit():
            return float(number)
    return deployment.parameter_number("maximum")


def fix(resource: Resource) -> Iterator[Edit]:
    """Lower the capacity to the cap; one that was never set is for a person to choose."""
    capacity, maximum = resource.find("sku.capacity"), _maximum(resource)
    if isinstance(capacity, float) and capacity > maximum:
        yield Edit("sku.capacity", maximum)


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
    parameters={"maximum": 1000.0, "models": []},
    check=check,
    fix=fix,
)
