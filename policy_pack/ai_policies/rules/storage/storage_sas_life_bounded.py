"""Shared access signatures of an account that keeps shared keys live seven days at most."""

from collections.abc import Iterator

from ai_policies.kit import Edit, Finding, NotApplicable, Resource, ResourceRule, Severity, Value


def _at_most_a_week(period: Value) -> bool:
    """Whether a `days.hours:minutes:seconds` period is seven days or less."""
    days, dot, clock = period.partition(".") if isinstance(period, str) else ("", "", "")
    return bool(dot) and days.isdigit() and (int(days) < 7 or (int(days) == 7 and not clock.strip("0:")))


def check(resource: Resource) -> Iterator[Finding]:
    """Shared access signatures of an account that keeps shared keys live seven days at most."""
    if resource.read("allowSharedKeyAccess") is False:
        yield NotApplicable("shared keys are off")
        return
    yield from resource.expect_that("sasPolicy.sasExpirationPeriod", "must be 7.00:00:00 or less", _at_most_a_week)
    yield from resource.expect_that(
        "keyPolicy.keyExpirationPeriodInDays", "must be 90 or less", lambda days: isinstance(days, float) and days <= 90
    )


def fix(resource: Resource) -> Iterator[Edit]:
    """Bound the life of signatures and keys; the keys themselves are for storage-shared-key-off to switch off."""
    if not _at_most_a_week(resource.find("sasPolicy.sasExpirationPeriod")):
        yield Edit("sasPolicy.expirationAction", "Block")
        yield Edit("sasPolicy.sasExpirationPeriod", "1.00:00:00")
    days = resource.find("keyPolicy.keyExpirationPeriodInDays")
    if not isinstance(days, float) or days > 90:
        yield Edit("keyPolicy.keyExpirationPeriodInDays", 90.0)


RULE = ResourceRule(
    id="storage-sas-life-bounded",
    control="STG-009",
    title="Shared access signatures of an account that keeps shared keys live seven days at most",
    severity=Severity.MEDIUM,
    types=("Microsoft.Storage/storageAccounts",),
    remedy=(
        'Write `allow_shared_key_access=False`, or else `sas_policy={"expiration_action": "Block", '
        '"sas_expiration_period": "1.00:00:00"}` and `key_policy={"key_expiration_period_in_days": 90}` in '
        "StorageAccount(...)."
    ),
    url="https://learn.microsoft.com/azure/storage/common/sas-expiration-policy",
    check=check,
    fix=fix,
)
