"""A bad configuration gets one readable message from the real engine: path, value, what is accepted. No traceback."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.engine.harness import Deployment
from tests.unit.landing_zone.samples import PROVIDER, settings
from tests.unit.landing_zone.test_bad_configurations import BAD

SAMPLE = BAD[::2]
"""Every second one of the unit tier's table: there they are all tried, here they go through the CLI."""


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    return Deployment(tmp_path_factory.mktemp("bad"))


def test_sample_is_large_enough() -> None:
    assert len(SAMPLE) >= 20


@pytest.mark.parametrize(("change", "path", "accepted"), SAMPLE, ids=[path for _, path, _ in SAMPLE])
def test_bad_configuration_is_refused(deployment: Deployment, change: str, path: str, accepted: str) -> None:
    refused = preview(deployment, settings(change))
    assert path in refused
    assert accepted in refused
    assert refused.count(path) == 1, f"said more than once:\n{refused}"
    assert deployment.world() == []


def test_missing_settings_are_named(deployment: Deployment) -> None:
    assert "ai-landing-zone:settings: required, but missing" in preview(deployment, None)


def preview(deployment: Deployment, wanted: Any) -> str:
    """The output of a preview that must fail, with line breaks of the display undone."""
    original: dict[str, Any] = deployment.settings()
    config = {f"azure-native:{key}": value for key, value in PROVIDER.items()}
    if wanted is not None:
        config["ai-landing-zone:settings"] = wanted
    deployment.write_settings({**original, "config": config})
    output = deployment.preview().must_fail().output
    return output[output.index("Diagnostics:") :]


def test_stack_file_is_left_alone(deployment: Deployment, tmp_path: Path) -> None:
    before = deployment.config_file.read_text(encoding="utf-8")
    deployment.preview().must_fail()
    assert deployment.config_file.read_text(encoding="utf-8") == before
