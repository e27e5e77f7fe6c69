import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from simulated_azure.arm.azure import Azure
from simulated_azure.arm.bodies import drop_path, fill, merge, read_path, same_value, write_path
from simulated_azure.arm.requests import patched
from simulated_azure.arm.world import references
from tests.simulated.site import API_VERSION, REGION, Site

ROOT = Path(__file__).resolve().parents[3]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(min_size=1, max_size=4), inner, max_size=3),
    max_leaves=8,
)
BODIES = st.dictionaries(st.text(min_size=1, max_size=4), VALUES, max_size=4)
NSG = "Microsoft.Network/networkSecurityGroups"


@settings(max_examples=40, deadline=None)
@given(BODIES)
def test_any_body_reads_back_as_it_was_written(tmp_path_factory: Any, tags: dict[str, Any]) -> None:
    site = Site(tmp_path_factory.mktemp("world") / "world.sqlite")
    found = site.put(site.resource("Microsoft.Unmodelled/things", "a"), {"location": REGION, "properties": {"x": tags}})
    assert found["properties"]["x"] == tags
    site.azure.close()


@given(BODIES, BODIES)
def test_merging_lets_the_second_win_and_filling_the_first(base: dict[str, Any], over: dict[str, Any]) -> None:
    merged = merge(merge({}, base), over)
    filled = fill(merge({}, base), over)
    assert set(merged) == set(filled) == base.keys() | over.keys()
    assert all(merged[key] == over[key] for key in over if not isinstance(over[key], dict))
    assert all(filled[key] == base[key] for key in base if base[key] is not None and not isinstance(base[key], dict))
    assert merge(merge({}, merged), over) == merged


@given(BODIES, VALUES)
def test_paths(body: dict[str, Any], value: Any) -> None:
    write_path(body, "new-key.inner", value)
    assert read_path(body, "new-key.inner") == value
    drop_path(body, "new-key.inner")
    assert read_path(body, "new-key.inner") is None


def test_paths_into_lists() -> None:
    body = {"list": [{"a": 1, "b": 2}, {"a": 3}], "other": 1}
    drop_path(body, "list[].a")
    assert body == {"list": [{"b": 2}, {}], "other": 1}
    assert read_path(body, "other.deeper") is None


def test_null_in_a_patch_removes() -> None:
    assert patched({"a": {"b": 1, "c": 2}, "d": 3}, {"a": {"b": None}, "d": None, "e": 4}) == {"a": {"c": 2}, "e": 4}


@given(VALUES)
def test_a_value_equals_itself_whatever_the_case(value: Any) -> None:
    assert same_value(value, json.loads(json.dumps(value)))


def test_values_that_differ() -> None:
    assert same_value({"a": ["X/"]}, {"a": ["x"]})
    assert not same_value({"a": 1}, {"b": 1})
    assert not same_value([1], [1, 2])


def test_references_are_found_in_values_keys_and_lists() -> None:
    body = {"a": [{"id": "/subscriptions/S/x"}], "/subscriptions/s/KEY": {}, "b": "/apis/x"}
    assert references(body) == {"/subscriptions/s/x", "/subscriptions/s/key"}


WRITER = """
import sys
from pathlib import Path
from simulated_azure.arm.azure import Azure
azure = Azure.open(Path(sys.argv[1]), time_scale=0, seed="test")
for number in range(int(sys.argv[3])):
    name = f"{sys.argv[4]}/providers/Microsoft.Network/networkSecurityGroups/{sys.argv[2]}-{number}"
    azure.begin_put(name, {"location": "swedencentral"}, api_version="2024-05-01")
    print(number, flush=True)
"""


def writer(path: Path, name: str, count: int, group: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(count), group],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_processes_write_one_world(tmp_path: Path) -> None:
    path = tmp_path / "world.sqlite"
    site = Site(path)
    running = [writer(path, name, 60, site.group) for name in ("a", "b")]
    assert [process.wait(60) for process in running] == [0, 0]
    for process in running:
        process.communicate()
    assert len([item for item in site.azure.resources() if item["type"] == NSG]) == 120


def test_what_was_answered_survives_kill_9(tmp_path: Path) -> None:
    path = tmp_path / "world.sqlite"
    site = Site(path)
    process = writer(path, "a", 100_000, site.group)
    assert process.stdout is not None
    answered = 0
    while answered < 25:
        answered = int(process.stdout.readline()) + 1
    process.send_signal(signal.SIGKILL)
    rest = process.communicate()[0].split()
    answered = int(rest[-1]) + 1 if rest else answered
    found = len([item for item in site.azure.resources() if item["type"] == NSG])
    # The last write may have been stored without its answer: never the other way round.
    assert answered <= found <= answered + 1
    site.security_group("after")


def test_an_operation_outlives_the_process_that_began_it(tmp_path: Path) -> None:
    path = tmp_path / "world.sqlite"
    first = Site(path, time_scale=0.01)
    nsg = first.resource(NSG, "n")
    operation = first.azure.begin_put(nsg, {"location": REGION}, api_version=API_VERSION)
    first.azure.close()
    second = Site(path, time_scale=0.01)
    assert second.get(nsg)["properties"]["provisioningState"] in {"Creating", "Succeeded"}
    second.wait(operation.id)
    assert second.get(nsg)["properties"]["provisioningState"] == "Succeeded"


def test_old_operations_are_forgotten_when_the_world_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "world.sqlite"
    first = Site(path)
    operation = first.azure.begin_put(first.resource(NSG, "n"), {"location": REGION}, api_version=API_VERSION)
    first.wait(operation.id)
    first.azure.close()
    later = time.time() + 2 * 86_400
    second = Site(path)
    second.azure = Azure.open(path, time_scale=0.0, now=lambda: later)
    with second.refused("OperationNotFound"):
        second.azure.poll(operation.id)
    assert second.exists(second.resource(NSG, "n"))


def test_ten_thousand_resources_are_no_burden(tmp_path: Path) -> None:
    site = Site(tmp_path / "world.sqlite")
    rows = [
        (f"{site.group}/x/{n}".lower(), f"{site.group}/providers/Microsoft.X/things/t{n}", "microsoft.x/things", f"t{n}",
         site.group.lower(), site.group.lower(), "{}", "2024-01-01", 1, 1, 0.0, 0.0, 0)
        for n in range(10_000)
    ]  # fmt: skip
    with site.azure._store.transaction() as connection:  # pyright: ignore[reportPrivateUsage]
        connection.executemany("INSERT INTO resources VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    started = time.perf_counter()
    for number in range(50):
        site.security_group(f"n-{number}")
    assert (time.perf_counter() - started) / 50 < 0.05
