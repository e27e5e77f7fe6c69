"""A sample of `make mutation` in every run, and what keeps its lists honest."""

import re
import zlib

import pytest

from assurance.arm import shapes
from tests.mutation import mutants, report, score, worlds
from tests.mutation.mutants import MISSING, Row
from tests.mutation.report import Judged
from tests.mutation.sdk_types import misfits

pytestmark = pytest.mark.thorough

ROWS = mutants.rows()
SAMPLE = 4
"""Per cent of the mutants."""


@pytest.fixture(scope="module")
def landscape():
    return worlds.landscape_world()


def test_rows_fit_the_types_of_the_sdk(landscape):
    """All rows are checked by `make mutation`; here those of two types, whose classes load fast."""
    light = [row for row in ROWS if row.arm_type.startswith(("Microsoft.KeyVault/", "Microsoft.Search/"))]
    assert len(light) > 15
    assert list(misfits(light, landscape)) == []
    wrong = [
        Row("Microsoft.Search/searchServices", "properties.publicAccess", ["learn:x"], insecure=["enabled"]),
        Row("Microsoft.KeyVault/vaults", "properties.networkAcls.defaultAction", ["learn:x"], insecure=[True]),
        Row("Microsoft.Nowhere/things", "properties.x", ["learn:x"], absent=True),
    ]
    assert len(list(misfits(wrong, landscape))) == 3


def test_every_row_has_a_source_outside_this_project():
    form = r"CKV2?_AZURE_\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|ALZ:[\w-]+|Azure(\.\w+){2,3}|learn:[\w/.-]+"
    for row in ROWS:
        assert row.sources, row
        assert all(re.fullmatch(form, source) for source in row.sources), row
        assert row.bad or row.append or row.absent, row


def test_every_row_makes_a_mutant(landscape):
    made = {(mutant.path, worlds.kind_of(mutant.target)) for mutant in mutants.of_world(landscape)}
    paths_made = {(re.sub(r"\[\d+\]", "[]", path), kind.casefold()) for path, kind in made}
    assert [row for row in ROWS if (row.path, row.arm_type.casefold()) not in paths_made] == []


def test_a_mutant_changes_its_property_and_nothing_else(landscape):
    for mutant in mutants.of_world(landscape):
        if mutant.changed is None:
            assert mutant.target.urn in mutant.removed
            continue
        before = shapes.body(worlds.kind_of(mutant.target), mutant.target.inputs)
        assert shapes.body(worlds.kind_of(mutant.target), mutant.changed.inputs) != before
        head = str(mutant.way[0])
        assert {key: value for key, value in mutant.changed.inputs.items() if key != head} == {
            key: value for key, value in mutant.target.inputs.items() if key != head
        }
    assert MISSING not in [value for item in landscape.resources.values() for value in item.inputs.values()]


def test_a_sample_of_the_mutants_is_caught(landscape):
    """The whole run is `make mutation`: each survivor of it has a reason."""
    outcomes = score.run(landscape, only=lambda mutant: zlib.crc32(mutant.label.encode()) % 100 < SAMPLE)
    known = report.reasons()
    missed = [item.mutant.label for item in outcomes if not item.caught and not report.reason(item.mutant.label, known)]
    assert len(outcomes) > 25
    assert missed == []


def test_one_setting_that_cannot_be_followed_hides_no_missing_one():
    """Before deployment one that comes from a storage account's id may be on its blob service, if it sends logs."""
    removed = score.run(
        worlds.stack_world("sandbox"),
        only=lambda mutant: mutant.operator == "remove" and "diagnosticSettings" in worlds.kind_of(mutant.target),
    )
    assert len(removed) > 8
    missed = {item.mutant.target.urn.rpartition("::")[2] for item in removed if not item.caught}
    assert missed == {"artifact-store-diagnostics"}


def test_an_unknown_value_is_caught_only_where_its_bad_value_would_be_stopped(landscape):
    outcomes = score.run(
        landscape, only=lambda mutant: mutant.target.urn.endswith("::storage") and mutant.path.startswith("sku.")
    )
    assert {(item.mutant.operator, item.caught, item.answer.stops) for item in outcomes} == {
        ("weaken", True, False),  # of low severity: reported
        ("unknown", False, False),
    }


def test_a_row_is_about_the_elements_that_it_names(landscape):
    made = {
        (mutant.operator, mutant.path)
        for mutant in mutants.of_world(landscape)
        if mutant.target.urn.endswith("::guardrail") and "[14]" in mutant.path
    }
    path = "properties.contentFilters[14]"
    assert ("weaken", f"{path}.action") in made
    assert not {("drop", path), ("weaken", f"{path}.severityThreshold")} & made  # no prompt, and not graded


def test_the_page_counts_what_was_judged(landscape):
    outcomes = score.run(landscape, only=lambda mutant: "::hsm" in mutant.target.urn)
    page = report.page([Judged(outcome, ("CKV_AZURE_1",)) for outcome in outcomes], "0.0.0")
    assert f"| **all** | {len(outcomes)} |" in page
    assert f"{len(outcomes)} (100.0 %)" in page
