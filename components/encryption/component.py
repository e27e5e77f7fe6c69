"""Key Vault, keys and the right to encrypt with them."""

from typing import Any

import pulumi
from pulumi_azure_native import authorization, keyvault

from components._arm import parse_arm_id
from components._base import Component, output_map
from components._immutable import refuse_update, stays
from components.encryption.args import EncryptionArgs, EncryptionKeyArgs
from components.interfaces.customer_managed_key import CustomerManagedKeyArgs
from components.interfaces.diagnostics import add_diagnostics
from components.interfaces.private_endpoint import EndpointSite, EndpointTarget, add_private_endpoint
from components.interfaces.role_assignments import grant_role
from components.interfaces.service import add_grants_and_lock

VAULT_TYPE = "Microsoft.KeyVault/vaults"
ENCRYPTION_ROLE = "Key Vault Crypto Service Encryption User"
SOFT_DELETE_DAYS = 90
"""The longest that Azure offers. It can only be set when the vault is created."""
NOTICE_PERIOD = "P30D"
"""How long before a key version expires the vault raises an event."""
_VAULT_STAYS = stays(
    {
        "properties.tenantId": "Deploy a vault of another name in the new tenant; keys do not move between tenants.",
        "properties.softDeleteRetentionInDays": "Keep it: it is decided when the vault is created.",
    }
)
_OTHER_KEY = "Give the key another name: services move to the new key, and the old one stays for what it encrypted."
_DATA_PLANE = (
    "The management API writes a key once and ignores later writes: change it in the vault (`az keyvault key`), run "
    "`pulumi refresh`, then change it here."
)
_KEY_STAYS = stays(
    {
        **dict.fromkeys(("properties.kty", "properties.keySize", "properties.curveName"), _OTHER_KEY),
        **dict.fromkeys(("properties.keyOps", "properties.rotationPolicy"), _DATA_PLANE),
    }
)


class Encryption(Component):
    """Key Vault for customer-managed keys, one key per service.

    Creates the vault (or adopts one), its keys one after the other, the private endpoint, diagnostics, and the role
    that lets the encryption identity wrap and unwrap keys. `key_reference` waits for that role.

    A destroyed vault keeps its name for 90 days (purge protection, which services require of a vault with their key).

    Raises:
        ValueError: two keys of one name.
    """

    vault_id: pulumi.Output[str]
    """Resource id of the vault."""
    vault_uri: pulumi.Output[str]
    """URI of the vault."""
    key_uris: pulumi.Output[dict[str, str]]
    """Key name -> URI of the key without version."""
    private_endpoint_id: pulumi.Output[str | None]
    """Resource id of the private endpoint, if there is one. The next endpoint of the subnet waits for it."""

    def __init__(self, name: str, args: EncryptionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, opts)
        self._args = args
        self._vault: keyvault.Vault | None = None
        self._keys: dict[str, keyvault.Key] = {}
        self._adopt_or_create_vault()
        self._grant = self._grant_encryption()
        self._create_keys()
        self._finish()

    def key_reference(self, key_name: str) -> CustomerManagedKeyArgs:
        """Return what a service needs to encrypt with a key. Its values wait for the key and for the role.

        Raises:
            KeyError: there is no key of that name.
        """
        key = self._keys[key_name]
        ready = pulumi.Output.all(self.vault_uri, key.id, self._grant.id)
        return {
            "vault_uri": ready.apply(lambda values: str(values[0])),
            "key_name": key_name,
            "identity_id": self._args["identity_id"],
            "identity_client_id": self._args["identity_client_id"],
            "key_uri": key.key_uri,
        }

    def _adopt_or_create_vault(self) -> None:
        existing = self._args.get("existing_vault_id")
        if existing:
            parsed = parse_arm_id(existing)
            self._vault_name: pulumi.Input[str] = parsed.name
            self._group: pulumi.Input[str] = parsed.resource_group
            self.vault_id = pulumi.Output.from_input(existing)
            self.vault_uri = pulumi.Output.from_input(f"https://{parsed.name}.vault.azure.net/")
            return
        vault = self._create_vault()
        self._vault = vault
        self._vault_name, self._group = vault.name, self._args["resource_group_name"]
        self.vault_id = vault.id
        self.vault_uri = vault.properties.apply(lambda properties: properties.vault_uri or "")

    def _create_vault(self) -> keyvault.Vault:
        args, label = self._args, self.pulumi_resource_name
        return keyvault.Vault(
            label,
            vault_name=args["vault_name"],
            resource_group_name=args["resource_group_name"],
            location=args["location"],
            properties={
                "tenant_id": args["tenant_id"],
                "sku": {"family": "A", "name": keyvault.SkuName(args.get("sku", "standard"))},
                "enable_rbac_authorization": True,
                "enable_soft_delete": True,
                "soft_delete_retention_in_days": SOFT_DELETE_DAYS,
                "enable_purge_protection": True,
                "enabled_for_deployment": False,
                "enabled_for_disk_encryption": False,
                "enabled_for_template_deployment": False,
                "public_network_access": "Disabled",
                # Trusted services pass, because storage and Foundry fetch their key from outside the network.
                "network_acls": {"default_action": "Deny", "bypass": "AzureServices"},
            },
            tags=args.get("tags"),
            opts=self.child(
                protect=args.get("protect"),
                hooks=pulumi.ResourceHookBinding(before_update=[refuse_update(label, _VAULT_STAYS)]),
            ),
        )

    def _grant_encryption(self) -> authorization.RoleAssignment:
        return grant_role(
            self,
            self.vault_id,
            {
                "grant_name": "encryption-identity",
                "role": ENCRYPTION_ROLE,
                "principal_id": self._args["identity_principal_id"],
                "description": "Services encrypt with their key through this identity",
            },
        )

    def _create_keys(self) -> None:
        previous: pulumi.Resource | None = self._vault
        for key in self._args["keys"]:
            if key["key_name"] in self._keys:
                raise ValueError(f"two keys of name {key['key_name']}")
            previous = self._keys[key["key_name"]] = self._create_key(key, previous)

    def _create_key(self, key: EncryptionKeyArgs, previous: pulumi.Resource | None) -> keyvault.Key:
        args = self._args
        label = f"{self.pulumi_resource_name}-{key['key_name']}"
        premium = args.get("sku", "standard") == "premium"
        return keyvault.Key(
            label,
            key_name=key["key_name"],
            vault_name=self._vault_name,
            resource_group_name=self._group,
            properties={
                "kty": "RSA-HSM" if premium else "RSA",
                "key_size": key.get("key_size", 3072),
                "key_ops": ["wrapKey", "unwrapKey"],
                "attributes": {"enabled": True, "exportable": False},
                "rotation_policy": self._rotation_policy(),
            },
            tags=args.get("tags"),
            # The provider deletes a key through the data plane, which a private vault refuses from outside: the key
            # goes with its vault. Until then it stays, for without it nothing that it encrypted can be read again.
            opts=self.child(
                after=[previous] if previous else [],
                protect=args.get("protect"),
                deleted_with=self._vault,
                retain_on_delete=self._vault is not None,
                # Azure ignores a new tag (see _DATA_PLANE), so no preview may promise one; and each rotation sets the
                # attributes of the version that it makes, which is no drift.
                ignore_changes=["tags", "properties.attributes"],
                hooks=pulumi.ResourceHookBinding(before_update=[refuse_update(label, _KEY_STAYS)]),
            ),
        )

    def _rotation_policy(self) -> Any:
        kinds = keyvault.KeyRotationPolicyActionType
        return {
            "attributes": {"expiry_time": self._args.get("expiry_period", "P180D")},
            "lifetime_actions": [
                {
                    "action": {"type": kinds.ROTATE},
                    "trigger": {"time_after_create": self._args.get("rotation_period", "P90D")},
                },
                {"action": {"type": kinds.NOTIFY}, "trigger": {"time_before_expiry": NOTICE_PERIOD}},
            ],
        }

    def _finish(self) -> None:
        written: list[pulumi.Resource] = [*self._keys.values(), self._grant]
        self.private_endpoint_id = pulumi.Output.from_input(None)
        if self._vault:
            written += self._connect(self._vault)
            add_grants_and_lock(self, self.pulumi_resource_name, self.vault_id, self._args, written)
        self.key_uris = output_map({name: key.key_uri for name, key in self._keys.items()})
        self.register()

    def _connect(self, vault: keyvault.Vault) -> list[pulumi.Resource]:
        args, written = self._args, list[pulumi.Resource]()
        destination = args.get("diagnostics")
        if destination:
            written.append(
                add_diagnostics(self, self.pulumi_resource_name, vault.id, destination, dedicated_tables=True)
            )
        placement = args.get("private_endpoint")
        if placement:
            endpoint = add_private_endpoint(
                self,
                self.pulumi_resource_name,
                EndpointTarget(vault.id, VAULT_TYPE, "vault"),
                placement,
                EndpointSite(args["resource_group_name"], args["location"], args.get("tags")),
                after=list(self._keys.values())[-1:],
            )
            self.private_endpoint_id = endpoint.id
            written.append(endpoint)
        return written
