"""Private Link zones take no machine names."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Private Link zones take no machine names."""
    yield from resource.expect("registrationEnabled", False)


RULE = ResourceRule(
    id="private-zone-no-registration",
    control="PE-003",
    title="Private Link zones take no machine names",
    severity=Severity.HIGH,
    types=("Microsoft.Network/privateDnsZones/virtualNetworkLinks",),
    remedy="Write `registration_enabled=False` in VirtualNetworkLink(...).",
    url="https://learn.microsoft.com/azure/dns/private-dns-autoregistration",
    check=check,
    fix={"registrationEnabled": False},
)
