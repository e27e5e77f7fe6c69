"""Properties of a Foundry account, decided before anything is created."""

from typing import Any

from components.foundry.args import FoundryArgs
from components.interfaces.customer_managed_key import CustomerManagedKeyArgs

CUSTOMER_KEY = "Microsoft.KeyVault"
"""Key source of an account with a customer-managed key."""


def account_properties(args: FoundryArgs) -> dict[str, Any]:
    """Return the account's properties: Entra ID only, private only, nothing goes out that is not listed."""
    key = args.get("customer_managed_key")
    subnet_id = args.get("agent_subnet_id")
    return {
        "allow_project_management": True,
        "custom_sub_domain_name": args["custom_sub_domain_name"],
        "disable_local_auth": True,
        "public_network_access": "Disabled",
        # The bypass admits Microsoft's own services with a managed identity, such as Search and the model runtime.
        "network_acls": {
            "default_action": "Deny",
            "bypass": "AzureServices",
            "ip_rules": [],
            "virtual_network_rules": [],
        },
        "restrict_outbound_network_access": True,
        "allowed_fqdn_list": args.get("allowed_fqdns", []),
        "network_injections": [_injection(subnet_id)] if subnet_id else None,
        "encryption": _encryption(key) if key else None,
    }


def _injection(subnet_id: Any) -> dict[str, Any]:
    return {"scenario": "agent", "subnet_arm_id": subnet_id, "use_microsoft_managed_network": False}


def _encryption(key: CustomerManagedKeyArgs) -> dict[str, Any]:
    # No key version: the account follows rotation.
    properties = {
        "key_vault_uri": key["vault_uri"],
        "key_name": key["key_name"],
        "identity_client_id": key["identity_client_id"],
    }
    return {"key_source": CUSTOMER_KEY, "key_vault_properties": properties}
