"""Old TLS versions and weak ciphers are off on both sides of the gateway."""

from collections.abc import Iterator

from ai_policies.kit import UNKNOWN, Finding, Resource, ResourceRule, Severity, Unknown, Violated, same, show


def check(resource: Resource) -> Iterator[Finding]:
    """Old TLS versions and weak ciphers are off on both sides of the gateway."""
    switches = resource.read("customProperties")
    for name, value in switches.items() if isinstance(switches, dict) else ():
        if ".Security." not in name or name.endswith((".Http2", "Tls12", "Tls13")):
            continue
        path = resource.path_of(f"customProperties[{name}]")
        if value is UNKNOWN:
            yield Unknown(path, resource.urn)
        elif not same(value, "False"):
            yield Violated(f"is {show(value)}, must be 'False'", path, urn=resource.urn)


RULE = ResourceRule(
    id="gateway-legacy-tls-off",
    control="APIM-002",
    title="Old TLS versions and weak ciphers are off on both sides of the gateway",
    severity=Severity.HIGH,
    types=("Microsoft.ApiManagement/service",),
    remedy=(
        'Write `"False"` for every Gateway.Security protocol and cipher in `custom_properties` of '
        "ApiManagementService(...), or leave them out on the v2 tiers."
    ),
    url="https://learn.microsoft.com/azure/api-management/api-management-howto-manage-protocols-ciphers",
    check=check,
    fix=fix,
)
