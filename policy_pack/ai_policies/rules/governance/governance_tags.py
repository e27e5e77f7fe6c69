"""Resources carry the tags of the inventory."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity
from ai_policies.taggable import TAGGABLE


def check(resource: Resource) -> Iterator[Finding]:
    """Resources carry the tags of the inventory."""
    for tag in resource.parameter_texts("required"):
        yield from resource.expect_set(f"tags.{tag}", "must be set: the inventory needs it")


RULE = ResourceRule(
    id="governance-tags",
    control="GOV-001",
    title="Resources carry the tags of the inventory",
    severity=Severity.MEDIUM,
    types=tuple(sorted(TAGGABLE)),
    remedy=(
        'Write `tags={"owner": ..., "environment": ..., "workload": ..., "data-classification": ...}` in the resource.'
    ),
    url="https://learn.microsoft.com/azure/cloud-adoption-framework/ready/azure-best-practices/resource-tagging",
    parameters={"required": ["owner", "environment", "workload", "data-classification"]},
    check=check,
)
