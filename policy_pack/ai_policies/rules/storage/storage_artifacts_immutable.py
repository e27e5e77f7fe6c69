"""What is kept in containers of models and logs cannot be changed afterwards."""

from collections.abc import Iterator

from ai_policies import name_patterns
from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, Unknown


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """What is kept in containers of models and logs cannot be changed afterwards."""
    if not resource.arm_name:
        yield Unknown(resource.path_of("containerName"))
        return
    if not name_patterns.matches(resource.arm_name, graph.parameter_texts("containers")):
        yield NotApplicable("the container holds neither models nor logs")
        return
    if not graph.children(resource, "immutabilityPolicies"):
        yield from resource.expect("immutableStorageWithVersioning.enabled", True)


RULE = StackRule(
    id="storage-artifacts-immutable",
    control="STG-014",
    title="What is kept in containers of models and logs cannot be changed afterwards",
    severity=Severity.MEDIUM,
    types=("Microsoft.Storage/storageAccounts/blobServices/containers",),
    remedy=(
        'Write `immutable_storage_with_versioning={"enabled": True}` in BlobContainer(...) or add a '
        "BlobContainerImmutabilityPolicy(...); the stack's policy settings name the containers."
    ),
    url="https://learn.microsoft.com/azure/storage/blobs/immutable-storage-overview",
    parameters={"containers": ["models", "logs", "audit*", "insights-logs-*"]},
    check=check,
)
