"""The blob service of a storage account is configured: without that nothing deleted can be restored."""

from collections.abc import Iterator

from ai_policies.diagnostics import ACCOUNT
from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, Violated, same


def check(graph: Graph, account: Resource) -> Iterator[Finding]:
    """The blob service of a storage account is configured: without that nothing deleted can be restored."""
    if same(account.text("kind"), "FileStorage"):
        yield NotApplicable("an account for files has no blob service")
    elif not graph.children(account, "blobServices"):
        yield Violated("has no settings of its blob service: soft delete and versions stay off")


RULE = StackRule(
    id="storage-blobs-recoverable",
    control="STG-017",
    title="The blob service of a storage account is configured: without that nothing deleted can be restored",
    severity=Severity.MEDIUM,
    types=(ACCOUNT,),
    remedy=(
        'Add `BlobServiceProperties(account_name=account.name, blob_services_name="default", '
        'is_versioning_enabled=True, delete_retention_policy={"enabled": True, "days": 7}, '
        'container_delete_retention_policy={"enabled": True, "days": 7})`.'
    ),
    url="https://learn.microsoft.com/azure/storage/blobs/data-protection-overview",
    check=check,
)
