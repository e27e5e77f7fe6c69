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
    "microsoft.storage/storageaccounts": "encryption.keyVaultProperties.keyVaultUri",
    "microsoft.cognitiveservices/accounts": "properties.encryption.keyVaultProperties.keyVaultUri",
    "microsoft.documentdb/databaseaccounts": "keyVaultKeyUri",
    "microsoft.machinelearningservices/workspaces": "encryption.keyVaultProperties.keyIdentifier",
    "microsoft.containerregistry/registries": "encryption.keyVaultProperties.keyIdentifier",
}
"""ARM type (lower case) -> where its key's address stands."""

_VAULT_HOST = re.compile(r"^https://(?P<name>[^./]+)\.vault\.", re.IGNORECASE)


@dataclass(frozen=True)
class KeyUser:
    """A resource that is encrypted with a key; `vault` is None when the vault is not in the stack."""

    resource: Resource
    vault: Resource | None


def user(graph: Graph, resource: Resource) -> KeyUser | None:
    """The resource as a user of a customer's key, None when it uses none."""
    path = KEY_PATHS[resource.arm_type.casefold()]
    return None if resource.find(path) is ABSENT else KeyUser(resource, _vault(graph, resource, path))


def granted(graph: Graph, user: KeyUser) -> Iterator[Finding]:
    """One of the resource's identities must hold the crypto role on the vault, or on something that contains it."""
    identities = graph.linked(user.resource, "identity", IDENTITY)
    if user.vault is None or not identities:
        return  # an identity from outside the stack: its grants are not ours to see
    assignments = list(graph.of(ASSIGNMENT))
    if any(_grants(graph, item, user.vault, identities) for item in assignments):
        return
    if any(item.find("roleDefinitionId") is UNKNOWN for item in assignments):
        yield Unknown("roleDefinitionId of the stack's role assignments", user.resource.urn)
    else:
        yield Violated(
            f"no identity of it holds Key Vault Crypto Service Encryption User on {user.vault.label}",
            urn=user.resource.urn,
        )


def _grants(graph: Graph, assignment: Resource, vault: Resource, identities: list[Resource]) -> bool:
    role = assignment.find("roleDefinitionId")
    if not isinstance(role, str) or not same(role.rpartition("/")[2], ROLE):
        return False
    if not any(item in identities for item in graph.linked(assignment, "principalId", IDENTITY)):
        return False
    scope = assignment.find("scope")
    within = isinstance(scope, str) and ("/vaults/" not in scope.casefold() or vault.arm_name in scope)
    return within or any(_covers(graph, item, vault) for item in graph.linked(assignment, "scope", VAULT, KEY))


def _covers(graph: Graph, scope: Resource, vault: Resource) -> bool:
    return scope is vault or (scope.is_type(KEY) and graph.ancestor(scope, VAULT) is vault)


def _vault(graph: Graph, resource: Resource, path: str) -> Resource | None:
    value = resource.find(path)
    match = _VAULT_HOST.match(value) if isinstance(value, str) else None
    if match is not None:
        return next((vault for vault in graph.of(VAULT) if same(vault.arm_name, match["name"])), None)
    linked = graph.linked(resource, path.partition(".")[0], VAULT, KEY)
    vaults = [item if item.is_type(VAULT) else graph.ancestor(item, VAULT) for item in linked]
    return next((vault for vault in vaults if vault is not None), None)
