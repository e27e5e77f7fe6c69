from ipaddress import IPv4Network
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landing_zone.settings.sections.network import NetworkSettings
from landing_zone.subnets import PURPOSES, SubnetsDoNotFit, address_plan

SPACE = IPv4Network("192.168.0.0/21")


def network(space=SPACE, **subnets):
    return NetworkSettings.model_validate({"address_space": space, "subnets": subnets})


@given(
    prefixes=st.fixed_dictionaries({name: st.integers(20, 29) for name in PURPOSES}), space=st.integers(16, 24),
)  # fmt: skip
def test_a_plan_lies_inside_without_overlap_or_says_that_it_does_not_fit(prefixes, space):
    room = IPv4Network(f"10.0.0.0/{space}")
    settings = network(room, **{name: {"prefix_length": prefix} for name, prefix in prefixes.items()})
    needed = sum(2 ** (32 - prefix) for prefix in prefixes.values())
    if needed > room.num_addresses:
        with pytest.raises(SubnetsDoNotFit):
            address_plan(settings)
        return
    plan = address_plan(settings)
    assert {name: cidr.prefixlen for name, cidr in plan.items()} == prefixes
    assert all(cidr.subnet_of(room) for cidr in plan.values())
    assert not any(one.overlaps(other) for one, other in combinations(plan.values(), 2))


@given(data=st.data())
def test_planned_ranges_avoid_the_explicit_one(data):
    fixed = data.draw(st.sampled_from(list(SPACE.subnets(new_prefix=26))))
    plan = address_plan(network(private_endpoints={"cidr": str(fixed)}))
    assert plan["private_endpoints"] == fixed
    assert not any(one.overlaps(other) for one, other in combinations(plan.values(), 2))


def test_a_brought_subnet_takes_no_room():
    subnet = "/subscriptions/5a4db0c5-0000-4000-8000-000000000001/resourceGroups/r/providers/Microsoft.Network/virtualNetworks/v/subnets/s"
    assert "agents" not in address_plan(network(agents={"existing_id": subnet}))
