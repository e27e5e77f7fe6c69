"""Budgets have an amount and warn before it is spent."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity, Value


def check(resource: Resource) -> Iterator[Finding]:
    """Budgets have an amount and warn before it is spent."""
    yield from resource.expect_at_least("amount", 1.0)
    yield from resource.expect_that("notifications", "must hold one with a threshold below 100", _warns)


def _warns(notifications: Value) -> bool:
    items = notifications.values() if isinstance(notifications, dict) else ()
    thresholds = [item.get("threshold") for item in items if isinstance(item, dict)]
    return any(isinstance(threshold, float) and threshold < 100 for threshold in thresholds)


RULE = ResourceRule(
    id="budget-warns",
    control="GOV-007",
    title="Budgets have an amount and warn before it is spent",
    severity=Severity.LOW,
    types=("Microsoft.Consumption/budgets",),
    remedy="Write `amount=...` and a notification with a threshold below 100 in `notifications` of Budget(...).",
    url="https://learn.microsoft.com/azure/cost-management-billing/costs/tutorial-acm-create-budgets",
    check=check,
)
