"""knowledge/azure: the facts are well-formed and both generated copies are current."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from knowledge import generate


def test_generated_modules_are_current() -> None:
    assert generate.main(["--check"]) == 0


def test_stale_module_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stale = tmp_path / "azure_data.py"
    stale.write_text("ROLES = {}\n", encoding="utf-8")
    monkeypatch.setattr(generate, "TARGETS", (stale,))
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    assert generate.main(["--check"]) == 1
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0


def test_foundry_account_needs_its_three_zones() -> None:
    zones = generate.load_private_link()["Microsoft.CognitiveServices/accounts"]["account"]
    assert zones == (
        "privatelink.cognitiveservices.azure.com",
        "privatelink.openai.azure.com",
        "privatelink.services.ai.azure.com",
    )


def test_agent_service_zone_is_the_hyphenated_one() -> None:
    zones = generate.load_private_link()["Microsoft.Insights/privateLinkScopes"]["azuremonitor"]
    assert "privatelink.agentsvc.azure-automation.net" in zones


def test_malformed_guid_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generate, "_load", lambda _: {"Reader": "not-a-guid"})
    with pytest.raises(ValueError, match="Reader"):
        generate.load_roles()


def test_component_copy_equals_source() -> None:
    module = importlib.import_module("components.azure_data")
    assert generate.load_private_link() == module.PRIVATE_LINK
    assert generate.load_roles() == module.ROLES
