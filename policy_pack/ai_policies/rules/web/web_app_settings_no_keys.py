"""Settings of apps hold no keys."""

from collections.abc import Iterator

from ai_policies import credentials
from ai_policies.kit import UNKNOWN, Finding, Resource, ResourceRule, Severity, Unknown, View, Violated


def check(resource: Resource) -> Iterator[Finding]:
    """Settings of apps hold no keys."""
    if resource.is_type("Microsoft.Web/sites/config"):
        yield from resource.expect_that("properties", _WANTED, lambda value: not credentials.inside(value))
        return
    for setting in resource.items("siteConfig.appSettings"):
        yield from _judge(setting, "value")
    for connection in resource.items("siteConfig.connectionStrings"):
        yield from _judge(connection, "connectionString")


_WANTED = "must hold no key or connection string"


def _judge(setting: View, path: str) -> Iterator[Finding]:
    """The value must be no credential; it is never shown."""
    name, value = setting.find("name"), setting.find(path)
    if value is UNKNOWN:
        yield Unknown(setting.path_of(path), setting.urn)
    elif credentials.looks_like_one(value, name if isinstance(name, str) else ""):
        yield Violated(f"looks like a key, {_WANTED}", setting.path_of(path), urn=setting.urn)


RULE = ResourceRule(
    id="web-app-settings-no-keys",
    control="WEB-007",
    title="Settings of apps hold no keys",
    severity=Severity.CRITICAL,
    types=(
        "Microsoft.Web/sites",
        "Microsoft.Web/sites/slots",
        "Microsoft.Web/sites/config",
    ),
    remedy=(
        "Write `@Microsoft.KeyVault(SecretUri=...)` instead of the key in the `app_settings` of WebApp(...) "
        "or in WebAppApplicationSettings(...), or use the app's identity."
    ),
    url="https://learn.microsoft.com/azure/app-service/app-service-key-vault-references",
    check=check,
)
