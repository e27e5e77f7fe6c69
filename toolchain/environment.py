"""The environment in which plain `pulumi` commands work on the simulated Azure."""

import os
import shlex
from collections.abc import Mapping
from pathlib import Path

from toolchain import run
from toolchain.layout import STACK, Layout


def simulated(layout: Layout, state: Path | None = None) -> dict[str, str]:
    """Variables for `pulumi` on the simulated Azure: home, backend and world of its own.

    Python on PATH is the one of the virtual environment, for `python -m simulated_azure`.

    Args:
        layout: the checkout.
        state: folder for backend and world; the layout's own if not given. Tests pass one each.
    """
    state = state or layout.simulated
    own = (layout.bin, layout.python.parent)
    return {
        "PATH": os.pathsep.join([*map(str, own), *path_without(*own)]),
        "PULUMI_HOME": str(layout.home),
        "PULUMI_BACKEND_URL": (state / "state").resolve().as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": "",
        "PULUMI_STACK": STACK,
        "PULUMI_IGNORE_AMBIENT_PLUGINS": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "SIMULATED_AZURE_WORLD": str(state.resolve() / "world.sqlite"),
    }


def path_without(*folders: Path) -> list[str]:
    """The user's PATH, folder by folder, less some: nobody should find our own tools when asked for the user's."""
    return [part for part in os.environ.get("PATH", "").split(os.pathsep) if part and Path(part) not in folders]


def exports(variables: Mapping[str, str]) -> str:
    """Shell lines for `eval "$(make env)"`."""
    return "".join(f"export {name}={shlex.quote(value)}\n" for name, value in variables.items())


def ensure_stack(layout: Layout, variables: Mapping[str, str], stack: str = STACK) -> None:
    """Makes the backend's folder and the stack, unless they are there. Changes no tracked file.

    Raises:
        ToolchainError: the CLI refuses.
    """
    state = Path(variables["SIMULATED_AZURE_WORLD"]).parent / "state"
    state.mkdir(parents=True, exist_ok=True)
    checkpoint = state / ".pulumi" / "stacks" / "ai-landing-zone" / f"{stack}.json"
    if checkpoint.exists():
        return
    run.logged(
        [layout.pulumi, "stack", "init", stack, "--no-select", "--non-interactive", "--cwd", layout.root],
        layout.tools / "log" / "stack.log",
        env=variables,
        remedy="Run `make clean` and then `make setup` if the backend's folder is damaged.",
    )
