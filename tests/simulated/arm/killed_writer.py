"""A process that is killed again and again while it writes: `python -m tests.simulated.arm.killed_writer WORLD SEED`.

For each line on its standard input it forks a writer, kills it with SIGKILL after a random moment, and answers with
the number of requests that the writer had seen answered. Forking spares the second that a new interpreter would take.
"""

import itertools
import os
import random
import signal
import sys
import time
from pathlib import Path

from simulated_azure.arm.azure import Azure

GROUP = "/subscriptions/5a4db0c5-0000-4000-8000-000000000001/resourceGroups/rg-test"
VERSION = "2024-05-01"
SUBNETS = 6
LONGEST = 0.06


def network(name: str) -> str:
    return f"{GROUP}/providers/Microsoft.Network/virtualNetworks/{name}"


def network_body() -> dict[str, object]:
    """A network that brings its subnets along: one request, many rows."""
    subnets = [
        {"name": f"s{number}", "properties": {"addressPrefix": f"10.0.{number}.0/24"}} for number in range(SUBNETS)
    ]
    return {
        "location": "swedencentral",
        "properties": {"addressSpace": {"addressPrefixes": ["10.0.0.0/16"]}, "subnets": subnets},
    }


def write_for_ever(world: Path, answered: int, rounds: int) -> None:
    azure = Azure.open(world, time_scale=0, seed="test")
    for number in itertools.count():
        name = network(f"vnet-{rounds}-{number}")
        azure.begin_put(name, network_body(), api_version=VERSION)
        os.write(answered, b".")
        if number % 3 == 2:
            azure.begin_delete(name, api_version=VERSION)
            os.write(answered, b".")


def one_round(world: Path, chance: random.Random, rounds: int) -> int:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        write_for_ever(world, writing, rounds)
    os.close(writing)
    first = os.read(reading, 1)  # so that the moment falls into the writing
    time.sleep(chance.uniform(0, LONGEST))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    count = len(first)
    while chunk := os.read(reading, 65_536):
        count += len(chunk)
    os.close(reading)
    return count


if __name__ == "__main__":
    path, random_moments = Path(sys.argv[1]), random.Random(sys.argv[2])  # noqa: S311 - moments, not secrets
    for index, _ in enumerate(sys.stdin):
        sys.stdout.write(f"{one_round(path, random_moments, index)}\n")
        sys.stdout.flush()
