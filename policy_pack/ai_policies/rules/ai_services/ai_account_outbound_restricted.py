"""AI accounts call listed hosts only."""

from collections.abc import Iterator

from ai_policies.kit import ABSENT, Edit, Finding, Resource, ResourceRule, Severity, Value


def _without_wildcard(hosts: Value) -> bool:
    """Whether every host is spelt out; an empty list allows no host."""
    return not isinstance(hosts, list) or not any("*" in str(host) for host in hosts)


def check(resource: Resource) -> Iterator[Finding]:
    """AI accounts call listed hosts only."""
    yield from resource.expect("properties.restrictOutboundNetworkAccess", True)
    yield from resource.expect_that("properties.allowedFqdnList", "must hold no wildcard", _without_wildcard)


def fix(resource: Resource) -> Iterator[Edit]:
    """Restrict, and take the wildcards out of the list."""
    if resource.find("properties.restrictOutboundNetworkAccess") is not True:
        yield Edit("properties.restrictOutboundNetworkAccess", True)
    hosts = resource.find("properties.allowedFqdnList")
    for index, host in enumerate(hosts if isinstance(hosts, list) else ()):
        if "*" in str(host):
            yield Edit(f"properties.allowedFqdnList[{index}]", ABSENT)


RULE = ResourceRule(
    id="ai-account-outbound-restricted",
    control="AIS-006",
    title="AI accounts call listed hosts only",
    severity=Severity.HIGH,
    types=("Microsoft.CognitiveServices/accounts",),
    remedy=(
        'Write `"restrict_outbound_network_access": True, "allowed_fqdn_list": [...]` without wildcards in the '
        "`properties` of cognitiveservices.Account(...)."
    ),
    url="https://learn.microsoft.com/azure/ai-services/cognitive-services-data-loss-prevention",
    check=check,
    fix=fix,
)
