"""Customer-managed keys: who uses one, from which vault, as which identity."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ai_policies.azure_data import ROLES
from ai_policies.kit import ABSENT, UNKNOWN, Finding, Graph, Resource, Unknown, Violated, same

VAULT = "Microsoft.KeyVault/vaults"
KEY = f"{VAULT}/keys"
IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities"
ASSIGNMENT = "Microsoft.Authorization/roleAssignments"
ROLE = ROLES["Key Vault Crypto Service Encryption User"]

KEY_PATHS = {
    "Microsoft.Storage/storageAccounts": "encryption.keyVaultProperties.keyVaultUri",
    "Microsoft.CognitiveServices/accounts": "properties.encryption.keyVaultProperties.keyVaultUri",
    "Microsoft.DocumentDB/databaseAccounts": "keyVaultKeyUri",
    "Microsoft.MachineLearningServices/workspaces": "encryption.keyVaultProperties.keyIdentifier",
    "Microsoft.ContainerRegistry/registries": "encryption.keyVaultProperties.keyIdentifier",
    "Microsoft.Compute/diskEncryptionSets": "activeKey.keyUrl",
    "Microsoft.ContainerService/managedClusters": "securityProfile.azureKeyVaultKms.keyId",
}
"""ARM type -> where its key's address stands. AI Search names keys per index, on its data plane, out of sight here."""
USERS = tuple(KEY_PATHS)

_PATHS = {arm_type.casefold(): path for arm_type, path in KEY_PATHS.items()}
_VAULT_HOST = re.compile(r"^https://(?P<name>[^./]+)\.vault\.", re.IGNORECASE)


@dataclass(frozen=True)
class KeyUser:
    """A resource that is encrypted with a key; `vault` is None when the vault is not in the stack."""

    resource: Resource
    vault: Resource | None


def user(graph: Graph, resource: Resource) -> KeyUser | None:
    """The resource as a user of a customer's key, None when it uses none."""
    path = _PATHS[resource.arm_type.casefold()]
    return None if resource.find(path) is ABSENT else KeyUser(resource, _vault(graph, resource, path))


def granted(graph: Graph, user: KeyUser) -> Iterator[Finding]:
    """One of the resource's identities must hold the crypto role on the vault, or on something that contains it."""
    identities = graph.linked(user.resource, "identity", IDENTITY)
    if user.vault is None or not identities:
        return  # an identity from outside the stack: its grants are not ours to see
    held = _held(graph, identities)
    if any(is_crypto_role(item) and _covers(graph, item, user.vault) for item in held):
        return
    unclear = [item for item in graph.once(_unclear) if item in held or not graph.linked(item, "principalId", IDENTITY)]
    if unclear:
        yield Unknown("roleDefinitionId of the stack's role assignments", user.resource.urn)
    else:
        yield Violated(
            f"no identity of it holds Key Vault Crypto Service Encryption User on {user.vault.label}",
            urn=user.resource.urn,
        )


def assignments(graph: Graph, user: KeyUser) -> list[Resource]:
    """Role assignments of the resource's identities on the vault itself or on a key in it."""
    held = _held(graph, graph.linked(user.resource, "identity", IDENTITY))
    return [item for item in held if user.vault is not None and _is_on(graph, item, user.vault)]


def is_crypto_role(assignment: Resource) -> bool:
    """Whether the role is the one that lets services wrap and unwrap keys; not known yet counts as not."""
    role = assignment.find("roleDefinitionId")
    return isinstance(role, str) and same(role.rpartition("/")[2], ROLE)


def _held(graph: Graph, identities: list[Resource]) -> list[Resource]:
    by_identity = graph.once(_by_identity)
    return [item for identity in identities for item in by_identity.get(identity.urn, ())]


def _by_identity(graph: Graph) -> dict[str, list[Resource]]:
    """URN of an identity -> its role assignments."""
    found: dict[str, list[Resource]] = {}
    for assignment in graph.of(ASSIGNMENT):
        for identity in graph.linked(assignment, "principalId", IDENTITY):
            found.setdefault(identity.urn, []).append(assignment)
    return found


def _unclear(graph: Graph) -> list[Resource]:
    """Role assignments whose role is not known yet."""
    return [item for item in graph.of(ASSIGNMENT) if item.find("roleDefinitionId") is UNKNOWN]


def _covers(graph: Graph, assignment: Resource, vault: Resource) -> bool:
    """Whether an assignment reaches the vault: it is on the vault, a key in it, or on what contains the vault."""
    scope = assignment.find("scope")
    contains = isinstance(scope, str) and "/vaults/" not in scope.casefold()
    return contains or _is_on(graph, assignment, vault)


def _is_on(graph: Graph, assignment: Resource, vault: Resource) -> bool:
    scope = assignment.find("scope")
    if isinstance(scope, str) and vault.arm_name and f"/vaults/{vault.arm_name}/".casefold() in f"{scope}/".casefold():
        return True
    return any(
        item is vault or (item.is_type(KEY) and graph.ancestor(item, VAULT) is vault)
        for item in graph.linked(assignment, "scope", VAULT, KEY)
    )


def _vault(graph: Graph, resource: Resource, path: str) -> Resource | None:
    value = resource.find(path)
    match = _VAULT_HOST.match(value) if isinstance(value, str) else None
    if match is not None:
        return graph.once(_vaults).get(match["name"].casefold())
    linked = graph.linked(resource, path.partition(".")[0], VAULT, KEY)
    vaults = [item if item.is_type(VAULT) else graph.ancestor(item, VAULT) for item in linked]
    return next((vault for vault in vaults if vault is not None), None)


def _vaults(graph: Graph) -> dict[str, Resource]:
    return {vault.arm_name.casefold(): vault for vault in graph.of(VAULT) if vault.arm_name}
