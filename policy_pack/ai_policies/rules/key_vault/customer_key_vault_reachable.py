"""Services can reach the vault of their key although it is private."""

from collections.abc import Iterator

from ai_policies import customer_keys
from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, same

DEFAULT = "properties.networkAcls.defaultAction"


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Services can reach the vault of their key although it is private."""
    key_user = customer_keys.user(graph, resource)
    if key_user is None or key_user.vault is None:
        yield NotApplicable("no customer key of a vault in the stack is used")
        return
    vault = key_user.vault
    if same(vault.read("properties.publicNetworkAccess"), "Disabled") or same(vault.read(DEFAULT), "Deny"):
        yield from vault.expect_or_absent("properties.networkAcls.bypass", "AzureServices")


RULE = StackRule(
    id="customer-key-vault-reachable",
    control="KV-010",
    title="Services can reach the vault of their key although it is private",
    severity=Severity.HIGH,
    types=customer_keys.USERS,
    remedy=(
        'Write `"network_acls": {"default_action": "Deny", "bypass": "AzureServices"}` in the `properties` of the '
        "vault: services fetch their key from outside the network."
    ),
    url="https://learn.microsoft.com/azure/key-vault/general/overview-vnet-service-endpoints",
    check=check,
)
