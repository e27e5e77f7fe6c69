"""Arguments of the encryption component."""

from typing import NotRequired, TypedDict

import pulumi

from components.interfaces.private_endpoint import EndpointPlacementArgs
from components.interfaces.service import ServiceArgs


class EncryptionKeyArgs(TypedDict):
    """One key."""

    key_name: str
    """Name of the key, for example `foundry`. Also what `Encryption.key_reference` takes."""
    key_size: NotRequired[int]
    """RSA bits: 2048, 3072 (default) or 4096. Foundry and other Cognitive Services accounts take 2048 only.
    Fixed once the key exists, as is the rotation policy: Azure answers a later write with the key as it is. Another
    size needs another key name."""


class EncryptionArgs(ServiceArgs):
    """Key Vault with one key per service and the identity that services use to reach their key."""

    tenant_id: str
    """Entra tenant of the vault."""
    vault_name: str
    """Name of the vault: 3-24 letters, digits and single hyphens, globally unique, held for 90 days after a delete."""
    keys: list[EncryptionKeyArgs]
    """Keys to create, one per service that encrypts. They are written one after the other."""
    identity_id: pulumi.Input[str]
    """Resource id of the user-assigned identity that services encrypt with."""
    identity_principal_id: pulumi.Input[str]
    """Object id of that identity."""
    identity_client_id: pulumi.Input[str]
    """Client id of that identity."""
    private_endpoint: NotRequired[EndpointPlacementArgs]
    """Private endpoint of the vault."""
    sku: NotRequired[str]
    """`standard` (default: software-protected keys, RSA) or `premium` (keys in hardware modules, RSA-HSM).
    A key keeps its kind: change it together with the names of the keys."""
    rotation_period: NotRequired[str]
    """Age at which a key is rotated, ISO 8601 duration. Default `P90D`."""
    expiry_period: NotRequired[str]
    """Age at which a key version expires, ISO 8601 duration, at least 28 days. Default `P180D`."""
    existing_vault_id: NotRequired[str]
    """Resource id of a vault that exists: keys and the role grant are written to it, the vault itself is not changed.
    It needs purge protection and RBAC authorization."""
