"""RSA keys have 3,072 bits or more, where the service that uses them takes such keys."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, same

ACCOUNT = "Microsoft.CognitiveServices/accounts"
KEY = "Microsoft.KeyVault/vaults/keys"
# AI accounts refuse RSA keys of any other size ("Customer-managed keys for encryption", limitations).
AI_ACCOUNT_BITS = 2048.0


def check(graph: Graph, key: Resource) -> Iterator[Finding]:
    """RSA keys have 3,072 bits or more, where the service that uses them takes such keys."""
    classes = graph.parameter_texts("hardware_classes")
    if any(same(key.find("tags.data-classification"), name) for name in classes):
        yield from key.expect("properties.kty", "RSA-HSM", "EC-HSM")
    if key.text("properties.kty").casefold().startswith("ec"):
        yield NotApplicable("elliptic-curve keys are fixed in size")
        return
    wanted = AI_ACCOUNT_BITS if _encrypts_an_ai_account(graph, key) else graph.parameter_number("minimum_bits")
    yield from key.expect_at_least("properties.keySize", wanted)


def _encrypts_an_ai_account(graph: Graph, key: Resource) -> bool:
    """Whether an AI account of the stack names the key, or takes a value from it."""
    used = graph.once(_used_by_ai_accounts)
    return key.urn in used or key.arm_name.casefold() in used


def _used_by_ai_accounts(graph: Graph) -> frozenset[str]:
    """URNs and names of keys of AI accounts."""
    used: set[str] = set()
    for account in graph.of(ACCOUNT):
        used.update(key.urn for key in graph.linked(account, "properties", KEY))
        name = account.find("properties.encryption.keyVaultProperties.keyName")
        if isinstance(name, str) and name:
            used.add(name.casefold())
    return frozenset(used)


RULE = StackRule(
    id="key-vault-key-strength",
    control="KV-007",
    title="RSA keys have 3,072 bits or more, where the service that uses them takes such keys",
    severity=Severity.LOW,
    types=(KEY,),
    remedy=(
        'Write `"kty": "RSA", "key_size": 3072` in `properties` of Key(...), RSA-HSM for data of a class that needs '
        "hardware; AI accounts need 2048 bits."
    ),
    url="https://learn.microsoft.com/azure/key-vault/keys/about-keys",
    parameters={"minimum_bits": 3072.0, "hardware_classes": ["restricted"]},
    check=check,
)
