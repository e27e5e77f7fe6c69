"""What complies is left alone: the stacks of this repository, and ten programs written plainly with azure-native."""

import pytest

from components._base import fast_aliases
from tests.mutation import worlds
from tests.mutation.pack import Judge
from tests.policy.programs import ai, hosts, stores

pytestmark = pytest.mark.thorough

PROGRAMS = {**ai.PROGRAMS, **hosts.PROGRAMS, **stores.PROGRAMS}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_compliant_program_breaks_no_rule(name):
    def program():
        fast_aliases()
        PROGRAMS[name]()

    resources = worlds.registered(program, "program")
    world = worlds.World(name, {item.urn: item for item in resources})
    assert len(world.resources) > 30
    assert Judge(world).violations == []


@pytest.mark.parametrize("name", worlds.stacks())
def test_no_stack_of_this_repository_is_stopped(name):
    assert Judge(worlds.stack_world(name)).stopping == []
