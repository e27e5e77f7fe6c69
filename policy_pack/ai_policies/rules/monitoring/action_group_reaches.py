"""Action groups are on and reach a person, a ticket or a playbook."""

from collections.abc import Iterator

from ai_policies.kit import UNKNOWN, Finding, Resource, ResourceRule, Severity, Violated


def check(resource: Resource) -> Iterator[Finding]:
    """Action groups are on and reach a person, a ticket or a playbook."""
    yield from resource.expect("enabled", True)
    values = [resource.find(f"{kind}Receivers") for kind in _KINDS]
    if not any(value is UNKNOWN or (isinstance(value, list) and value) for value in values):
        yield Violated("has no receiver")
    for webhook in resource.items("webhookReceivers"):
        yield from webhook.expect("useAadAuth", True)
        address = "must begin with https://"
        yield from webhook.expect_that("serviceUri", address, lambda value: str(value).startswith("https://"))


_KINDS = (
    *("email", "sms", "voice", "armRole", "azureAppPush", "automationRunbook"),
    *("azureFunction", "eventHub", "incident", "itsm", "logicApp", "webhook"),
)


RULE = ResourceRule(
    id="action-group-reaches",
    control="MON-012",
    title="Action groups are on and reach a person, a ticket or a playbook",
    severity=Severity.LOW,
    types=("Microsoft.Insights/actionGroups",),
    remedy=(
        "Write `enabled=True` and at least one receiver in ActionGroup(...); webhooks take an https address "
        'and `"use_aad_auth": True`.'
    ),
    url="https://learn.microsoft.com/azure/azure-monitor/alerts/action-groups",
    check=check,
)
