"""The registry mirrors approved registries only."""

from collections.abc import Iterator

from ai_policies import name_patterns
from ai_policies.kit import Finding, Resource, ResourceRule, Severity, Value


def check(resource: Resource) -> Iterator[Finding]:
    """The registry mirrors approved registries only."""
    hosts = resource.parameter_texts("hosts")
    yield from resource.expect_that(
        "sourceRepository", "must be a repository of an approved host", lambda value: _is_approved(value, hosts)
    )


def _is_approved(repository: Value, hosts: tuple[str, ...]) -> bool:
    """Whether a repository (`mcr.microsoft.com/azuredocs/*`) is of an approved host."""
    return name_patterns.matches(name_patterns.host(repository), hosts)


RULE = ResourceRule(
    id="registry-cache-approved",
    control="ACR-009",
    title="The registry mirrors approved registries only",
    severity=Severity.MEDIUM,
    types=("Microsoft.ContainerRegistry/registries/cacheRules",),
    remedy=(
        "Remove the CacheRule(...), or approve the host of its `source_repository` in `parameters` of the stack's "
        "policy settings."
    ),
    url="https://learn.microsoft.com/azure/container-registry/artifact-cache-overview",
    parameters={"hosts": ["mcr.microsoft.com"]},
    check=check,
)
