"""The rules of the repository that no linter knows. A breach fails the build."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
GENERATED = "azure_data.py"
MACHINE_PATH = re.compile(r"(?<![\w.$}/-])/(?:home|root|Users|work)/[\w.-]+|/tmp/(?:bash|brief)")
TEXT = {".py", ".md", ".yaml", ".yml", ".toml", ".txt", ".json", ".go", ".csv", ".sh", ".mod", ".svg", ""}


def tracked(*patterns: str) -> list[Path]:
    """Files that git tracks, and new ones that it does not ignore."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring: contracts may be as long as they need."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


def sources() -> list[Path]:
    return [path for path in tracked("*.py", "*.go") if path.name != GENERATED]


def test_there_are_sources_to_look_at():
    assert len(sources()) > 20


def test_files_are_short():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in sources()}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_functions_are_short():
    long = [
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name} has {length(function)} lines"
        for path in sources()
        if path.suffix == ".py"
        for function in functions(ast.parse(path.read_text()))
        if length(function) > LONGEST_FUNCTION
    ]
    assert long == []


def test_length_counts_the_body_and_not_the_docstring():
    tree = ast.parse('def f():\n    """One.\n\n    Two.\n    """\n    x = 1\n    return x\n')
    assert [length(function) for function in functions(tree)] == [3]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cd /home/somebody/project", True),
        ('"/root/.cache"', True),
        ("see /work/main/x", True),
        ("/subscriptions/x/resourceGroups/home/y", False),
        ("https://example.com/home/page", False),
        ("${HOME}/root/x", False),
    ],
)
def test_machine_paths_are_recognised(text: str, found: bool):
    assert bool(MACHINE_PATH.search(text)) is found


def test_no_machine_paths():
    this = Path(__file__)
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in tracked()
        if path.suffix in TEXT and path != this
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if MACHINE_PATH.search(line)
    ]
    assert found == []


def test_no_leftovers():
    mark = re.compile(r"\b(?:TO" + "DO|FIX" + r"ME)\b")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if mark.search(line)
    ]
    assert found == []
