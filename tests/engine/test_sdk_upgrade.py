"""A state that the release of the SDK before the pinned one made: the program is previewed on it, nothing is replaced.

When the program itself gives a resource up or a new name, the state is recorded again: `python -m
tests.reliability.older_sdk 3.28.0`.
"""

from __future__ import annotations

import importlib
import inspect
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from components._base import KEEP_ALIASES_VARIABLE
from tests.engine.harness import Deployment
from tests.reliability import older_sdk

BEFORE = "3.28.0"
ALIAS = re.compile(r'type_="(azure-native:[^"]+/v\d{8}:\w+)"')


def steps_on(exported: dict[str, Any], folder: Path, **environment: str) -> Counter[str]:
    """What a preview of stack `sandbox` would do to the resources of a state: operation -> how often."""
    deployment = Deployment(folder)
    # What is in the state is compared by the provider that made it.
    deployment.environment |= {"PULUMI_HOME": str(older_sdk.home_with(BEFORE, folder)), **environment}
    state = folder / "older.json"
    state.write_text(json.dumps(exported))
    deployment.pulumi("stack", "import", "--file", str(state), "--stack", deployment.stack).must_pass()
    shown = deployment.preview("--json").must_pass().output
    return Counter(json.loads(shown[shown.index("{") :])["changeSummary"])


def lost(found: Counter[str]) -> list[str]:
    """The operations that end what is there."""
    return [op for op in found if "replace" in op or "delete" in op]


@cache
def older_type(token: str) -> str:
    """The same resource in an older API version, as the SDK's own aliases have it; '' when it has none."""
    package, module, kind = token.split(":")
    if package != "azure-native":
        return ""
    found = ALIAS.findall(inspect.getsource(getattr(importlib.import_module(f"pulumi_azure_native.{module}"), kind)))
    mine = [each for each in found if each.startswith(f"{package}:{module}/") and each.endswith(f":{kind}")]
    return min(mine, default="")


def renamed(value: Any, names: dict[str, str]) -> Any:
    """A state with other URNs."""
    if isinstance(value, dict):
        return {key: renamed(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [renamed(item, names) for item in value]
    return names.get(value, value) if isinstance(value, str) else value


def test_the_pinned_release_replaces_nothing_that_the_one_before_made(tmp_path: Path) -> None:
    exported = older_sdk.load(BEFORE)
    found = steps_on(exported, tmp_path)
    assert lost(found) == [], found
    assert found["same"] + found["update"] > 100, found


def test_types_of_another_api_version_stay_the_same_resources_in_a_run_with_all_aliases(tmp_path: Path) -> None:
    """What a new major version of the SDK does to type tokens, and what the variable is for."""
    exported, names = older_sdk.load(BEFORE), dict[str, str]()
    for each in exported["deployment"]["resources"]:
        older = older_type(each["type"])
        if older:
            names[each["urn"]] = each["urn"].replace(f"{each['type']}::", f"{older}::")
            each["type"] = older
    assert len(names) > 100
    other = renamed(exported, names)
    found = steps_on(other, tmp_path / "with", **{KEEP_ALIASES_VARIABLE: "1"})
    assert lost(found) == [], found
    assert lost(steps_on(other, tmp_path / "without")) != []
