"""Every registered check is one that some test has seen refusing: a rule that never fires proves nothing."""

import ast
import re
from pathlib import Path

from simulated_azure import services
from simulated_azure.arm.rules import REGISTRY

ROOT = Path(__file__).resolve().parents[3]


def refusal_codes(path: Path) -> set[str]:
    """First arguments of the error constructors in a file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            position = {"bad_request": 0, "conflict": 0, "not_found": 0, "ArmError": 1}.get(node.func.id)
            if position is not None and len(node.args) > position and isinstance(node.args[position], ast.Constant):
                found.add(str(node.args[position].value))  # type: ignore[attr-defined]
    return found


def test_every_code_is_expected_by_a_test() -> None:
    codes = {code for name in ("arm", "services") for path in (ROOT / "simulated_azure" / name).rglob("*.py")
             for code in refusal_codes(path)}  # fmt: skip
    tests = "".join(
        path.read_text() for path in (ROOT / "tests/simulated").rglob("*") if path.suffix in {".py", ".yaml"}
    )
    seen = {code for code in codes if re.search(rf"[\"']{code}\b|code: {code}\b", tests)}
    assert len(codes) > 60
    assert sorted(codes - seen) == []


def test_every_module_registers_itself_once() -> None:
    services.load()
    before = len(REGISTRY.rules)
    services.load()
    assert len(REGISTRY.rules) == before
    names = [(rule.name, rule.types, rule.phase, rule.source) for rule in REGISTRY.rules]
    assert len(names) == len(set(names))
