"""Safety providers of others are called over HTTPS, with an identity or a secret from Key Vault."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity, Value


def check(resource: Resource) -> Iterator[Finding]:
    """Safety providers of others are called over HTTPS, with an identity or a secret from Key Vault."""
    yield from resource.expect_that("properties.url", "must begin with https://", _is_encrypted)
    if not resource.text("properties.managedIdentity"):
        yield from resource.expect_set(
            "properties.keyVaultUri", "must name the vault of the secret, without an identity"
        )
        yield from resource.expect_set("properties.secretName", "must name the secret, without an identity")


def _is_encrypted(url: Value) -> bool:
    """Whether an address is one of HTTPS."""
    return isinstance(url, str) and url.casefold().startswith("https://")


RULE = ResourceRule(
    id="safety-provider-secure",
    control="RAI-015",
    title="Safety providers of others are called over HTTPS, with an identity or a secret from Key Vault",
    severity=Severity.MEDIUM,
    types=("Microsoft.CognitiveServices/raiExternalSafetyProviders",),
    remedy=(
        'Write `"url": "https://...", "managed_identity": identity.id` (or key_vault_uri and secret_name) in the '
        "`properties` of RaiExternalSafetyProvider(...)."
    ),
    url="https://learn.microsoft.com/azure/ai-foundry/guardrails/guardrails-overview",
    check=check,
)
