import json

import pytest

from landing_zone.schema import SCHEMA_FILE, rendered
from landing_zone.settings.load import parse


@pytest.mark.parametrize("stack", ["sandbox", "dev"])
def test_committed_stack_files_are_sound(stack, stack_file):
    config = stack_file(stack)["config"]
    provider = {key: config[f"azure-native:{key}"] for key in ("location", "subscriptionId", "tenantId")}
    parsed = parse(stack, config["ai-landing-zone:settings"], provider, "the stack file")
    assert parsed.target.location == "swedencentral"


@pytest.mark.parametrize("stack", ["sandbox", "dev"])
def test_first_line_tells_editors_where_the_schema_is(stack):
    first = (SCHEMA_FILE.parent / f"Pulumi.{stack}.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=schema.json"


def test_sandbox_carries_its_salt_so_that_pulumi_does_not_rewrite_it(stack_file):
    assert stack_file("sandbox")["encryptionsalt"].startswith("v1:")


def test_schema_is_current():
    assert SCHEMA_FILE.read_text(encoding="utf-8") == rendered(), "run `python -m landing_zone.reference`"


def test_schema_knows_every_key_and_describes_it():
    schema = json.loads(rendered())
    undescribed = [
        f"{name}.{key}"
        for name, definition in schema["$defs"].items()
        for key, value in definition.get("properties", {}).items()
        if not value.get("description")
    ]
    assert undescribed == []
