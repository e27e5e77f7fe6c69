"""What soft delete holds of this stack, and what may be done about it. The simulated Azure only."""

import json
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from toolchain.errors import ToolchainError
from toolchain.pulumi import Cli

_SETTINGS = "ai-landing-zone:settings"
_PURGEABLE = (
    "microsoft.keyvault/vaults", "microsoft.cognitiveservices/accounts", "microsoft.apimanagement/service",
)  # fmt: skip
"""Types with a purge operation. A Log Analytics workspace has none: its name is free for the same workspace only."""


@dataclass(frozen=True)
class Kept:
    """A deleted resource that Azure keeps.

    Attributes:
        id: its resource id.
        type: its ARM type, in lower case.
        until: when its retention ends, in seconds since the epoch.
        protected: whether purge protection forbids purging it.
        incarnation: the incarnation of the stack's settings that gives this name.
    """

    id: str
    type: str
    until: float
    protected: bool
    incarnation: int

    @property
    def name(self) -> str:
        """The name that is taken."""
        return self.id.rsplit("/", 1)[-1]

    @property
    def purgeable(self) -> bool:
        """Whether Azure purges it on request."""
        return self.type in _PURGEABLE and not self.protected

    @property
    def until_date(self) -> str:
        """The day on which it is gone by itself."""
        return time.strftime("%Y-%m-%d", time.gmtime(self.until))


def everything(cli: Cli) -> list[dict[str, Any]]:
    """What the simulated Azure keeps of deleted resources, of any stack.

    Raises:
        ToolchainError: the world cannot be read.
    """
    result = cli.simulated_azure("world", "--soft-deleted", "--json")
    if result.returncode != 0:
        raise ToolchainError(f"the simulated Azure cannot be read: {result.stderr.strip()}", "`make clean` starts anew")
    return json.loads(result.stdout)


def kept(cli: Cli, extra: Sequence[str]) -> list[Kept]:
    """What is kept of this stack, whatever incarnation it had.

    Args:
        cli: the CLI on the simulated Azure.
        extra: arguments of the command; a `--config-file` among them names the stack file.

    Raises:
        ToolchainError: the world or the stack file cannot be read.
    """
    found = [item for item in everything(cli) if "/" in item["id"]]
    if not found:
        return []
    ours = {(name["type"].lower(), name["name"].lower()): name["incarnation"] for name in _names(cli, extra)}
    result: list[Kept] = []
    for item in found:
        type_, name = str(item["type"]).lower(), item["id"].rsplit("/", 1)[-1].lower()
        if (type_, name) in ours:
            result.append(Kept(item["id"], type_, item["purgeAt"], bool(item["purgeProtected"]), ours[type_, name]))
    return sorted(result, key=lambda each: (each.incarnation, each.type))


def settings(cli: Cli, extra: Sequence[str]) -> dict[str, Any]:
    """The settings in the stack file.

    Raises:
        ToolchainError: the stack file cannot be read.
    """
    value: Mapping[str, str] = cli.read("config", "get", "--json", _SETTINGS, *config_file(extra))
    return json.loads(value["value"])


def config_file(extra: Sequence[str]) -> list[str]:
    """The part of the arguments that names the stack file."""
    if "--config-file" in extra:
        at = list(extra).index("--config-file")
        return list(extra[at : at + 2])
    return []


def _names(cli: Cli, extra: Sequence[str]) -> list[dict[str, Any]]:
    config: Mapping[str, Mapping[str, str]] = cli.read("config", "--json", *config_file(extra))
    provider = {key.split(":", 1)[1]: item["value"] for key, item in config.items() if key.startswith("azure-native:")}
    result = subprocess.run(
        [str(cli.layout.python), "-P", "-m", "landing_zone.held_names"],
        cwd=cli.layout.root,
        env={"PYTHONPATH": str(cli.layout.root), "PATH": ""},
        input=json.dumps({"stack": cli.stack, "settings": settings(cli, extra), "provider": provider}),
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        raise ToolchainError(f"the stack file is wrong: {result.stderr.strip()}", "`make preview` says more")
    return json.loads(result.stdout)
