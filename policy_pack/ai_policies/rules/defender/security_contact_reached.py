"""A security contact and the owners hear of severe alerts."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity, Value, Violated, same


def check(resource: Resource) -> Iterator[Finding]:
    """A security contact and the owners hear of severe alerts."""
    yield from resource.expect_set("emails", "must name a mailbox")
    yield from resource.refuse("isEnabled", False)
    yield from resource.expect("notificationsByRole.state", "On")
    owners = "must hold 'Owner'"
    yield from resource.expect_that("notificationsByRole.roles", owners, lambda value: "Owner" in _listed(value))
    alerts = [item for item in resource.items("notificationsSources") if same(item.text("sourceType"), "Alert")]
    if not alerts:
        yield Violated("holds no source 'Alert'", resource.path_of("notificationsSources"))
    for item in alerts:
        yield from item.expect("minimalSeverity", "Low", "Medium", "High")


def _listed(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []


RULE = ResourceRule(
    id="security-contact-reached",
    control="DEF-009",
    title="A security contact and the owners hear of severe alerts",
    severity=Severity.MEDIUM,
    types=("Microsoft.Security/securityContacts",),
    remedy=(
        'Write `emails="...", notifications_by_role={"state": "On", "roles": ["Owner"]}, '
        'notifications_sources=[{"source_type": "Alert", "minimal_severity": "High"}]` in '
        "SecurityContact(...)."
    ),
    url="https://learn.microsoft.com/azure/defender-for-cloud/configure-email-notifications",
    check=check,
)
