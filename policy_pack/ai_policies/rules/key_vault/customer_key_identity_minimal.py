"""The identity that uses a customer's key may do nothing else with the vault."""

from collections.abc import Iterator

from ai_policies import customer_keys
from ai_policies.kit import UNKNOWN, Finding, Graph, NotApplicable, Resource, Severity, StackRule, Unknown, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """The identity that uses a customer's key may do nothing else with the vault."""
    key_user = customer_keys.user(graph, resource)
    if key_user is None or key_user.vault is None:
        yield NotApplicable("no customer key of a vault in the stack is used")
        return
    for assignment in customer_keys.assignments(graph, key_user):
        if assignment.find("roleDefinitionId") is UNKNOWN:
            yield Unknown(assignment.path_of("roleDefinitionId"), assignment.urn)
        elif not customer_keys.is_crypto_role(assignment):
            yield Violated(f"its identity has another role on {key_user.vault.label} too: {assignment.label}")


RULE = StackRule(
    id="customer-key-identity-minimal",
    control="KV-010",
    title="The identity that uses a customer's key may do nothing else with the vault",
    severity=Severity.HIGH,
    types=customer_keys.USERS,
    remedy=(
        "Give the identity the role Key Vault Crypto Service Encryption User on the vault and no other; secrets "
        "are for another identity."
    ),
    url="https://learn.microsoft.com/azure/key-vault/general/rbac-guide",
    check=check,
)
