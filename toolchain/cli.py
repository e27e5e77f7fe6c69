"""Gets a Pulumi CLI: the one on PATH, else the official release, else a build from the pinned Go module."""

import json
import os
import re
import shlex
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from toolchain import files, gobuild, plugins, release, run
from toolchain.console import say
from toolchain.environment import path_without
from toolchain.errors import ToolchainError
from toolchain.layout import OLDEST_PULUMI, PULUMI_VERSION, Layout

WAYS = ("path", "release", "go")


@dataclass(frozen=True)
class Choice:
    """How the CLI got here; kept in `.tools/cli.json`.

    Attributes:
        way: `path`, `release` or `go`.
        version: what the CLI says of itself, e.g. `3.250.0`.
        target: the CLI that `.tools/bin/pulumi` starts; the file itself when it was built here.
        why: how it was got and why that way, for the user.
        made_from: fingerprint of what a build was made from; empty for the other ways.
    """

    way: str
    version: str
    target: str
    why: str
    made_from: str = ""


def current(layout: Layout) -> Choice | None:
    """The choice made earlier if it still holds, without starting any process."""
    try:
        choice = Choice(**json.loads(files.read(layout.tools / "cli.json") or "null"))
    except (TypeError, ValueError):
        return None
    wanted = os.environ.get("TOOLCHAIN_CLI", choice.way)
    stale = choice.way == "go" and (
        choice.made_from != gobuild.sources(layout) or not plugins.language_host(layout).exists()
    )
    if wanted != choice.way or stale or not layout.pulumi.exists() or not Path(choice.target).exists():
        return None
    return choice


def ensure(layout: Layout, scratch: Path) -> Choice:
    """Gets a CLI into `.tools/bin/pulumi` by the first way that works, and says which and why.

    TOOLCHAIN_CLI=path|release|go allows one way only.

    Raises:
        ToolchainError: no way works; the message has the reason of each.
    """
    only = os.environ.get("TOOLCHAIN_CLI")
    if only and only not in WAYS:
        raise ToolchainError(f"TOOLCHAIN_CLI is {only!r}", f"set it to one of {', '.join(WAYS)}, or unset it")
    reasons: list[str] = []
    attempts = {"path": _from_path, "release": _from_release, "go": _from_go}
    for way in [only] if only else WAYS:
        try:
            choice = attempts[way](layout, scratch, reasons)
        except ToolchainError as error:
            if way == WAYS[-1] or only:
                raise _no_way(reasons, error) from error
            reasons.append(error.message)
            continue
        remember(layout, choice)
        return choice
    raise AssertionError("unreachable: the last way returns or raises")


def remember(layout: Layout, choice: Choice) -> None:
    """Keeps a choice for the next time; written last: an interrupted install is not taken for a finished one."""
    files.write(layout.tools / "cli.json", json.dumps(asdict(choice), indent=2) + "\n")


def _no_way(reasons: list[str], error: ToolchainError) -> ToolchainError:
    return ToolchainError("; ".join([*reasons, error.message]), error.remedy)


def _from_path(layout: Layout, scratch: Path, reasons: list[str]) -> Choice:
    del scratch, reasons
    found = shutil.which("pulumi", path=os.pathsep.join(path_without(layout.bin)))
    if not found:
        raise ToolchainError("there is no pulumi on PATH", _GET_ONE)
    target = Path(found).resolve()
    version = version_of(Path(found))
    if version is None or not suitable(version):
        raise ToolchainError(f"the pulumi on PATH ({found}) is version {version or 'unknown'}", _GET_ONE)
    if not (target.parent / "pulumi-language-python").exists():
        raise ToolchainError(f"the pulumi on PATH ({found}) has no pulumi-language-python beside it", _GET_ONE)
    _start_from_bin(layout, target)
    return Choice("path", version, str(target), f"the one on PATH is suitable ({found})")


def _from_release(layout: Layout, scratch: Path, reasons: list[str]) -> Choice:
    folder = release.install(layout, scratch)
    target = folder / "pulumi"
    version = version_of(target)
    if version != PULUMI_VERSION:
        raise ToolchainError(f"the official release does not start here (version: {version})", _GET_ONE)
    _start_from_bin(layout, target)
    return Choice("release", version, str(target), f"official release, because {_because(reasons)}")


def _from_go(layout: Layout, scratch: Path, reasons: list[str]) -> Choice:
    say(f"building Pulumi {PULUMI_VERSION} from its Go module, because {_because(reasons)}")
    gobuild.build(layout, scratch)
    why = f"built from the Go module, because {_because(reasons)}"
    return Choice("go", PULUMI_VERSION, str(layout.pulumi), why, gobuild.sources(layout))


def _because(reasons: list[str]) -> str:
    return " and ".join(reasons) or "TOOLCHAIN_CLI says so"


def version_of(pulumi: Path) -> str | None:
    """What a CLI says of itself, without the leading `v`; None if it does not start."""
    said = run.answer([pulumi, "version"], env={"PULUMI_SKIP_UPDATE_CHECK": "true"})
    match = re.fullmatch(r"v?(\d+\.\d+\.\d+\S*)", said or "")
    return match[1] if match else None


def suitable(version: str) -> bool:
    """Whether a CLI of this version runs the project: from the oldest one we tried, below the next major one."""
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:3])
    return OLDEST_PULUMI <= numbers < (OLDEST_PULUMI[0] + 1,)


def _start_from_bin(layout: Layout, target: Path) -> None:
    """Starts the CLI by its own path, not through a link: it finds its language hosts beside itself."""
    files.write(layout.pulumi, f'#!/bin/sh\nexec {shlex.quote(str(target))} "$@"\n', executable=True)


_GET_ONE = f"install Pulumi {PULUMI_VERSION} or later (https://www.pulumi.com/docs/install/) and run `make setup` again"
