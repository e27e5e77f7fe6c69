"""The vault of a customer's key is in the region of the service that uses it."""

from collections.abc import Iterator

from ai_policies import customer_keys, name_patterns
from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, Violated, show


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """The vault of a customer's key is in the region of the service that uses it."""
    key_user = customer_keys.user(graph, resource)
    if key_user is None or key_user.vault is None:
        yield NotApplicable("no customer key of a vault in the stack is used")
        return
    home, keeps = resource.text("location"), key_user.vault.text("location")
    if home and keeps and name_patterns.region(home) != name_patterns.region(keeps):
        yield Violated(f"is in {show(home)}, {key_user.vault.label} with its key is in {show(keeps)}", "location")


RULE = StackRule(
    id="customer-key-vault-in-region",
    control="KV-010",
    title="The vault of a customer's key is in the region of the service that uses it",
    severity=Severity.HIGH,
    types=customer_keys.USERS,
    remedy="Create the vault with the `location` of the service, or the service with that of the vault.",
    url="https://learn.microsoft.com/azure/storage/common/customer-managed-keys-overview",
    check=check,
)
