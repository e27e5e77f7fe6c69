"""Workspaces with sensitive data send Microsoft fewer diagnostics."""

from collections.abc import Iterator

from ai_policies.kit import Finding, NotApplicable, Resource, ResourceRule, Severity, same


def check(resource: Resource) -> Iterator[Finding]:
    """Workspaces with sensitive data send Microsoft fewer diagnostics."""
    classes = resource.parameter_texts("classes")
    if not any(same(resource.read("tags.data-classification"), name) for name in classes):
        yield NotApplicable("the tag data-classification names no sensitive class")
        return
    yield from resource.expect("hbiWorkspace", True)


RULE = ResourceRule(
    id="ml-high-business-impact",
    control="MLW-006",
    title="Workspaces with sensitive data send Microsoft fewer diagnostics",
    severity=Severity.LOW,
    types=("Microsoft.MachineLearningServices/workspaces",),
    remedy=(
        "Write `hbi_workspace=True` in machinelearningservices.Workspace(...); it can only be set when the "
        "workspace is created."
    ),
    url="https://learn.microsoft.com/azure/machine-learning/concept-data-encryption",
    parameters={"classes": ["confidential", "restricted"]},
    check=check,
)
