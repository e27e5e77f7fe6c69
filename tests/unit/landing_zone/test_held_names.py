"""What belongs to a stack in soft delete is known by its names, whatever the incarnation."""

import io
import json

import pytest

from landing_zone import held_names
from landing_zone.naming import Namer
from tests.unit.landing_zone.samples import PROVIDER, configuration, settings


def test_every_held_name_of_every_incarnation_and_no_other():
    found = list(held_names.held_names(configuration()))
    assert len(found) == 4 * 99
    assert len({(name.type, name.name) for name in found}) == len(found)
    by = {(name.type, name.incarnation): name.name for name in found}
    assert by["Microsoft.KeyVault/vaults", 1] == Namer(configuration()).name("vault")
    third = configuration("naming: {incarnation: 3}")
    assert by["Microsoft.CognitiveServices/accounts", 3] == Namer(third).name("foundry")
    assert [name.name for name in held_names.held_names(third)] == [name.name for name in found]


def test_names_are_printed_for_the_toolchain(monkeypatch, capsys):
    asked = {"stack": "test", "settings": settings(), "provider": PROVIDER}
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(asked)))
    assert held_names.main() == 0
    printed = json.loads(capsys.readouterr().out)
    assert {
        "type": "Microsoft.KeyVault/vaults",
        "name": Namer(configuration()).name("vault"),
        "incarnation": 1,
    } in printed


def test_a_wrong_configuration_is_told_without_a_traceback(monkeypatch, capsys):
    asked = {"stack": "test", "settings": settings("naming: {workload: null}"), "provider": PROVIDER}
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(asked)))
    assert held_names.main() == 2
    assert "naming.workload" in capsys.readouterr().err


@pytest.mark.parametrize("incarnation", [1, 99])
def test_the_settings_allow_the_incarnations_that_are_looked_for(incarnation: int):
    assert configuration(f"naming: {{incarnation: {incarnation}}}").settings.naming.incarnation == incarnation
    assert held_names.MOST_INCARNATIONS == 99
