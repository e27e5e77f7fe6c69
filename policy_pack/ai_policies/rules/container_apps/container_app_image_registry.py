"""Container apps run images of approved registries."""

from collections.abc import Iterator

from ai_policies.kit import UNKNOWN, Finding, Graph, Resource, Severity, StackRule, Value


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Container apps run images of approved registries."""
    hosts = {host.casefold() for host in graph.parameter_texts("registries")} | graph.once(_hosts)
    linked = graph.linked(resource, "template", REGISTRY)
    containers = [*resource.items("template.containers"), *resource.items("template.initContainers")]
    for container in containers:
        image = container.find("image")
        if image is UNKNOWN and linked:
            continue  # before deployment the engine's record tells that a registry of the stack names the host
        wanted = "must come from a registry of the stack or an approved one"
        yield from container.expect_that("image", wanted, lambda value: _host(value) in hosts)


REGISTRY = "Microsoft.ContainerRegistry/registries"


def _hosts(graph: Graph) -> set[str]:
    """Hosts of the stack's registries whose names are known."""
    return {f"{item.arm_name.casefold()}.azurecr.io" for item in graph.of(REGISTRY) if item.arm_name}


def _host(image: Value) -> str:
    return image.partition("/")[0].casefold() if isinstance(image, str) else ""


RULE = StackRule(
    id="container-app-image-registry",
    control="ACA-006",
    title="Container apps run images of approved registries",
    severity=Severity.MEDIUM,
    types=(
        "Microsoft.App/containerApps",
        "Microsoft.App/jobs",
    ),
    remedy=(
        "Use an image of a registry in the stack in ContainerApp(...), or name the host in `registries` in "
        "the `parameters` of the stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/container-apps/containers",
    parameters={"registries": ["mcr.microsoft.com"]},
    check=check,
)
