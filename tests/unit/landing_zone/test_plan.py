from collections import Counter
from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.azure_data import PRIVATE_LINK, ROLES
from landing_zone.expected import expected_resources
from landing_zone.grants import PART_OF_ROLE
from landing_zone.plan import make_plan
from landing_zone.zones import private_link_types, zones_in_use
from tests.unit.landing_zone.samples import configuration

PARTS = ("observability", "encryption", "artifact_store", "search", "foundry", "ai_gateway")


def with_parts(**parts):
    lines = [f"{name}: {{enabled: {str(on).lower()}}}" for name, on in parts.items()]
    return configuration("\n".join([*lines, "mcp_servers: null", "access: null"]))


@given(st.fixed_dictionaries({part: st.booleans() for part in PARTS}))
def test_any_combination_of_parts_has_a_plan_that_names_only_parts_that_are_on(parts):
    plan = make_plan(with_parts(**parts))
    part_of_endpoint = {
        "monitor": "observability",
        "vault": "encryption",
        "artifacts": "artifact_store",
        "search": "search",
        "foundry": "foundry",
    }
    assert set(plan.endpoints) == {name for name, part in part_of_endpoint.items() if parts[part]}
    assert {grant.part for grant in plan.grants} <= {part for part, on in parts.items() if on}
    assert {grant.identity for grant in plan.grants if grant.identity} <= set(plan.identities)
    assert {grant.service for grant in plan.grants if grant.service} <= {part for part, on in parts.items() if on}
    assert bool(plan.keys) == (parts["encryption"] and (parts["artifact_store"] or parts["foundry"] or parts["search"]))
    assert [subnet.kind for subnet in plan.subnets].count("private_endpoints") == 1


@given(st.fixed_dictionaries({part: st.booleans() for part in PARTS}), st.sampled_from(PARTS))
def test_switching_a_part_on_only_adds(parts, part):
    fewer = Counter(expected_resources(make_plan(with_parts(**{**parts, part: False}))))
    more = Counter(expected_resources(make_plan(with_parts(**{**parts, part: True}))))
    assert fewer <= more
    assert fewer != more


def test_switching_a_part_on_moves_no_subnet():
    def ranges(**parts):
        return {subnet.kind: subnet.cidr for subnet in make_plan(with_parts(**parts)).subnets}

    every = ranges()
    assert ranges(foundry=False).items() <= every.items()
    assert ranges(ai_gateway=False).items() <= every.items()


def test_every_private_endpoint_has_its_zones():
    used = configuration()
    wanted = {zone for arm_type, group in private_link_types(used) for zone in PRIVATE_LINK[arm_type][group]}
    assert set(zones_in_use(used)) == wanted
    assert len(wanted) == 10


def test_the_gateway_tier_decides_the_kind_of_its_subnet():
    kinds = {
        sku: make_plan(configuration(f"ai_gateway: {{sku: {sku}}}")).gateway_kind for sku in ("PremiumV2", "Premium")
    }
    assert kinds == {"PremiumV2": "api_management_v2", "Premium": "api_management_classic"}


def test_names_of_grants_are_unique():
    names = [grant.name for grant in make_plan(configuration()).grants]
    assert len(names) == len(set(names)) > 5


def test_grantable_roles_exist_and_give_no_right_to_grant():
    assert set(PART_OF_ROLE) <= set(ROLES)
    assert not {"Owner", "Contributor", "User Access Administrator"} & set(PART_OF_ROLE)


def test_tags_of_the_organisation_cannot_hide_ours():
    plan = make_plan(configuration("tags: {additional: {Team: a}}"))
    assert plan.tags["managed-by"] == "pulumi"
    assert plan.tags["Team"] == "a"


def test_a_plan_does_not_change():
    plan: Any = make_plan(configuration())
    with pytest.raises(FrozenInstanceError):
        plan.zones = ()
