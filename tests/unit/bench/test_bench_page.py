"""The page of benchmarks is made of the stored results, and they keep the limits that we state."""

import json

import pytest

from tests.bench import simulator
from tests.bench.__main__ import PAGE, RESULTS, SECTIONS, main, page


def stored(section: str) -> dict:
    return json.loads((RESULTS / f"{section}.json").read_text(encoding="utf-8"))["results"]


def test_the_page_is_made_of_the_stored_results():
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_stored_result_belongs_to_a_section():
    assert {path.stem for path in RESULTS.glob("*.json")} <= set(SECTIONS)


def test_the_simulated_azure_keeps_its_limits():
    found = stored("simulator")
    costs = found["sandbox"]
    assert costs["simulated Azure"]["seconds"] <= simulator.LIMIT * costs["provider that does nothing"]["seconds"]
    assert set(found) == {"sandbox", "1,000 resources", "world"}
    assert found["world"]["resources"] > 10_000
    assert found["world"]["megabytes"] < simulator.MEGABYTES


def test_an_unknown_section_is_named_with_those_that_exist(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        main(["simulater"])
    assert f"no section simulater; there are {', '.join(SECTIONS)}" in capsys.readouterr().err
