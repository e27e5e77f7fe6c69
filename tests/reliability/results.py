"""What has been run, in files that a later run adds to: one a kind, valid for what they were made from."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".tools" / "reliability"


@dataclass
class Results:
    """Outcomes by case: '' when every oracle held, else why not.

    Args:
        path: the file.
        made_from: fingerprint of what was tested; results of something else are not taken over.
        total: how many cases there are.
    """

    path: Path
    made_from: str
    total: int
    outcomes: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, kind: str, made_from: str, total: int, folder: Path = FOLDER) -> Self:
        """The results of a kind so far; none when they come from something else."""
        path = folder / f"{kind}.json"
        if path.exists():
            content = json.loads(path.read_text(encoding="utf-8"))
            if content["madeFrom"] == made_from:
                return cls(path, made_from, total, content["outcomes"])
        return cls(path, made_from, total)

    def add(self, outcomes: dict[str, str]) -> None:
        """Note outcomes, on disk as well."""
        self.outcomes |= outcomes
        self.path.parent.mkdir(parents=True, exist_ok=True)
        content = {"madeFrom": self.made_from, "total": self.total, "outcomes": self.outcomes}
        scratch = self.path.with_suffix(".new")
        scratch.write_text(json.dumps(content), encoding="utf-8")
        scratch.replace(self.path)

    def is_open(self, case: str) -> bool:
        """Whether a case has to be run: it has not been, or it failed."""
        return self.outcomes.get(case) != ""

    @property
    def failures(self) -> dict[str, str]:
        """The cases that broke an oracle."""
        return {case: why for case, why in self.outcomes.items() if why}


def read(kind: str, folder: Path = FOLDER) -> dict[str, Any] | None:
    """A results file as it is; None when that has not been run."""
    path = folder / f"{kind}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
