"""Network security perimeters are enforced, not learning."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Network security perimeters are enforced, not learning."""
    yield from resource.expect("accessMode", "Enforced")


RULE = ResourceRule(
    id="perimeter-enforced",
    control="NET-011",
    title="Network security perimeters are enforced, not learning",
    severity=Severity.MEDIUM,
    types=("Microsoft.Network/networkSecurityPerimeters/resourceAssociations",),
    remedy='Write `access_mode="Enforced"` in NetworkSecurityPerimeterAssociation(...).',
    url="https://learn.microsoft.com/azure/private-link/network-security-perimeter-transition",
    check=check,
    fix={"accessMode": "Enforced"},
)
