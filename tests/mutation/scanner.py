"""checkov on the same mutants, as ARM templates. It lives in a virtual environment of its own, made on first use."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from assurance.arm import template
from assurance.arm.model import Planned
from tests.mutation.mutants import Mutant
from tests.mutation.worlds import ROOT, World

HOME = ROOT / ".tools" / "checkov"
REQUIREMENTS = Path(__file__).parent / "checkov-requirements.txt"
SUBSCRIPTION = "00000000-0000-4000-8000-000000000000"
_AT_ONCE = 400


class ScannerError(Exception):
    """checkov cannot be installed or does not run; the text says what it printed."""


def version() -> str:
    """The pinned release."""
    return REQUIREMENTS.read_text(encoding="utf-8").strip().partition("==")[2]


def install(say: Callable[[str], None]) -> Path:
    """Makes the environment unless the pinned release is there already; returns the program.

    Raises:
        ScannerError: the packages cannot be installed.
    """
    program = HOME / version() / "bin" / "checkov"
    if program.exists():
        return program
    say(f"installing checkov {version()} into {HOME.relative_to(ROOT)}")
    _run([sys.executable, "-m", "venv", str(program.parent.parent)])
    _run([str(program.parent / "python"), "-m", "pip", "install", "--quiet", "-r", str(REQUIREMENTS)])
    return program


def _run(command: Sequence[str]) -> str:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise ScannerError(f"`{' '.join(command[:4])}` failed:\n{result.stderr[-1500:]}")
    return result.stdout


def scan(program: Path, files: Sequence[Path]) -> dict[str, set[tuple[str, str]]]:
    """Failed checks (check, resource) by file name.

    Raises:
        ScannerError: checkov does not run.
    """
    found: dict[str, set[tuple[str, str]]] = {file.name: set() for file in files}
    for start in range(0, len(files), _AT_ONCE):
        named = [argument for file in files[start : start + _AT_ONCE] for argument in ("-f", str(file))]
        flags = ["--framework", "arm", "--output", "json", "--quiet", "--compact", "--soft-fail", "--skip-download"]
        document = json.loads(_run([str(program), *flags, *named]) or "{}")
        for report in document if isinstance(document, list) else [document]:
            for check in report.get("results", {}).get("failed_checks", []):
                found[Path(check["file_path"]).name].add((check["check_id"], check["resource"]))
    return found


def judge(
    program: Path, world: World, mutants: Sequence[Mutant], folder: Path, progress: Callable[[str], None]
) -> list[set[str] | None]:
    """What checkov says about each mutant that it does not say about the same resources unchanged.

    Each mutant is exported with the resources that it is linked with in either direction: nobody's check needs more.
    None for a mutant of a resource that a template cannot hold, for instance because the program names it nowhere.

    Raises:
        ScannerError: checkov does not run.
    """
    writer = _Writer(world, folder)
    absent = template.export(list(world.resources.values()), SUBSCRIPTION).left_out
    pairs = [
        None if mutant.target.urn in absent else (writer.before(mutant), writer.after(mutant)) for mutant in mutants
    ]
    files = sorted({file for pair in pairs if pair for file in pair})
    found: dict[str, set[tuple[str, str]]] = {}
    for start in range(0, len(files), _AT_ONCE):
        progress(f"checkov, {world.name}: {start} of {len(files)} templates")
        found |= scan(program, files[start : start + _AT_ONCE])
    return [pair and {check for check, _ in found[pair[1].name] - found[pair[0].name]} for pair in pairs]


class _Writer:
    """Writes templates, each once."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.folder = folder
        self._count = 0
        self._before: dict[str, Path] = {}
        self._links: dict[str, set[str]] = {}
        for item in world.resources.values():
            for urn in {urn for urns in item.links.values() for urn in urns}:
                self._links.setdefault(item.urn, set()).add(urn)
                self._links.setdefault(urn, set()).add(item.urn)

    def _around(self, urn: str) -> list[str]:
        near = {urn, *self._links.get(urn, ())}
        return [found for found in self.world.resources if found in near]

    def before(self, mutant: Mutant) -> Path:
        """The resource and its neighbours as they are."""
        urn = mutant.target.urn
        if urn not in self._before:
            self._before[urn] = self._write(self.world.resources, self._around(urn))
        return self._before[urn]

    def after(self, mutant: Mutant) -> Path:
        """The same with the mutant's change."""
        changed = dict(self.world.resources)
        if mutant.changed is not None:
            changed[mutant.target.urn] = mutant.changed
        return self._write(changed, [urn for urn in self._around(mutant.target.urn) if urn not in mutant.removed])

    def _write(self, resources: Mapping[str, Planned], urns: Sequence[str]) -> Path:
        # Names come from the whole stack; only some of it is written.
        made = template.export(list(resources.values()), SUBSCRIPTION, only=frozenset(urns))
        self._count += 1
        file = self.folder / f"{self.world.name}-{self._count:05d}.json"
        file.write_text(json.dumps(template.flat(made)), encoding="utf-8")
        return file
