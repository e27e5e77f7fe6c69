"""Old TLS versions and weak ciphers are off on both sides of the gateway."""

from collections.abc import Iterator

from ai_policies.kit import UNKNOWN, Edit, Finding, Resource, ResourceRule, Severity, Unknown, Violated, same, show


def check(resource: Resource) -> Iterator[Finding]:
    """Old TLS versions and weak ciphers are off on both sides of the gateway."""
    switches = resource.read("customProperties")
    for name, value in switches.items() if isinstance(switches, dict) else ():
        path = resource.path_of(f"customProperties[{name}]")
        if not _is_legacy(name):
            continue
        if value is UNKNOWN:
            yield Unknown(path, resource.urn)
        elif not same(value, "False"):
            yield Violated(f"is {show(value)}, must be 'False'", path, urn=resource.urn)


def fix(resource: Resource) -> Iterator[Edit]:
    """Switch the old ones off; their names hold dots, so the whole map is written."""
    switches = resource.read("customProperties")
    if isinstance(switches, dict):
        yield Edit("customProperties", {name: "False" if _is_legacy(name) else on for name, on in switches.items()})


def _is_legacy(name: str) -> bool:
    """Whether a switch stands for an old protocol or a weak cipher."""
    return ".Security." in name and not name.endswith((".Http2", "Tls12", "Tls13"))


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
