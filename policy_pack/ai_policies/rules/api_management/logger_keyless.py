"""Loggers sign in with a managed identity, not with a connection string."""

from collections.abc import Iterator

from ai_policies.kit import Finding, NotApplicable, Resource, ResourceRule, Severity, same


def check(resource: Resource) -> Iterator[Finding]:
    """Loggers sign in with a managed identity, not with a connection string."""
    if same(resource.read("loggerType"), "azureMonitor"):
        yield NotApplicable("Azure Monitor takes no credentials")
        return
    yield from resource.expect_set("credentials.identityClientId", "must be the client id of an identity")
    if same(resource.read("loggerType"), "azureEventHub"):
        yield from resource.expect_empty("credentials.connectionString", "must be absent")


RULE = ResourceRule(
    id="logger-keyless",
    control="APIM-025",
    title="Loggers sign in with a managed identity, not with a connection string",
    severity=Severity.MEDIUM,
    types=("Microsoft.ApiManagement/service/loggers",),
    remedy=(
        'Write `credentials={"name": ..., "endpointAddress": ..., "identityClientId": identity.client_id}` '
        "in Logger(...); a logger of type azureMonitor needs none."
    ),
    url="https://learn.microsoft.com/azure/api-management/api-management-howto-log-event-hubs",
    check=check,
)
