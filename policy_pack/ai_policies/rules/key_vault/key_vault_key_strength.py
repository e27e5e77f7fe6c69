"""RSA keys have 3,072 bits or more."""

from collections.abc import Iterator

from ai_policies.kit import Finding, NotApplicable, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """RSA keys have 3,072 bits or more."""
    if resource.text("properties.kty").casefold().startswith("ec"):
        yield NotApplicable("elliptic-curve keys are fixed in size")
        return
    yield from resource.expect_at_least("properties.keySize", resource.parameter_number("minimum_bits"))


RULE = ResourceRule(
    id="key-vault-key-strength",
    control="KV-007",
    title="RSA keys have 3,072 bits or more",
    severity=Severity.LOW,
    types=("Microsoft.KeyVault/vaults/keys",),
    remedy='Write `"kty": "RSA", "key_size": 3072` (or RSA-HSM) in the `properties` of Key(...).',
    url="https://learn.microsoft.com/azure/key-vault/keys/about-keys",
    parameters={"minimum_bits": 3072.0},
    check=check,
)
