"""Data that the policy pack carries with it, and the schema of its settings."""

from __future__ import annotations

import json
from pathlib import Path

from ai_policies.kit import selections
from ai_policies.kit.registry import all_rules
from ai_policies.kit.schema import settings_schema
from knowledge.catalogue import ROOT, controls
from knowledge.frameworks import requirements_of

PACK_DATA = ROOT / "policy_pack" / "ai_policies" / "controls.json"
SCHEMA = ROOT / "stacks" / "policy" / "schema.json"
ROWS = "caf-secure-ai"


def files() -> dict[Path, str]:
    """Path -> text of the generated files."""
    data = pack_data()
    vocabulary = selections.vocabulary(all_rules(), selections.parse(data))
    return {PACK_DATA: data, SCHEMA: json.dumps(settings_schema(all_rules(), vocabulary), indent=2) + "\n"}


def pack_data() -> str:
    """What each control contributes to, one control a line: row of the process, requirements of frameworks."""
    lines = [f"{json.dumps(id_)}: {json.dumps(_facts(id_))}" for id_ in sorted(controls())]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _facts(control_id: str) -> dict[str, object]:
    requirements = dict(requirements_of(control_id))
    return {"rows": requirements.pop(ROWS, []), "frameworks": requirements}
