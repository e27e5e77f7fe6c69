"""Images of container apps are pinned by digest."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Images of container apps are pinned by digest."""
    for container in [*resource.items("template.containers"), *resource.items("template.initContainers")]:
        yield from container.expect_that("image", "must name a digest", lambda value: "@sha256:" in str(value))


RULE = ResourceRule(
    id="container-app-image-pinned",
    control="ACA-006",
    title="Images of container apps are pinned by digest",
    severity=Severity.LOW,
    types=(
        "Microsoft.App/containerApps",
        "Microsoft.App/jobs",
    ),
    remedy='Write `"image": "registry.azurecr.io/name@sha256:..."` in the containers of ContainerApp(...).',
    url="https://learn.microsoft.com/azure/container-apps/containers",
    check=check,
)
