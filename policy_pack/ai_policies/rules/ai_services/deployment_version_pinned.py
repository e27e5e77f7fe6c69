"""The model's version is pinned and upgrades are deliberate."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """The model's version is pinned and upgrades are deliberate."""
    yield from resource.expect_set("properties.model.version", "must be set")
    yield from resource.expect("properties.versionUpgradeOption", "NoAutoUpgrade", "OnceCurrentVersionExpired")


RULE = ResourceRule(
    id="deployment-version-pinned",
    control="RAI-011",
    title="The model's version is pinned and upgrades are deliberate",
    severity=Severity.MEDIUM,
    types=("Microsoft.CognitiveServices/accounts/deployments",),
    remedy=(
        'Write `"model": {..., "version": "2024-11-20"}, "version_upgrade_option": "NoAutoUpgrade"` in the '
        "`properties` of Deployment(...)."
    ),
    url="https://learn.microsoft.com/azure/ai-foundry/openai/how-to/working-with-models",
    check=check,
    fix={"properties.versionUpgradeOption": "NoAutoUpgrade"},
)
