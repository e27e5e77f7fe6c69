"""Network rules of AI accounts deny by default and open no wide range."""

from collections.abc import Iterator

from ai_policies import address_ranges
from ai_policies.kit import Edit, Finding, Resource, ResourceRule, Severity, same


def check(resource: Resource) -> Iterator[Finding]:
    """Network rules of AI accounts deny by default and open no wide range."""
    yield from resource.expect("properties.networkAcls.defaultAction", "Deny")
    for rule in resource.items("properties.networkAcls.ipRules"):
        yield from rule.refuse("value", *address_ranges.OPEN_RANGES)


def fix(resource: Resource) -> Iterator[Edit]:
    """Deny by default and take the open ranges out."""
    if not same(resource.find("properties.networkAcls.defaultAction"), "Deny"):
        yield Edit("properties.networkAcls.defaultAction", "Deny")
    yield from address_ranges.without_open(resource, "properties.networkAcls.ipRules", "value")


RULE = ResourceRule(
    id="ai-account-firewall-denies",
    control="AIS-002",
    title="Network rules of AI accounts deny by default and open no wide range",
    severity=Severity.HIGH,
    types=("Microsoft.CognitiveServices/accounts",),
    remedy=(
        'Write `"network_acls": {"default_action": "Deny"}` without open ip_rules in the `properties` of '
        "cognitiveservices.Account(...)."
    ),
    url="https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks",
    check=check,
    fix=fix,
)
