"""Customer-managed keys: one reference that each service turns into its own encryption block."""

from typing import NotRequired, TypedDict

import pulumi


class CustomerManagedKeyArgs(TypedDict):
    """A key in Key Vault and the user-assigned identity that may use it.

    Take it from `Encryption.key_reference(name)`: its values wait for the role grant, so that no service asks for the
    key before Azure lets it.
    """

    vault_uri: pulumi.Input[str]
    """URI of the vault, for example `https://kv-example.vault.azure.net/`."""
    key_name: pulumi.Input[str]
    """Name of the key. No version: services follow rotation."""
    identity_id: pulumi.Input[str]
    """Resource id of the user-assigned identity that holds `Key Vault Crypto Service Encryption User`."""
    identity_client_id: pulumi.Input[str]
    """Client id of that identity."""
    key_uri: NotRequired[pulumi.Input[str]]
    """URI of the key without version, for services that ask for one."""
