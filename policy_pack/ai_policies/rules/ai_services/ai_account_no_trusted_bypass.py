"""Microsoft's own services get into AI accounts only where that is meant."""

from collections.abc import Iterator

from ai_policies import name_patterns
from ai_policies.kit import Finding, NotApplicable, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Microsoft's own services get into AI accounts only where that is meant."""
    if name_patterns.matches(resource.arm_name, resource.parameter_texts("accounts")):
        yield NotApplicable("the account is listed as one that trusted services may reach")
        return
    yield from resource.expect_or_absent("properties.networkAcls.bypass", "None")


RULE = ResourceRule(
    id="ai-account-no-trusted-bypass",
    control="AIS-008",
    title="Microsoft's own services get into AI accounts only where that is meant",
    severity=Severity.LOW,
    types=("Microsoft.CognitiveServices/accounts",),
    remedy=(
        'Write `"network_acls": {"bypass": "None", ...}` in the `properties` of cognitiveservices.Account(...), '
        "or list the account in `parameters` of the stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks",
    parameters={"accounts": []},
    check=check,
    fix={"properties.networkAcls.bypass": "None"},
)
