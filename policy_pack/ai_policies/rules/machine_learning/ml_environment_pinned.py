"""Images for training and serving come from the private registry, pinned by digest."""

from collections.abc import Iterator

from ai_policies import name_patterns
from ai_policies.kit import ABSENT, Finding, Graph, NotApplicable, Resource, Severity, StackRule, Value


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Images for training and serving come from the private registry, pinned by digest."""
    if resource.read("properties.image") is ABSENT:
        yield NotApplicable("the environment is built, its base image stands in files that a preview does not see")
        return
    hosts = (*graph.once(_registries), *graph.parameter_texts("registries"))
    yield from resource.expect_that(
        "properties.image", "must be of a registry in the stack", lambda value: _is_from(value, hosts)
    )
    yield from resource.expect_that(
        "properties.image", "must be pinned by digest (@sha256:...)", lambda value: "@sha256:" in str(value)
    )


def _registries(graph: Graph) -> tuple[str, ...]:
    """Hosts of the stack's registries."""
    found = graph.of("Microsoft.ContainerRegistry/registries")
    return tuple(f"{registry.arm_name}.azurecr.io" for registry in found if registry.arm_name)


def _is_from(image: Value, hosts: tuple[str, ...]) -> bool:
    """Whether an image is of one of these registries."""
    return name_patterns.matches(name_patterns.host(image), hosts)


RULE = StackRule(
    id="ml-environment-pinned",
    control="MLW-018",
    title="Images for training and serving come from the private registry, pinned by digest",
    severity=Severity.MEDIUM,
    types=("Microsoft.MachineLearningServices/workspaces/environments/versions",),
    remedy=(
        'Write `"image": "<registry>.azurecr.io/<name>@sha256:..."` in the properties of EnvironmentVersion(...), '
        "or approve the host in `parameters` of the stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/machine-learning/how-to-manage-environments-v2",
    parameters={"registries": []},
    check=check,
)
