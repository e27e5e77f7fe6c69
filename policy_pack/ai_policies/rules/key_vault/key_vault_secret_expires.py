"""Secrets expire and say what they are."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity, known


def check(resource: Resource) -> Iterator[Finding]:
    """Secrets expire and say what they are."""
    if not known(resource.find("properties.attributes.exp")):
        yield from resource.expect_set("properties.attributes.expires", "must be set: the secret never expires")
    yield from resource.expect_set("properties.contentType", "must say what the secret is")


RULE = ResourceRule(
    id="key-vault-secret-expires",
    control="KV-008",
    title="Secrets expire and say what they are",
    severity=Severity.MEDIUM,
    types=("Microsoft.KeyVault/vaults/secrets",),
    remedy=('Write `"attributes": {"expires": ...}, "content_type": "text/plain"` in the `properties` of Secret(...).'),
    url="https://learn.microsoft.com/azure/key-vault/secrets/about-secrets",
    check=check,
)
