"""RSA keys have 3,072 bits or more, where the service that uses them takes such keys."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, same

ACCOUNT = "Microsoft.CognitiveServices/accounts"
KEY = "Microsoft.KeyVault/vaults/keys"
# AI accounts refuse RSA keys of any other size ("Customer-managed keys for encryption", limitations).
AI_ACCOUNT_BITS = 2048.0


def check(graph: Graph, key: Resource) -> Iterator[Finding]:
    """RSA keys have 3,072 bits or more, where the service that uses them takes such keys."""
    if key.text("properties.kty").casefold().startswith("ec"):
        yield NotApplicable("elliptic-curve keys are fixed in size")
        return
    wanted = AI_ACCOUNT_BITS if _encrypts_an_ai_account(graph, key) else graph.parameter_number("minimum_bits")
    yield from key.expect_at_least("properties.keySize", wanted)


def _encrypts_an_ai_account(graph: Graph, key: Resource) -> bool:
    """Whether an AI account of the stack names the key, or takes a value from it."""
    path = "properties.encryption.keyVaultProperties.keyName"
    return any(
        key in graph.linked(account, "properties", KEY) or same(account.find(path), key.arm_name or None)
        for account in graph.of(ACCOUNT)
    )


RULE = StackRule(
    id="key-vault-key-strength",
    control="KV-007",
    title="RSA keys have 3,072 bits or more, where the service that uses them takes such keys",
    severity=Severity.LOW,
    types=(KEY,),
    remedy='Write `"kty": "RSA", "key_size": 3072` (or RSA-HSM) in `properties` of Key(...); AI accounts need 2048.',
    url="https://learn.microsoft.com/azure/key-vault/keys/about-keys",
    parameters={"minimum_bits": 3072.0},
    check=check,
)
