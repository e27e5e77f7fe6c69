"""When a service may use a key of the customer's: shared by every service that encrypts with one.

Source: arm-semantics 2.3 (foundry-samples 32-customer-managed-keys; azure-ai-docs#814).
"""

from urllib.parse import urlsplit

from simulated_azure.arm.errors import bad_request
from simulated_azure.arm.json_values import as_dict
from simulated_azure.arm.rules import Put
from simulated_azure.arm.store import Resource
from simulated_azure.arm.views import user_identity
from simulated_azure.arm.world import World
from simulated_azure.services.authorization import has_role
from simulated_azure.services.key_vault import VAULT

SOURCE = "arm-semantics 2.3: foundry-samples 32-customer-managed-keys; azure-ai-docs#814"
_ROLES = ("Key Vault Crypto Service Encryption User", "Key Vault Crypto User", "Key Vault Crypto Officer",
          "Key Vault Administrator")  # fmt: skip


def vault_of(world: World, uri: str) -> Resource:
    """The vault behind an address.

    Raises:
        ArmError: 400 KeyVaultNotFound.
    """
    name = (urlsplit(uri).hostname or "").split(".")[0]
    found = world.of_type(VAULT, name=name) if name else []
    if not found:
        raise bad_request("KeyVaultNotFound", f"No key vault answers at '{uri}'.")
    return found[0]


def principal_of_client(put: Put, client: str) -> str:
    """Object id of the user-assigned identity of a resource that has this client id; '' when it has none such."""
    assigned = as_dict(as_dict(put.body.get("identity")).get("userAssignedIdentities"))
    identities = [user_identity(put.world, item) for item in assigned]
    return next((str(item["principalId"]) for item in identities if item and item["clientId"] == client.lower()), "")


def require_usable_key(world: World, vault_uri: str, key_name: str, principal: str) -> None:
    """Refuse a key that cannot be used for encryption at rest.

    Args:
        world: the world.
        vault_uri: address of the vault.
        key_name: name of the key.
        principal: object id of the identity that will use the key.

    Raises:
        ArmError: as `require_protected_key`, or 400 KeyVaultAuthenticationFailure (the identity has no role on the
            key).
    """
    key = require_protected_key(world, vault_uri, key_name)
    if not principal or not has_role(world, principal, _ROLES, key.id.key):
        raise bad_request(
            "KeyVaultAuthenticationFailure",
            f"Principal '{principal or '(none)'}' may not use key '{key_name}': it needs the role"
            f" '{_ROLES[0]}' on the key or its vault, before encryption is set.",
        )


def require_protected_key(world: World, vault_uri: str, key_name: str) -> Resource:
    """The key, in a vault that cannot lose it.

    Args:
        world: the world.
        vault_uri: address of the vault.
        key_name: name of the key.

    Raises:
        ArmError: 400 KeyVaultNotFound, KeyVaultPolicyError (soft delete or purge protection off), KeyNotFound or
            KeyVaultKeyNotSupported (not RSA, or too short).
    """
    vault = vault_of(world, vault_uri)
    if not (vault.properties.get("enableSoftDelete") and vault.properties.get("enablePurgeProtection")):
        raise bad_request(
            "KeyVaultPolicyError",
            f"The encryption key must be recoverable and not purgeable: '{vault.id.name}' needs soft delete and purge"
            " protection.",
        )
    key = vault.id.child("keys", key_name)
    found = world.find(key) if key_name else None
    if found is None:
        raise bad_request("KeyNotFound", f"'{vault.id.name}' has no key '{key_name}'.")
    kind, size = str(found.properties.get("kty", "")), int(found.properties.get("keySize") or 0)
    if not kind.startswith("RSA") or size < 2048:
        raise bad_request("KeyVaultKeyNotSupported", f"'{key_name}' is {kind} {size}; RSA of at least 2048 is needed.")
    return found
