"""The Azure Monitor scope takes and answers over private links only."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """The Azure Monitor scope takes and answers over private links only."""
    yield from resource.expect("accessModeSettings.ingestionAccessMode", "PrivateOnly")
    yield from resource.expect("accessModeSettings.queryAccessMode", "PrivateOnly")


RULE = ResourceRule(
    id="monitor-scope-private",
    control="PE-013",
    title="The Azure Monitor scope takes and answers over private links only",
    severity=Severity.MEDIUM,
    types=("Microsoft.Insights/privateLinkScopes",),
    remedy=(
        'Write `access_mode_settings={"ingestion_access_mode": "PrivateOnly", "query_access_mode": '
        '"PrivateOnly"}` in PrivateLinkScope(...).'
    ),
    url="https://learn.microsoft.com/azure/azure-monitor/logs/private-link-design",
    check=check,
)
