"""Where things lie in the checkout, and which versions they have. One place for both."""

import os
from dataclasses import dataclass
from pathlib import Path

PULUMI_VERSION = "3.250.0"
"""The CLI that is fetched or built, and the SDK that the language host is made from (go.mod pins the same)."""
OLDEST_PULUMI = (3, 250, 0)
"""A CLI on PATH from this version on, below the next major one, is used as it is."""
AZURE_NATIVE_VERSION = "3.29.0"
"""requirements.txt pins the same; the plugin's folder must carry it or the engine does not find the plugin."""
OLDEST_PYTHON = (3, 11)
STACK = "sandbox"


@dataclass(frozen=True)
class Layout:
    """Paths below one checkout. `tools` is made by us and may be deleted at any time."""

    root: Path
    tools: Path
    venv: Path
    simulated: Path
    """Backend and world of the simulated Azure."""

    @property
    def bin(self) -> Path:
        """Holds `pulumi`: the built binary, or a script that starts the chosen one."""
        return self.tools / "bin"

    @property
    def pulumi(self) -> Path:
        """The command line that everything here runs."""
        return self.bin / "pulumi"

    @property
    def home(self) -> Path:
        """PULUMI_HOME of the simulated environment: never the user's own."""
        return self.tools / "pulumi-home"

    @property
    def plugins(self) -> Path:
        """Where the engine looks for plugins."""
        return self.home / "plugins"

    @property
    def reports(self) -> Path:
        """Where commands write reports unless told otherwise."""
        return self.tools / "reports"

    @property
    def program(self) -> Path:
        """Folder of the Pulumi program; TOOLCHAIN_PROGRAM names another one of the same project, for tests."""
        return Path(os.environ.get("TOOLCHAIN_PROGRAM", self.root))

    @property
    def python(self) -> Path:
        """The interpreter of the virtual environment."""
        return self.venv / "bin" / "python"


def checkout() -> Layout:
    """The layout of the checkout that this package lies in.

    TOOLCHAIN_TOOLS, TOOLCHAIN_VENV and TOOLCHAIN_STATE move its parts elsewhere; tests use that.
    """
    root = Path(__file__).resolve().parent.parent
    tools = Path(os.environ.get("TOOLCHAIN_TOOLS", root / ".tools"))
    return Layout(
        root=root,
        tools=tools,
        venv=Path(os.environ.get("TOOLCHAIN_VENV", root / ".venv")),
        simulated=Path(os.environ.get("TOOLCHAIN_STATE", tools / "simulated")),
    )
