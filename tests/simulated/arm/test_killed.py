"""kill -9 at any instant: what was answered is there, and no request is half there."""

import json
import os
import random
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from simulated_azure.arm.world import references
from tests.simulated.arm.killed_writer import SUBNETS
from tests.simulated.site import Site

ROOT = Path(__file__).resolve().parents[3]
ROUNDS = int(os.environ.get("KILLED_ROUNDS", "10"))
"""How often the writer is killed. `KILLED_ROUNDS=2000 pytest tests/simulated/arm/test_killed.py` takes minutes."""


def half_applied(connection: sqlite3.Connection) -> list[str]:
    """Traces of requests of which only a part was stored."""
    rows = connection.execute("SELECT key, container_key, type_key, body FROM resources").fetchall()
    keys, inside = {row[0] for row in rows}, Counter(row[1] for row in rows)
    refs = {(row[0], row[1]) for row in connection.execute("SELECT source_key, target_key FROM refs")}
    wanted = {(key, target) for key, _, _, body in rows for target in references(json.loads(body)) if target != key}
    found = [f"reference {each}" for each in refs ^ wanted]
    for key, container, type_key, _ in rows:
        if type_key.endswith("/subnets") and container not in keys:
            found.append(f"orphan {key}")
        if type_key.endswith("/virtualnetworks"):
            found += [f"{key} has {inside[key]} subnets"] if inside[key] != SUBNETS else []
    begun = {row[0] for row in connection.execute("SELECT key FROM operations")}
    found += [f"no operation made {key}" for key in keys - begun if "/subnets/" not in key]
    lost = "SELECT COUNT(*) FROM guards WHERE operation_id NOT IN (SELECT id FROM operations)"
    return found + ["guards without an operation"] * bool(connection.execute(lost).fetchone()[0])


@pytest.mark.thorough
def test_a_killed_writer_leaves_whole_requests(tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10**6)
    path = tmp_path / "world.sqlite"
    Site(path).azure.close()
    command = [sys.executable, "-m", "tests.simulated.arm.killed_writer", str(path), str(seed)]
    answered = 0
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as killer:
        assert killer.stdin is not None
        assert killer.stdout is not None
        for _ in range(ROUNDS):
            killer.stdin.write("\n")
            killer.stdin.flush()
            answered += int(killer.stdout.readline())
            connection = sqlite3.connect(path)
            assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            assert half_applied(connection) == [], f"seed {seed}"
            begun = connection.execute("SELECT COUNT(*) FROM operations WHERE key LIKE '%virtualnetworks/vnet%'"
                                       " AND key NOT LIKE '%/subnets/%'").fetchone()[0]  # fmt: skip
            assert begun >= answered, f"seed {seed}: {answered} requests were answered, {begun} are there"
            connection.close()
        killer.stdin.close()
    assert killer.returncode == 0
