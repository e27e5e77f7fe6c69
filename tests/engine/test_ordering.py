"""The real engine at `--parallel 64` with scaled durations: nothing overlaps, on the way up and on the way down."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from simulated_azure.arm.azure import Azure
from simulated_azure.ordering.writes import Write, from_state, overlaps
from tests.engine.harness import Deployment, toolchain
from tests.proof.stack_writes import stack_writes

SCALE = 0.01
"""The shortest write lasts 0.12 s, the longest 9 s: far longer than the engine needs for its next step."""


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    made = Deployment(tmp_path_factory.mktemp("ordering"), time_scale=SCALE)
    made.up("--parallel", "64").must_pass()
    return made


@pytest.fixture(scope="module")
def writes(deployment: Deployment) -> list[Write]:
    return from_state(deployment.state())


def operations(deployment: Deployment, kind: str) -> list[dict[str, Any]]:
    azure = Azure.open(deployment.world_file, time_scale=SCALE)
    try:
        return [item for item in azure.operations() if item["kind"] == kind]
    finally:
        azure.close()


def most_at_once(found: list[dict[str, Any]], writes: list[Write]) -> tuple[int, Counter[str]]:
    """How many operations ran at once, and how many for each guard."""
    takes = {write.id.key: write.takes for write in writes}
    changes: list[tuple[float, int, str]] = []
    for item in found:
        changes += [(item["startedAt"], 1, item["id"].lower()), (item["endsAt"], -1, item["id"].lower())]
    running, held, most, peak = 0, Counter[str](), Counter[str](), 0
    for _, change, key in sorted(changes):
        running += change
        peak = max(peak, running)
        for guard in takes.get(key, ()):
            held[guard] += change
            most[guard] = max(most[guard], held[guard])
    return peak, most


def exclusive(most: Counter[str]) -> Counter[str]:
    return Counter({guard: count for guard, count in most.items() if not guard.startswith("attached to")})


def test_the_exported_state_is_totally_ordered_under_each_parent(writes: list[Write]) -> None:
    assert len(writes) > 100
    assert list(map(str, overlaps(writes))) == []


def test_the_engine_records_the_order_that_was_judged_edge_by_edge(writes: list[Write]) -> None:
    """`make edges` works on the program against a mock engine: the real one must have got the same dependencies."""
    recorded = {write.name.rsplit("::", 1)[-1]: write for write in writes}
    known = set(recorded)
    for judged in stack_writes("sandbox"):
        dependencies = {urn.rsplit("::", 1)[-1] for urn in recorded[judged.name].depends_on}
        assert dependencies & known == judged.depends_on & known, judged.name


def test_nothing_overlapped_on_the_way_up(deployment: Deployment, writes: list[Write]) -> None:
    peak, most = most_at_once(operations(deployment, "create"), writes)
    assert peak >= 8
    assert len(exclusive(most)) >= 5
    assert set(exclusive(most).values()) == {1}, most
    assert deployment.azure("overlaps").must_pass().output.endswith("\n0 overlapping writes\n")


def test_nothing_overlaps_on_the_way_down(deployment: Deployment, writes: list[Write]) -> None:
    deployment.environment["SIMULATED_AZURE_TIME_SCALE"] = str(SCALE / 3)
    config = ("--config-file", str(deployment.config_file))
    toolchain(deployment, "destroy", "--skip-preview", "--parallel", "64", *config).must_pass()
    peak, most = most_at_once(operations(deployment, "delete"), writes)
    assert peak >= 4
    assert set(exclusive(most).values()) == {1}, most
    assert deployment.azure("overlaps").must_pass().output.endswith("\n0 overlapping writes\n")
    assert deployment.world() == []
