"""Whatever is wrong with a resource: a second round of fixes changes nothing, and no fix makes anything worse."""

import analyzers
import landscape
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ai_policies.kit.registry import all_rules
from ai_policies.kit.rule import ResourceRule, is_fixable
from ai_policies.kit.settings import Settings

pytestmark = pytest.mark.thorough

RULES = [rule for rule in all_rules() if isinstance(rule, ResourceRule)]
MENDED = {arm_type.casefold() for rule in RULES if is_fixable(rule) for arm_type in rule.types}
STACK = landscape.load(deployed=True)
NAMES = [name for name, item in STACK.items() if landscape.arm_type(item).casefold() in MENDED]
JUNK = st.recursive(
    st.sampled_from([None, True, False, 0, 7, -1, 443.0, "", "*", "Enabled", "Disabled", "None", landscape.UNKNOWN]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["name", "value", "enabled"]), inner, max_size=2)
    ),
    max_leaves=3,
)


def paths(value, prefix):
    """Every place inside a value where something can be put."""
    yield prefix
    if isinstance(value, dict):
        for key, inner in value.items():
            if "." not in key:
                yield from paths(inner, f"{prefix}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from paths(inner, f"{prefix}[{index}]")


PLACES = {name: [place for place in paths(STACK[name].inputs, name) if place != name] for name in NAMES}
DAMAGE = st.sampled_from(NAMES).flatmap(
    lambda name: st.tuples(
        st.just(name), st.lists(st.tuples(st.sampled_from(PLACES[name]), JUNK), min_size=1, max_size=3)
    )
)
MADE = analyzers.make("ours", RULES, settings=Settings(levels={"all": "remediate"}))


def violated(item):
    found = analyzers.analyze(MADE, [item], stack=False)
    assert [note.message for note in found if "the rule itself failed" in note.message] == []
    return {note.policyName for note in found if note.enforcementLevel == analyzers.proto.MANDATORY}


def damaged(name, damage):
    items = dict(STACK)
    # The innermost first: what an outer change takes away is gone only then.
    for place, value in sorted(dict(damage).items(), key=lambda change: len(change[0]), reverse=True):
        landscape.change(items, place, value)
    return items[name]


@settings(max_examples=600, deadline=None)
@given(DAMAGE)
def test_a_second_round_changes_nothing_and_nothing_gets_worse(damage):
    item = damaged(*damage)
    before = violated(item)
    mended, _ = analyzers.remediate(MADE, item)
    assert analyzers.remediate(MADE, mended)[1] == []
    assert violated(mended) <= before
