"""What the stack's state says: resources, outputs, pending operations, locks. Reading only."""

import json
import os
import socket
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from toolchain import files
from toolchain.errors import ToolchainError
from toolchain.pulumi import Cli

_STACK_TYPE = "pulumi:pulumi:Stack"


@dataclass(frozen=True)
class Pending:
    """An operation that was under way when the engine was killed.

    Attributes:
        urn: the resource.
        kind: `creating`, `updating`, `deleting`, ...
        token: its Pulumi type.
        inputs: what was asked for.
        parent: URN of the component that it belongs to; empty at the top.
    """

    urn: str
    kind: str
    token: str
    inputs: Mapping[str, Any]
    parent: str = ""


def _pending(operation: Mapping[str, Any]) -> Pending:
    resource: Mapping[str, Any] = operation["resource"]
    inputs: dict[str, Any] = resource.get("inputs") or {}
    parent = str(resource.get("parent") or "")
    return Pending(
        urn=resource["urn"],
        kind=operation["type"],
        token=resource["type"],
        inputs=inputs,
        parent="" if "::pulumi:pulumi:Stack::" in parent else parent,
    )


@dataclass(frozen=True)
class Deployment:
    """An exported stack."""

    resources: tuple[Mapping[str, Any], ...]
    pending: tuple[Pending, ...]

    @classmethod
    def load(cls, cli: Cli) -> Self:
        """Reads the stack. Needs no lock, so it works after a kill.

        Raises:
            ToolchainError: the state cannot be read.
        """
        return cls.parse(cli.read("stack", "export"))

    @classmethod
    def parse(cls, document: Mapping[str, Any]) -> Self:
        """Takes `pulumi stack export`."""
        deployment: dict[str, Any] = document.get("deployment") or {}
        resources: list[dict[str, Any]] = deployment.get("resources") or []
        operations: list[dict[str, Any]] = deployment.get("pending_operations") or []
        return cls(tuple(resources), tuple(_pending(operation) for operation in operations))

    @property
    def azure(self) -> tuple[Mapping[str, Any], ...]:
        """Resources of Azure: no components, no providers, nothing that waits for its deletion."""
        return tuple(
            resource
            for resource in self.resources
            if resource["type"].startswith("azure-native") and resource.get("custom") and not resource.get("delete")
        )

    @property
    def outputs(self) -> Mapping[str, Any]:
        """Outputs of the stack."""
        for resource in self.resources:
            if resource["type"] == _STACK_TYPE:
                return resource.get("outputs") or {}
        return {}

    def by_service(self) -> Counter[str]:
        """How many resources each Azure service has, by the module of its types."""
        return Counter(resource["type"].split(":")[1].split("/")[0] for resource in self.azure)


@dataclass(frozen=True)
class Lock:
    """A lock on the stack, with who holds it."""

    path: Path
    pid: int
    host: str

    def held(self) -> bool:
        """Whether its process still runs, as far as this machine can tell."""
        if self.host != socket.gethostname():
            return True
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True


def locks(cli: Cli) -> list[Lock]:
    """Locks on the stack in the file backend."""
    folder = cli.backend / "locks" / "organization" / "ai-landing-zone" / cli.stack
    found: list[Lock] = []
    for path in sorted(folder.glob("*.json")):
        content = json.loads(path.read_text() or "{}")
        found.append(Lock(path, int(content.get("pid", 0)), str(content.get("hostname", ""))))
    return found


def mend_checkpoint(cli: Cli) -> Path | None:
    """Puts in order what a kill in the middle of a write has left of the state file and its attributes.

    The file backend (gocloud.dev/blob/fileblob) writes the attributes, then renames the new state into place. Cut short
    they cannot be read (`failed to load checkpoint: EOF`); missing they are taken for empty, and nothing needs them. A
    state file that was cut short itself gives way to its backup.

    Returns:
        Where the damaged file is kept; None if nothing was damaged.

    Raises:
        ToolchainError: the backup is damaged as well.
    """
    checkpoint = cli.backend / "stacks" / "ai-landing-zone" / f"{cli.stack}.json"
    damaged: Path | None = None
    for attributes in checkpoint.parent.glob(f"{cli.stack}.json*.attrs"):
        if not _is_json(attributes):
            damaged = _set_aside(attributes)
    if not checkpoint.exists() or _is_json(checkpoint):
        return damaged
    backup = checkpoint.with_name(checkpoint.name + ".bak")
    if not _is_json(backup):
        remedy = "`pulumi stack import` a state you exported, or import the resources one by one"
        raise ToolchainError("neither the state file nor its backup can be read", remedy)
    damaged = _set_aside(checkpoint)
    files.write(checkpoint, backup.read_text(encoding="utf-8"))
    return damaged


def _set_aside(path: Path) -> Path:
    return path.replace(path.with_name(path.name + ".damaged"))


def _is_json(path: Path) -> bool:
    try:
        return isinstance(json.loads(path.read_text(encoding="utf-8")), dict)
    except (OSError, ValueError):
        return False
