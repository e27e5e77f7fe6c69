"""What the resources of one run set that the simulation has no rule for: gathered while it runs, told once at its end.

A run may start the provider several times (a parameterised package has a process of its own). What each of them finds
goes to one file beside the world that bears the port of the run's engine; the first that ends takes the file and tells.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulated_azure.coverage.plain import Stored, joined, plain_in
from simulated_azure.coverage.sentence import sentence
from simulated_azure.provider.engine_log import EngineLog


class Unmodelled:
    """Gathers for one process.

    Args:
        world: path of the world's file.
        log: knows the engine.
    """

    def __init__(self, world: Path, log: EngineLog) -> None:
        self._world = world
        self._log = log
        self._noted: set[tuple[str, str]] = set()

    def note(self, resource_id: str, body: Mapping[str, Any]) -> None:
        """Remember what a body that Azure accepted holds, when it is new in this process."""
        found = plain_in(resource_id, dict(body))
        pairs = {(arm_type, name) for arm_type, names in found.items() for name in names or ("",)} - self._noted
        if not pairs:
            return
        self._noted |= pairs
        with self._file().open("a", encoding="utf-8") as file:  # one short write: lines of two processes do not mix
            file.write("".join(f"{json.dumps(pair)}\n" for pair in sorted(pairs)))

    async def tell(self) -> None:
        """Warn of what all processes of this run noted; of nothing when another one has."""
        found = self._taken()
        if found:
            await self._log.warning(sentence(found))

    def _file(self) -> Path:
        return self._world.with_suffix(f".run-{self._log.address.rpartition(':')[2]}")

    def _taken(self) -> Stored:
        taken = self._world.with_suffix(f".told-{os.getpid()}")
        try:
            self._file().rename(taken)
        except FileNotFoundError:
            return {}
        pairs = [json.loads(line) for line in taken.read_text(encoding="utf-8").splitlines()]
        taken.unlink()
        return joined({arm_type: (name,) if name else ()} for arm_type, name in pairs)
