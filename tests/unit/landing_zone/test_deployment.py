import pulumi
import pytest

from landing_zone.deployment import ERROR_SHOWN, deploy
from landing_zone.settings.load import load
from tests.unit.components.harness import deploy as run
from tests.unit.landing_zone.samples import PROVIDER

CONFIG = {f"azure-native:{key}": value for key, value in PROVIDER.items()}


def test_a_wrong_configuration_ends_the_program_with_one_message_and_no_resource(monkeypatch):
    shown = []
    monkeypatch.setattr(pulumi.log, "error", shown.append)
    with pytest.raises(SystemExit) as ended:
        run(deploy, config={**CONFIG, "ai-landing-zone:settings": '{"naming": {"workload": "AI"}}'})
    assert ended.value.code == ERROR_SHOWN
    assert len(shown) == 1
    assert "naming.workload = 'AI'" in shown[0]


def test_the_configuration_is_read_from_the_stack():
    settings = '{"naming": {"workload": "ai", "environment": "test"}, "tags": {"owner": "a", "cost_center": "b"}}'
    found = run(load, config={**CONFIG, "ai-landing-zone:settings": settings}).result
    assert (found.stack, found.target.location, found.settings.naming.instance) == ("test", "westeurope", "001")


@pytest.mark.parametrize("value", ["just text", "[1, 2]", "{"])
def test_settings_that_are_no_mapping_are_refused(monkeypatch, value):
    shown = []
    monkeypatch.setattr(pulumi.log, "error", shown.append)
    with pytest.raises(SystemExit):
        run(deploy, config={**CONFIG, "ai-landing-zone:settings": value})
    assert "a mapping of keys to values" in shown[0]
