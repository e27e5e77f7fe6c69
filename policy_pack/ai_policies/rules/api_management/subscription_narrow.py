"""Subscriptions are scoped to a product or one API and trace nothing."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity, Value


def _narrow(scope: Value) -> bool:
    """Whether the scope names a product or an API."""
    return isinstance(scope, str) and not scope.rstrip("/").casefold().endswith("/apis") and scope != ""


def check(resource: Resource) -> Iterator[Finding]:
    """Subscriptions are scoped to a product or one API and trace nothing."""
    yield from resource.expect_that("scope", "must be a product or one API, not all APIs", _narrow)
    yield from resource.refuse("allowTracing", True)


RULE = ResourceRule(
    id="subscription-narrow",
    control="APIM-010",
    title="Subscriptions are scoped to a product or one API and trace nothing",
    severity=Severity.HIGH,
    types=("Microsoft.ApiManagement/service/subscriptions",),
    remedy="Write `scope=product.id` (or an API's id) and leave `allow_tracing` out of Subscription(...).",
    url="https://learn.microsoft.com/azure/api-management/api-management-subscriptions",
    check=check,
)
