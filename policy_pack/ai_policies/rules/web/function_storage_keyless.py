"""Functions reach their host storage with an identity, never with a connection string."""

from collections.abc import Iterator

from ai_policies.kit import ABSENT, Finding, NotApplicable, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Functions reach their host storage with an identity, never with a connection string."""
    if "functionapp" not in resource.text("kind").casefold():
        yield NotApplicable("not a function app")
        return
    settings = {item.text("name").casefold(): item for item in resource.items("siteConfig.appSettings")}
    if "azurewebjobsstorage" in settings:
        yield from settings["azurewebjobsstorage"].expect_empty("value", "must be absent: it is a connection string")
    elif not settings.keys() & _BY_IDENTITY and resource.read("functionAppConfig.deployment.storage") is ABSENT:
        yield resource.violated("siteConfig.appSettings", "must hold AzureWebJobsStorage__accountName")


_BY_IDENTITY = {"azurewebjobsstorage__accountname", "azurewebjobsstorage__blobserviceuri"}


RULE = ResourceRule(
    id="function-storage-keyless",
    control="WEB-004",
    title="Functions reach their host storage with an identity, never with a connection string",
    severity=Severity.HIGH,
    types=(
        "Microsoft.Web/sites",
        "Microsoft.Web/sites/slots",
    ),
    remedy=(
        "Write the setting `AzureWebJobsStorage__accountName` instead of AzureWebJobsStorage in the "
        "`app_settings` of WebApp(...)."
    ),
    url="https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity",
    check=check,
)
