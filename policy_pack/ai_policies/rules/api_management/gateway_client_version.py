"""Clients of the management API use a recent version, and the old configuration API is off."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity, Value


def check(resource: Resource) -> Iterator[Finding]:
    """Clients of the management API use a recent version, and the old configuration API is off."""
    wanted = "must be '2021-08-01' or later"
    yield from resource.expect_that("apiVersionConstraint.minApiVersion", wanted, _recent)
    yield from resource.expect_or_absent("configurationApi.legacyApi", "Disabled")


_OLDEST = "2021-08-01"


def _recent(version: Value) -> bool:
    return isinstance(version, str) and version >= _OLDEST


RULE = ResourceRule(
    id="gateway-client-version",
    control="APIM-004",
    title="Clients of the management API use a recent version, and the old configuration API is off",
    severity=Severity.LOW,
    types=("Microsoft.ApiManagement/service",),
    remedy=(
        'Write `api_version_constraint={"min_api_version": "2021-08-01"}, configuration_api={"legacy_api": '
        '"Disabled"}` in ApiManagementService(...).'
    ),
    url="https://learn.microsoft.com/azure/api-management/breaking-changes/api-version-retirement-sep-2023",
    check=check,
    fix={"apiVersionConstraint.minApiVersion": "2021-08-01", "configurationApi.legacyApi": "Disabled"},
)
