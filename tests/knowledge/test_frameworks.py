"""knowledge/frameworks: complete, and in agreement with the catalogue in both directions."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge import frameworks
from knowledge.catalogue import CatalogueError, controls
from knowledge.frameworks import FOLDER, helping, requirements_of, tokens

FRAMEWORKS = frameworks.frameworks()
# Counted in the frameworks themselves: a file with fewer is not complete.
SIZES = {
    "caf-secure-ai": 20,
    "mcsb-v2": 92,
    "mitre-atlas": 35,
    "nist-ai-rmf": 72,
    "owasp-agentic-2026": 10,
    "owasp-llm-2025": 10,
    "owasp-llm-2026": 10,
    "owasp-mcp-2025": 10,
}


def test_each_framework_is_complete() -> None:
    assert {id_: len(framework.requirements) for id_, framework in FRAMEWORKS.items()} == SIZES


def test_numbers_have_no_gaps() -> None:
    assert [item.id for item in FRAMEWORKS["mitre-atlas"].requirements] == [f"AML.M{number:04}" for number in range(35)]
    rmf = [item.id.split() for item in FRAMEWORKS["nist-ai-rmf"].requirements]
    sizes = {function: sum(name == function for name, _ in rmf) for function in ("GOVERN", "MAP", "MEASURE", "MANAGE")}
    assert sizes == {"GOVERN": 19, "MAP": 18, "MEASURE": 22, "MANAGE": 13}
    for framework in ("owasp-llm-2025", "owasp-llm-2026"):
        year = framework[-4:]
        assert [item.id for item in FRAMEWORKS[framework].requirements] == [f"LLM{n:02}:{year}" for n in range(1, 11)]


def test_a_requirement_has_controls_or_says_why_not() -> None:
    requirements = [item for framework in FRAMEWORKS.values() for item in framework.requirements]
    assert [item.id for item in requirements if bool(helping(item)) is not (item.unautomated is None)] == []


def test_every_id_that_a_control_names_exists() -> None:
    known = {item.id for framework in FRAMEWORKS.values() for item in framework.requirements}
    known |= set(FRAMEWORKS["mitre-atlas"].techniques)
    named = {token for control in controls() for token in tokens(control)}
    assert {token for token in named if not token.startswith(("caf:", "file:"))} - known == set()


def test_the_techniques_listed_are_those_that_controls_name() -> None:
    named = {id_ for control in controls().values() for id_ in control.mappings.atlas if id_.startswith("AML.T")}
    assert set(FRAMEWORKS["mitre-atlas"].techniques) == named


def test_every_row_of_the_catalogue_is_a_row_of_the_process() -> None:
    matched = {match for item in FRAMEWORKS["caf-secure-ai"].requirements for match in item.matches}
    assert {f"caf:{control.mappings.caf_row}" for control in controls().values()} <= matched


def test_the_crosswalk_between_the_editions_is_one_to_one() -> None:
    crosswalk = [match for item in FRAMEWORKS["owasp-llm-2026"].requirements for match in item.matches]
    assert sorted(crosswalk) == sorted(item.id for item in FRAMEWORKS["owasp-llm-2025"].requirements)


def test_a_control_finds_its_requirements() -> None:
    assert requirements_of("AIS-001")["owasp-llm-2026"] == ["LLM02:2026"]
    assert requirements_of("AIS-001")["caf-secure-ai"] == ["P3"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("id: owasp-mcp-2025", "id: other"), "the id must be the file's name"),
        (("id: MCP02", "id: MCP01"), "no requirement may repeat \\['MCP01'\\]"),
        (("title: Tool Poisoning", "name: Tool Poisoning"), "requirements.2.title: Field required"),
        (("source: https", "source: http"), "source: String should match pattern"),
    ],
)
def test_a_malformed_framework_is_refused(tmp_path: Path, change: tuple[str, str], expected: str) -> None:
    file = tmp_path / "owasp-mcp-2025.yaml"
    file.write_text((FOLDER / file.name).read_text().replace(*change))
    with pytest.raises(CatalogueError, match=expected):
        frameworks.load(file)
