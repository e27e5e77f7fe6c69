"""Environment variables of container apps hold no credentials."""

from collections.abc import Iterator

from ai_policies import credentials
from ai_policies.kit import UNKNOWN, Finding, Resource, ResourceRule, Severity, Unknown, Violated


def check(resource: Resource) -> Iterator[Finding]:
    """Environment variables of container apps hold no credentials."""
    containers = [*resource.items("template.containers"), *resource.items("template.initContainers")]
    for variable in [item for container in containers for item in container.items("env")]:
        name, value = variable.find("name"), variable.find("value")
        if value is UNKNOWN:
            yield Unknown(variable.path_of("value"))
        elif credentials.looks_like_one(value, name if isinstance(name, str) else ""):
            yield Violated("looks like a credential, must be a reference to a secret", variable.path_of("value"))


RULE = ResourceRule(
    id="container-app-no-credentials",
    control="ACA-005",
    title="Environment variables of container apps hold no credentials",
    severity=Severity.HIGH,
    types=(
        "Microsoft.App/containerApps",
        "Microsoft.App/jobs",
    ),
    remedy=(
        'Write `"secret_ref"` instead of `value` in the `env` of the containers in ContainerApp(...), or '
        "use the app's identity."
    ),
    url="https://learn.microsoft.com/azure/container-apps/manage-secrets",
    check=check,
)
