"""Customer-managed keys: one reference that each service turns into its own encryption block."""

import asyncio
import re
from typing import NotRequired, TypedDict

import pulumi

PAUSES = (1, 2, 4, 8, 16, *([30] * 29))
"""Seconds between the tries, 15 minutes in all. A role takes effect within ten minutes (Azure: troubleshooting of
role-based access control, role assignment changes that are not detected), as a rule within five."""

_NOT_YET = re.compile(r"\b(KeyVaultAuthenticationFailure|AccessPolicyNotConfiguredForKeyVault|ForbiddenByRbac)\b")
# How an error that comes after Azure accepted the request reaches a hook: the engine lists the reasons of the half-done
# resource. It is kept in the state, and creating it again would fail because it exists.
_HALF_DONE = re.compile(r"\d+ errors? occurred:")


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


def pause_before_retry(errors: list[str]) -> int | None:
    """Return the seconds to wait before a write that needs a key is tried again; None to give up.

    A grant that exists is not in effect at once: until then Azure refuses the key, and neither Azure nor the provider
    tries again.

    Args:
        errors: what the tries so far ended with, the newest first, as the engine hands them to an error hook.
    """
    newest = errors[0] if errors else ""
    if not _NOT_YET.search(newest) or _HALF_DONE.match(newest) or len(errors) > len(PAUSES):
        return None
    return PAUSES[len(errors) - 1]


def when_the_key_can_be_used(owner: pulumi.Resource, label: str) -> pulumi.ErrorHook:
    """Return the hook for `on_error` of a resource that encrypts with a customer's key: tried until the grant works.

    Args:
        owner: the component that the resource belongs to; progress is shown there.
        label: logical name of the resource, unique in the program.
    """

    async def retry(args: pulumi.ErrorHookArgs) -> bool:
        pause = pause_before_retry(args.errors)
        if pause is None:
            return False
        waited = sum(PAUSES[: len(args.errors) - 1])
        pulumi.log.info(
            f"{args.name}: the role on its key is not in effect yet, which takes up to ten minutes; "
            f"tried {len(args.errors)} times in {waited} s, next try in {pause} s",
            resource=owner,
        )
        await asyncio.sleep(pause)
        return True

    return pulumi.ErrorHook(f"{label}-key-can-be-used", retry)
