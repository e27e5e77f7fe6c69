"""Vaults that hold customer keys are purge-protected, and the identity that uses a key may use it."""

from collections.abc import Iterator

from ai_policies import customer_keys
from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Vaults that hold customer keys are purge-protected, and the identity that uses a key may use it."""
    key_user = customer_keys.user(graph, resource)
    if key_user is None:
        yield NotApplicable("no customer key is used")
    elif key_user.vault is None:
        yield NotApplicable("the vault lies outside the stack")
    else:
        yield from key_user.vault.expect("properties.enablePurgeProtection", True)
        yield from customer_keys.granted(graph, key_user)


RULE = StackRule(
    id="customer-key-vault-protected",
    control="KV-010",
    title="Vaults that hold customer keys are purge-protected, and the identity that uses a key may use it",
    severity=Severity.HIGH,
    types=customer_keys.USERS,
    remedy=(
        'Write `"enable_purge_protection": True` in the vault and assign its identity the role Key Vault Crypto '
        "Service Encryption User on it."
    ),
    url="https://learn.microsoft.com/azure/key-vault/general/best-practices",
    check=check,
)
