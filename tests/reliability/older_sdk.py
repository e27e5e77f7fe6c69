"""`python -m tests.reliability.older_sdk VERSION`: stack `sandbox`, deployed by an older release of the SDK.

Keeps the state (`pulumi stack export`) in `states/`, where a test of the engine tier previews the program on it with the
pinned release: types, aliases and default API versions may have moved, and nothing may be replaced for that.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from simulated_azure.arm.azure import Azure
from tests.engine.harness import Deployment
from tests.reliability import trace
from toolchain.layout import checkout

FOLDER = Path(__file__).parent / "states"
PINNED = "3.29.0"
_PACKAGE = "pulumi-azure-native"
_OF_THE_RUN = ("sourcePosition", "stackTrace", "created", "modified")
"""What a state says of where and when it was made: no preview looks at it."""


def unpacked(version: str, folder: Path) -> Path:
    """The release of the SDK in a folder of its own, from the package index that pip is set up for."""
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, f"{_PACKAGE}=={version}"], check=True
    )
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def home_with(version: str, folder: Path) -> Path:
    """A Pulumi home in which the simulated provider also goes by the older version."""
    made = folder / "home"
    shutil.copytree(checkout().home, made, symlinks=True)
    plugins = made / "plugins"
    shutil.copytree(plugins / f"resource-azure-native-v{PINNED}", plugins / f"resource-azure-native-v{version}")
    return made


def deployed_by(version: str, folder: Path) -> dict[str, Any]:
    """The exported state of the stack, deployed with that release.

    Raises:
        AssertionError: `up` fails, or was run with another release.
    """
    Azure.open(folder / "world.sqlite", time_scale=0.0, seed=trace.SEED).close()
    deployment = Deployment(folder)
    deployment.environment |= {
        "PYTHONPATH": str(unpacked(version, folder)),
        "PULUMI_HOME": str(home_with(version, folder)),
    }
    deployment.up().must_pass()
    exported = json.loads(deployment.pulumi("stack", "export", "--stack", deployment.stack).must_pass().output)
    used = [each for each in exported["deployment"]["resources"] if each["type"] == "pulumi:providers:azure-native"]
    versions = [each["inputs"].get("version") for each in used]
    assert versions == [version], f"deployed with {versions}"
    return exported


def dump(exported: dict[str, Any]) -> str:
    """An exported state as it is kept: one line a resource."""
    deployment = exported["deployment"]
    resources = [
        json.dumps({key: value for key, value in each.items() if key not in _OF_THE_RUN}, separators=(",", ":"))
        for each in deployment["resources"]
    ]
    rest = {key: deployment[key] for key in ("secrets_providers", "metadata") if key in deployment}
    head = json.dumps({"version": exported["version"], "deployment": {**rest, "resources": []}})
    return head.replace('"resources": []', '"resources": [\n' + ",\n".join(resources) + "\n]") + "\n"


def load(version: str) -> dict[str, Any]:
    """A kept state, for `pulumi stack import`."""
    return json.loads((FOLDER / f"sandbox-{version}.json").read_text(encoding="utf-8"))


def main(version: str) -> int:
    """Keep the state of a release."""
    folder = Path(tempfile.mkdtemp(prefix="older-sdk-"))
    try:
        exported = deployed_by(version, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    FOLDER.mkdir(exist_ok=True)
    target = FOLDER / f"sandbox-{version}.json"
    target.write_text(dump(exported), encoding="utf-8")
    sys.stderr.write(f"{target.name}: {len(exported['deployment']['resources'])} resources\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
