"""Machine Learning computes are of approved sizes and counts."""

from collections.abc import Iterator

from ai_policies import name_patterns
from ai_policies.kit import Finding, NotApplicable, Resource, ResourceRule, Severity, show

KINDS = ("amlcompute", "computeinstance")


def check(resource: Resource) -> Iterator[Finding]:
    """Machine Learning computes are of approved sizes and counts."""
    if resource.text("properties.computeType").casefold() not in KINDS:
        yield NotApplicable("the compute is not one that Machine Learning makes")
        return

    sizes = resource.parameter_texts("sizes")
    yield from resource.expect_that(
        "properties.properties.vmSize",
        "must be an approved size",
        lambda value: name_patterns.matches(str(value), sizes),
    )
    maximum = resource.parameter_number("maximum_nodes")
    yield from resource.expect_that(
        "properties.properties.scaleSettings.maxNodeCount",
        f"must be {show(maximum)} or less",
        lambda value: not isinstance(value, float) or value <= maximum,
    )


RULE = ResourceRule(
    id="ml-compute-size-approved",
    control="MLW-012",
    title="Machine Learning computes are of approved sizes and counts",
    severity=Severity.LOW,
    types=("Microsoft.MachineLearningServices/workspaces/computes",),
    remedy=(
        'Write an approved `"vm_size"` and a smaller `"max_node_count"` in the inner properties of Compute(...), '
        "or approve them in `parameters` of the stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/machine-learning/how-to-manage-quotas",
    parameters={"sizes": ["Standard_D*", "Standard_E*", "Standard_F*", "Standard_NC*"], "maximum_nodes": 10.0},
    check=check,
)
