"""AI accounts have a subdomain of their own, which Entra ID and private endpoints need."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """AI accounts have a subdomain of their own, which Entra ID and private endpoints need."""
    yield from resource.expect_set("properties.customSubDomainName")


RULE = ResourceRule(
    id="ai-account-subdomain",
    control="AIS-007",
    title="AI accounts have a subdomain of their own, which Entra ID and private endpoints need",
    severity=Severity.HIGH,
    types=("Microsoft.CognitiveServices/accounts",),
    remedy='Write `"custom_sub_domain_name": name` in the `properties` of cognitiveservices.Account(...).',
    url="https://learn.microsoft.com/azure/ai-services/cognitive-services-custom-subdomains",
    check=check,
)
