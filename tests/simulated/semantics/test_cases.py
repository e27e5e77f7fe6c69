"""Every rule of the simulated Azure refuses something and accepts something, by the cases beside this file."""

import pytest

from simulated_azure import services
from simulated_azure.arm.rules import REGISTRY
from tests.simulated.semantics import test_kernel_rules, test_network_steps, test_steps
from tests.simulated.semantics.kit import Case, cases, rules_in, run, samples

services.load()
SCENARIOS = range(31, 51)
# Proven beside the services: test_linked_access.py goes through every link, rest/test_questions.py through PATCH of tags,
# test_data_services.py through names that were deleted.
ELSEWHERE = {("links", kind) for kind in REGISTRY.links} | {
    ("check_linked", "*"), ("keys_of_a_foreign_workspace", "microsoft.insights/components"),
    ("changes_follow_their_operation", "microsoft.resources/tags"),
    ("name_is_released", "microsoft.storage/storageaccounts"),
}  # fmt: skip


def name_of(case: Case) -> str:
    return f"{case.sample}-{case.rule}-{case.code or 'accepted'}"


@pytest.mark.parametrize("case", cases(), ids=name_of)
def test_a_case(case: Case) -> None:
    error = run(case)
    if not case.code:
        assert error is None, error
        return
    assert error is not None, "accepted"
    assert error.code == case.code, error
    if case.rule in REGISTRY_NAMES and not case.late:
        wanted = "check_immutable" if case.rule == "immutable" else case.rule
        assert wanted in rules_in(error), f"{error} does not come from {case.rule}: {sorted(rules_in(error))}"


# Rules that refuse by themselves; the others are effects, which later requests run into.
REGISTRY_NAMES = {
    rule.name for rule in REGISTRY.rules if rule.phase in {"put", "delete", "update"} and rule.name != "soft_delete"
}


def type_of(sample: str) -> str:
    return str(samples()[sample]["type"]).lower()


def test_every_rule_has_a_case_that_breaks_it() -> None:
    broken = (
        {(case.rule, type_of(case.sample)) for case in cases() if case.code or case.rule == "ignored"}
        | test_steps.PROVEN
        | test_network_steps.PROVEN
        | test_kernel_rules.PROVEN
        | ELSEWHERE
    )
    missing = [
        f"{rule.name} of {rule.types}" for rule in REGISTRY.rules
        if not any((rule.name, kind.lower()) in broken for kind in rule.types)
    ]  # fmt: skip
    assert missing == []


def test_every_create_only_property_has_a_case() -> None:
    changed = {
        (type_of(case.sample), path) for case in cases() if case.rule in {"immutable", "ignored"} for path in case.set
    }
    every = {(kind, item.path) for kind, items in REGISTRY.immutable.items() for item in items}
    every |= {(kind, path) for kind, paths in REGISTRY.ignored.items() for path in paths}
    missing = [
        (kind, path) for kind, path in sorted(every)
        if not any((kind == found and f"{change}.".startswith(f"{path}.")) or (path.startswith(f"{change}.") and kind == found)
                   for found, change in changed)
    ]  # fmt: skip
    assert missing == []


def test_every_case_names_a_rule_of_its_type() -> None:
    known = {("check_name", type_of(sample)) for sample in samples()}
    known |= {(rule.name, kind.lower()) for rule in REGISTRY.rules for kind in rule.types}
    effects = {"link_agent_subnet", "keep_agent_subnet", "link_environment_subnet"}  # seen on the subnet, not the owner
    strange = [case for case in cases() if (case.rule, type_of(case.sample)) not in known and case.rule not in effects]
    assert [name_of(case) for case in strange] == []


def test_every_semantic_negative_is_covered() -> None:
    covered = {case.scenario for case in cases() if case.code} | test_steps.NEGATIVES | test_kernel_rules.NEGATIVES
    assert sorted(set(SCENARIOS) - covered) == []
