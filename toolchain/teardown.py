"""`make destroy`, and names that soft delete still holds when `make up` comes again.

Azure keeps the subnet of Foundry agents locked until the deleted account is purged, and some minutes more. A plain
`pulumi destroy` therefore stops at that subnet. Here the account goes first, is purged, and then everything else goes.
"""

import os
import time
from collections.abc import Mapping, Sequence
from typing import Any

from toolchain import soft_delete
from toolchain.console import say
from toolchain.errors import ToolchainError
from toolchain.pulumi import Cli
from toolchain.state import Deployment

_ACCOUNT = "azure-native:cognitiveservices:Account"
_ACCOUNT_TYPE = "microsoft.cognitiveservices/accounts"
_WORKSPACE_TYPE = "microsoft.operationalinsights/workspaces"
_RELEASE_MINUTES = 20
"""How long Azure takes to release the subnet after the purge (Microsoft's samples wait 15 to 20 minutes)."""
_INCARNATION = "ai-landing-zone:settings.naming.incarnation"


def destroy(cli: Cli, extra: Sequence[str]) -> int:
    """Deletes everything of the stack; returns the exit code of Pulumi."""
    accounts = _injected_accounts(Deployment.load(cli))
    if accounts:
        say("first the Foundry account: Azure releases the agents' subnet only after the account is purged")
        targets = [part for urn in accounts for part in ("--target", urn)]
        code = cli.run("destroy", "--yes", "--skip-preview", *targets, "--target-dependents", *extra)
        if code != 0:
            return code
    if _purge_accounts(cli):
        _wait_for_release()
    code = cli.run("destroy", "--yes", *extra)
    if code == 0:
        _tell_what_is_kept(cli)
    return code


def _injected_accounts(deployment: Deployment) -> list[str]:
    """URNs of the accounts whose agents run in a subnet of ours."""
    return [each["urn"] for each in deployment.azure if each["type"] == _ACCOUNT and _injections(each)]


def _injections(resource: Mapping[str, Any]) -> list[Any]:
    inputs: Mapping[str, Any] = resource.get("inputs") or {}
    properties: Mapping[str, Any] = inputs.get("properties") or {}
    found: list[Any] = properties.get("networkInjections") or []
    return found


def _purge_accounts(cli: Cli) -> bool:
    """Purges deleted accounts; True if there were any."""
    accounts = [each["id"] for each in soft_delete.everything(cli) if _ACCOUNT_TYPE in each["id"].lower()]
    for account in accounts:
        say(f"purging {account.rsplit('/', 1)[-1]}, which would hold the agents' subnet for 48 hours")
        result = cli.simulated_azure("purge", account)
        if result.returncode != 0:
            raise ToolchainError(f"{account} cannot be purged: {result.stderr.strip()}", "try `make destroy` again")
    return bool(accounts)


def _wait_for_release() -> None:
    scale = float(os.environ.get("SIMULATED_AZURE_TIME_SCALE") or "0.001")
    seconds = _RELEASE_MINUTES * 60 * scale
    say(f"waiting {seconds:.1f} s ({_RELEASE_MINUTES} simulated minutes) until the subnet is released")
    time.sleep(seconds + 0.1)


def _tell_what_is_kept(cli: Cli) -> None:
    kept = cli.simulated_azure("world", "--soft-deleted")
    say((kept.stdout or kept.stderr).strip())
    found = soft_delete.everything(cli)
    if found:
        say("these names stay taken: `make purge` frees those that it may, the next `make up` goes round the others")
    for each in found:
        if _WORKSPACE_TYPE in each["id"].lower():
            name = each["id"].rsplit("/", 1)[-1]
            say(f"{name}: created again under this name in its group and region, it comes back with its old logs")


def next_incarnation(cli: Cli, extra: Sequence[str]) -> None:
    """Raises the incarnation in the stack file if the stack is empty and soft delete still holds names.

    Args:
        cli: the CLI on the simulated Azure.
        extra: arguments of the command to come; a `--config-file` among them names the stack file.

    Raises:
        ToolchainError: the stack file cannot be changed.
    """
    if Deployment.load(cli).azure:
        return
    taken = {each.incarnation for each in soft_delete.kept(cli, extra)}
    if not taken:
        return
    present = int(soft_delete.settings(cli, extra).get("naming", {}).get("incarnation", 1))
    incarnation = present
    while incarnation in taken:
        incarnation += 1
    if incarnation == present:
        return
    say(f"soft delete still holds names of the last deployment: incarnation {incarnation} (in the stack file)")
    where = soft_delete.config_file(extra)
    code = cli.run("config", "set", "--path", _INCARNATION, str(incarnation), "--type", "int", *where)
    if code != 0:
        raise ToolchainError("the incarnation cannot be set", f"set naming.incarnation to {incarnation} by hand")
