import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landing_zone.naming import NAME_RULES, Namer
from landing_zone.regions import CLASS_A_AGENT_REGIONS, REGION_CODES
from tests.unit.landing_zone.samples import configuration

workloads = st.from_regex(r"[a-z][a-z0-9]{1,9}", fullmatch=True)
environments = st.from_regex(r"[a-z][a-z0-9]{1,7}", fullmatch=True)
instances = st.from_regex(r"[0-9]{3}", fullmatch=True)
purposes = st.sampled_from(["", "agents", "private-endpoints", "application-insights"])


def namer(workload="ai", environment="test", instance="001", incarnation=1, location="westeurope", stack="test"):
    naming = (
        f'{{workload: "{workload}", environment: "{environment}", instance: "{instance}", incarnation: {incarnation}}}'
    )
    return Namer(configuration(f"naming: {naming}", stack=stack, location=location))


@given(
    workload=workloads, environment=environments, instance=instances, purpose=purposes,
    incarnation=st.integers(1, 99), location=st.sampled_from(sorted(REGION_CODES)),
)  # fmt: skip
def test_every_name_is_accepted_by_azure(workload, environment, instance, purpose, incarnation, location):
    names = namer(workload, environment, instance, incarnation, location)
    for kind, rule in NAME_RULES.items():
        name = names.name(kind, purpose)
        assert len(name) <= rule.longest, (kind, name)
        assert re.fullmatch(rule.pattern, name), (kind, name)
        assert name.startswith(rule.abbreviation)


@given(first=st.tuples(workloads, environments, instances), second=st.tuples(workloads, environments, instances))
def test_different_settings_give_different_unique_names(first, second):
    one, other = namer(*first), namer(*second)
    for kind, rule in NAME_RULES.items():
        if rule.unique:
            assert (one.name(kind) == other.name(kind)) == (first == second)


@pytest.mark.parametrize("kind", [kind for kind, rule in NAME_RULES.items() if rule.held])
def test_a_new_incarnation_renames_what_soft_delete_holds(kind):
    assert namer(incarnation=2).name(kind) != namer(incarnation=1).name(kind)


@pytest.mark.parametrize("kind", [kind for kind, rule in NAME_RULES.items() if not rule.held])
def test_a_new_incarnation_keeps_all_other_names(kind):
    assert namer(incarnation=2).name(kind) == namer(incarnation=1).name(kind)


def test_stacks_and_subscriptions_do_not_share_unique_names():
    other = "5a4db0c5-0000-4000-8000-000000000002"
    names = {
        namer(stack="one").name("vault"),
        namer(stack="two").name("vault"),
        Namer(configuration("naming: {workload: ai, environment: test}", stack="one", subscriptionId=other)).name(
            "vault"
        ),
    }
    assert len(names) == 3


def test_names_are_frozen():
    """A change of these would rename, and so replace, what is deployed."""
    names = namer()
    assert names.name("resource_group", "network") == "rg-network-ai-test-we-001"
    assert names.name("vault") == "kv-ai-test-we-001-" + names.name("vault")[-5:]
    assert names.name("storage_account") == "staitestwe001" + names.name("storage_account")[-5:]
    assert names.name("workspace") == "log-ai-test-we-001"


def test_region_codes_are_unique_and_cover_the_agent_regions():
    assert len(set(REGION_CODES.values())) == len(REGION_CODES)
    assert set(REGION_CODES) >= CLASS_A_AGENT_REGIONS
