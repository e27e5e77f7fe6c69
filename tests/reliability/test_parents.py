"""Parents that no stack has: their children pass one after the other, and without that order they are refused.

Scenarios 9, 11 and 12 replay the program in `parents/` as it is; here its order is taken away.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reliability import inprocess, record, session, trace
from tests.reliability.plans import Trial

pytestmark = pytest.mark.thorough
PROGRAM = record.PARENTS.name
FAMILIES = {
    "cosmos": ("azure-native:cosmosdb:", "PreconditionFailed"),
    "search": ("azure-native:search:SharedPrivateLinkResource", "Conflict"),
    # The provider tries this one again and again, so that nothing fails: the overlap itself has to be seen.
    "policy": ("azure-native:network:FirewallPolicyRuleCollectionGroup", "AnotherOperationInProgress"),
}


def without_order(kind: str) -> list[trace.Step]:
    """The program, its resources of a kind not waiting for each other, except for the one role that others name."""
    steps = trace.load(trace.path_of(PROGRAM))
    family = {step.urn for step in steps if step.token.startswith(kind)}
    kept = {step.urn for step in steps if step.name in {"cosmos", "cosmos-reader"}}
    return [
        replace(step, needs=tuple(urn for urn in step.needs if urn in kept or urn not in family))
        if step.urn in family
        else step
        for step in steps
    ]


@pytest.mark.parametrize("family", FAMILIES)
def test_children_of_one_parent_are_written_one_after_the_other(family: str) -> None:
    clean = inprocess.target(PROGRAM)
    kind, code = FAMILIES[family]
    for command in ("up", "destroy"):
        assert session.attempt(clean, Trial(0, command, 64, ()), once=True) == ""
    unordered = replace(clean, program=without_order(kind), sound=set())
    assert code in session.attempt(unordered, Trial(0, "up", 64, ()), once=True)
