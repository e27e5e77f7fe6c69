"""The examples for others: a program that knows nothing of this project, curl, and Microsoft's clients."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.engine.harness import ROOT, Deployment
from tests.simulated.rest.test_https import start

EXAMPLES = ROOT / "examples"


def printed(server: subprocess.Popen[str]) -> dict[str, str]:
    """The variables of the examples, from what `serve` prints."""
    assert server.stdout is not None
    lines = [server.stdout.readline().split() for _ in range(5)]
    return {"AZURE_ENDPOINT": lines[2][1], "AZURE_SUBSCRIPTION_ID": lines[3][1], "AZURE_CA": lines[4][1]}


def run(variables: dict[str, str], *command: str) -> str:
    done = subprocess.run(command, env={**os.environ, **variables}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_foreign_program_and_plain_clients_share_a_world(tmp_path: Path) -> None:
    program = tmp_path / "program"
    shutil.copytree(EXAMPLES / "photo_archive", program)
    project = (program / "Pulumi.yaml").read_text()
    options = f"runtime:\n  name: python\n  options:\n    toolchain: pip\n    virtualenv: {ROOT / '.venv'}\n"
    (program / "Pulumi.yaml").write_text(project.replace("runtime: python\n", options))
    deployment = Deployment(tmp_path, program=program)
    deployment.pulumi("config", "set", "azure-native:location", "westeurope").must_pass()
    deployment.up().must_pass()
    deployment.preview("--expect-no-changes").must_pass()
    account = deployment.outputs()["account"]
    with start(tmp_path, "--port", "0") as server:
        try:
            variables = printed(server)
            inventory = run(variables, sys.executable, str(EXAMPLES / "clients" / "inventory.py"))
            assert f"{account} in westeurope" in inventory
            assert "1 microsoft.operationalinsights/workspaces" in inventory
            assert '"name": "archive' in run(variables, "sh", str(EXAMPLES / "clients" / "groups.sh"))
        finally:
            server.terminate()
    deployment.destroy().must_pass()
    assert deployment.world() == []
