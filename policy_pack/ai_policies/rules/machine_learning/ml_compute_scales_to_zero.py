"""Machine Learning computes stop when nobody uses them."""

from collections.abc import Iterator

from ai_policies.kit import Finding, NotApplicable, Resource, ResourceRule, Severity

IDLE = "properties.properties.idleTimeBeforeShutdown"
NODES = "properties.properties.scaleSettings.minNodeCount"


def check(resource: Resource) -> Iterator[Finding]:
    """Machine Learning computes stop when nobody uses them."""
    kind = resource.text("properties.computeType").casefold()
    if kind == "computeinstance":
        yield from resource.expect_set(IDLE, "must be a time after which the instance stops")
    elif kind == "amlcompute":
        yield from resource.expect_or_absent(NODES, 0.0)
    else:
        yield NotApplicable("the compute is not one that Machine Learning makes")


RULE = ResourceRule(
    id="ml-compute-scales-to-zero",
    control="MLW-011",
    title="Machine Learning computes stop when nobody uses them",
    severity=Severity.LOW,
    types=("Microsoft.MachineLearningServices/workspaces/computes",),
    remedy=(
        'Write `"idle_time_before_shutdown": "PT30M"` (compute instance) or `"scale_settings": {"min_node_count": '
        "0, ...}` (cluster) in the inner properties of Compute(...)."
    ),
    url="https://learn.microsoft.com/azure/machine-learning/how-to-manage-optimize-cost",
    check=check,
    fix={IDLE: "PT30M", NODES: 0.0},
)
