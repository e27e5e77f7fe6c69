"""Bots take Entra ID only, over private networks, at an HTTPS address."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Bots take Entra ID only, over private networks, at an HTTPS address."""
    yield from resource.expect("properties.disableLocalAuth", True)
    yield from resource.expect("properties.publicNetworkAccess", "Disabled")
    wanted = "must begin with https://"
    yield from resource.expect_that("properties.endpoint", wanted, lambda value: str(value).startswith("https://"))


RULE = ResourceRule(
    id="bot-private",
    control="BOT-001",
    title="Bots take Entra ID only, over private networks, at an HTTPS address",
    severity=Severity.HIGH,
    types=("Microsoft.BotService/botServices",),
    remedy=(
        'Write `"disable_local_auth": True, "public_network_access": "Disabled", "endpoint": "https://..."` '
        "in the `properties` of Bot(...)."
    ),
    url="https://learn.microsoft.com/azure/bot-service/bot-service-resources-bot-framework-faq",
    check=check,
    fix={"properties.disableLocalAuth": True, "properties.publicNetworkAccess": "Disabled"},
)
