"""Tokens of the registry itself are switched off."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Tokens of the registry itself are switched off."""
    yield from resource.expect("status", "disabled")


RULE = ResourceRule(
    id="registry-tokens-off",
    control="ACR-005",
    title="Tokens of the registry itself are switched off",
    severity=Severity.MEDIUM,
    types=("Microsoft.ContainerRegistry/registries/tokens",),
    remedy='Write `status="disabled"` in Token(...), or leave the token out: identities pull with Entra ID.',
    url="https://learn.microsoft.com/azure/container-registry/container-registry-token-based-repository-permissions",
    check=check,
    fix={"status": "disabled"},
)
