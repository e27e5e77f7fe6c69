"""Container apps are reached from inside only."""

from collections.abc import Iterator

from ai_policies.kit import ABSENT, Finding, NotApplicable, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Container apps are reached from inside only."""
    if resource.read("configuration.ingress") is ABSENT:
        yield NotApplicable("the app has no ingress")
    elif resource.arm_name and resource.arm_name in resource.parameter_texts("external"):
        yield NotApplicable("the app is approved to be external to its internal environment")
    else:
        yield from resource.expect("configuration.ingress.external", False)


RULE = ResourceRule(
    id="container-app-internal",
    control="ACA-002",
    title="Container apps are reached from inside only",
    severity=Severity.HIGH,
    types=("Microsoft.App/containerApps",),
    remedy=(
        'Write `"ingress": {"external": False, ...}` in the `configuration` of ContainerApp(...), or '
        "name the app in `external` in the `parameters` of the stack's policy settings; its environment "
        "stays internal."
    ),
    url="https://learn.microsoft.com/azure/container-apps/ingress-overview",
    parameters={"external": []},
    check=check,
    fix={"configuration.ingress.external": False},
)
