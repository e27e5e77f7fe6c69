"""The simulator's own tables against those that the program is generated from: one wrong fact must not pass everywhere."""

from components.azure_data import DIAGNOSTIC_TYPES, PRIVATE_LINK, ROLES
from simulated_azure.arm.built_in_roles import BUILT_IN_ROLES
from simulated_azure.services.insights.diagnostic_settings import OFFERS, WITHOUT
from simulated_azure.services.private_link import GROUPS


def test_roles_of_one_name_have_one_guid() -> None:
    shared = ROLES.keys() & BUILT_IN_ROLES.keys()
    assert len(shared) > 15
    assert {name: ROLES[name] for name in shared} == {name: BUILT_IN_ROLES[name] for name in shared}


def test_every_role_of_the_program_is_known() -> None:
    assert sorted(name for name, guid in ROLES.items() if guid not in BUILT_IN_ROLES.values()) == []


def test_private_link_groups() -> None:
    ours = {arm_type.lower(): {group.lower() for group in groups} for arm_type, groups in PRIVATE_LINK.items()}
    shared = ours.keys() & GROUPS.keys()
    assert len(shared) > 6
    for arm_type in shared:
        assert ours[arm_type] <= {group.lower() for group in GROUPS[arm_type]}, arm_type


def test_types_with_diagnostic_settings() -> None:
    program = {arm_type.lower() for arm_type in DIAGNOSTIC_TYPES}
    assert len(program & OFFERS.keys()) > 8
    assert program & WITHOUT == set()
