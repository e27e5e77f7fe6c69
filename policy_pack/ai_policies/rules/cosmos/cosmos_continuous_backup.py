"""Cosmos DB can be restored to any moment."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Cosmos DB can be restored to any moment."""
    yield from resource.expect("backupPolicy.type", "Continuous")


RULE = ResourceRule(
    id="cosmos-continuous-backup",
    control="COS-006",
    title="Cosmos DB can be restored to any moment",
    severity=Severity.MEDIUM,
    types=("Microsoft.DocumentDB/databaseAccounts",),
    remedy='Write `backup_policy={"type": "Continuous"}` in DatabaseAccount(...).',
    url="https://learn.microsoft.com/azure/cosmos-db/continuous-backup-restore-introduction",
    check=check,
    fix={"backupPolicy": {"type": "Continuous"}},
)
