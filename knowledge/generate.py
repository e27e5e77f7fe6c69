"""Writes the Azure facts of knowledge/azure into the two products that must stand alone.

The components and the policy pack may not read this folder (the pack is published by itself), so each gets a
generated Python module. `python -m knowledge.generate` writes them, `--check` fails when one is stale.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any, cast

import yaml

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "knowledge" / "azure"
TARGETS = (ROOT / "components" / "azure_data.py", ROOT / "policy_pack" / "ai_policies" / "azure_data.py")

_GUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
_ARM_TYPE = re.compile(r"^Microsoft\.[A-Za-z]+(/[A-Za-z]+)+$")
_ZONE = re.compile(r"^[a-z0-9-]+(\.([a-z0-9-]+|\{region\}))+$")

_HEADER = '''"""Facts of Azure that components and rules share. Generated from knowledge/azure; do not edit.

Run `make generate` after a change of the source.
"""

'''


def _load(name: str) -> Any:
    return yaml.safe_load((SOURCE / name).read_text(encoding="utf-8"))


def load_roles() -> dict[str, str]:
    """Built-in role name -> role definition GUID. Raises ValueError for a malformed or repeated GUID."""
    roles = cast("dict[str, str]", _load("roles.yaml"))
    malformed = [name for name, guid in roles.items() if not _GUID.match(guid)]
    if malformed or len(set(roles.values())) != len(roles):
        raise ValueError(f"roles.yaml: malformed or repeated GUIDs: {malformed or 'repeated'}")
    return dict(sorted(roles.items()))


def load_private_link() -> dict[str, dict[str, tuple[str, ...]]]:
    """ARM type -> private link group -> private DNS zones. Raises ValueError for a malformed type or zone."""
    raw = cast("dict[str, dict[str, list[str]]]", _load("private_link.yaml"))
    for arm_type, groups in raw.items():
        if not _ARM_TYPE.match(arm_type):
            raise ValueError(f"private_link.yaml: {arm_type} is not an ARM type")
        malformed = [zone for zones in groups.values() for zone in zones if not _ZONE.match(zone)]
        if malformed:
            raise ValueError(f"private_link.yaml: {arm_type}: malformed zones {malformed}")
    return {arm_type: {group: tuple(zones) for group, zones in raw[arm_type].items()} for arm_type in sorted(raw)}


def load_diagnostic_types() -> list[str]:
    """ARM types that take a diagnostic setting. Raises ValueError for a malformed or repeated type."""
    types = cast("list[str]", _load("diagnostics.yaml"))
    if len(set(types)) != len(types) or not all(_ARM_TYPE.match(each) for each in types):
        raise ValueError("diagnostics.yaml: malformed or repeated ARM types")
    return sorted(types)


def render() -> str:
    """The text of the generated module, formatted as ruff formats it."""
    lines = [_HEADER, "ROLES: dict[str, str] = {\n"]
    lines += [f'    "{name}": "{guid}",\n' for name, guid in load_roles().items()]
    lines += ["}\n\n", "PRIVATE_LINK: dict[str, dict[str, tuple[str, ...]]] = {\n"]
    for arm_type, groups in load_private_link().items():
        lines.append(f'    "{arm_type}": {{\n')
        lines += [_entry(group, zones) for group, zones in groups.items()]
        lines.append("    },\n")
    lines += ["}\n\n", "DIAGNOSTIC_TYPES: frozenset[str] = frozenset(\n    {\n"]
    lines += [f'        "{arm_type}",\n' for arm_type in load_diagnostic_types()]
    lines.append("    }\n)\n")
    return "".join(lines)


def _entry(group: str, zones: tuple[str, ...]) -> str:
    if len(zones) == 1:
        return f'        "{group}": ("{zones[0]}",),\n'
    listed = "".join(f'            "{zone}",\n' for zone in zones)
    return f'        "{group}": (\n{listed}        ),\n'


def main(arguments: list[str]) -> int:
    """Writes the generated modules, or with `--check` compares them; returns the exit code."""
    text = render()
    stale = [path for path in TARGETS if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in arguments:
        for path in stale:
            print(f"stale: {path.relative_to(ROOT)} (run `make generate`)")
        return 1 if stale else 0
    for path in stale:
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
