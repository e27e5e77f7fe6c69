"""A landing zone that is loosened by its own settings is stopped at preview as well, relaxation named or not."""

from __future__ import annotations

from typing import Any

import pytest

from ai_policies.kit.registry import all_rules
from tests.engine.harness import PACK, Deployment

LOOSENED: dict[str, tuple[dict[str, Any], str]] = {
    "no customer-managed keys": ({"encryption": {"enabled": False}}, "storage-customer-key"),
    "no diagnostics": ({"observability": {"enabled": False}, "access": {"groups": []}}, "diagnostics-present"),
    "a content filter that blocks only the worst": (
        {
            "foundry": {"content_filter": {"severity": "high"}},
            "relaxations": [{"name": "weak-content-filter", "reason": "evaluation of the guardrail itself"}],
        },
        "guardrail-harm-filters",
    ),
}


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    return Deployment(tmp_path_factory.mktemp("loosened"))


@pytest.mark.parametrize("name", LOOSENED)
def test_loosened_setting_is_stopped_at_preview(deployment: Deployment, name: str) -> None:
    change, rule = LOOSENED[name]
    original = deployment.settings()
    settings = original["config"]["ai-landing-zone:settings"]
    loosened = {**settings, **{key: merged(settings.get(key), value) for key, value in change.items()}}
    deployment.write_settings({**original, "config": {**original["config"], "ai-landing-zone:settings": loosened}})
    output = deployment.preview("--policy-pack", str(PACK)).must_fail().output
    deployment.write_settings(original)
    assert f"[mandatory] [severity: {severity_of(rule)}]  {rule} " in output, output[-6000:]
    assert deployment.world() == []


def merged(base: Any, change: Any) -> Any:
    return {**base, **change} if isinstance(base, dict) and isinstance(change, dict) else change


def severity_of(rule_id: str) -> str:
    return next(rule.severity.value for rule in all_rules() if rule.id == rule_id)
