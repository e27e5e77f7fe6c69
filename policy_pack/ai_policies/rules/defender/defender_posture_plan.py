"""The posture plan is on and looks into data, images, machines and clusters."""

from collections.abc import Iterator

from ai_policies import defender
from ai_policies.kit import Edit, Finding, NotApplicable, Resource, ResourceRule, Severity, same


def check(resource: Resource) -> Iterator[Finding]:
    """The posture plan is on and looks into data, images, machines and clusters."""
    if not defender.is_plan(resource, "CloudPosture"):
        yield NotApplicable("another plan")
        return
    yield from resource.expect("pricingTier", "Standard")
    yield from defender.expect_extensions(resource, EXTENSIONS)


EXTENSIONS = (
    *("SensitiveDataDiscovery", "ContainerRegistriesVulnerabilityAssessments"),
    *("AgentlessVmScanning", "AgentlessDiscoveryForKubernetes"),
)


def fix(resource: Resource) -> Iterator[Edit]:
    """Turn plan and extensions on."""
    if not same(resource.find("pricingTier"), "Standard"):
        yield Edit("pricingTier", "Standard")
    yield from defender.switch_on(resource, EXTENSIONS)


RULE = ResourceRule(
    id="defender-posture-plan",
    control="DEF-003",
    title="The posture plan is on and looks into data, images, machines and clusters",
    severity=Severity.HIGH,
    types=("Microsoft.Security/pricings",),
    remedy=(
        'Write `pricing_tier="Standard"` and the extensions named here in `extensions` of Pricing(...) of '
        "plan CloudPosture."
    ),
    url="https://learn.microsoft.com/azure/defender-for-cloud/concept-cloud-security-posture-management",
    check=check,
    fix=fix,
)
