"""The page on the components: read from their sources, because the docstrings of fields exist nowhere else."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_COMPONENTS: Final = Path(__file__).parents[2] / "components"
_HEAD: Final = """# Components

Generated from the components' own docstrings; do not edit (`make generate`). Each is a `pulumi.ComponentResource`:

```python
from components.search import Search

search = Search("search", {"service_name": "srch-ai", "resource_group_name": group.name, ...})
pulumi.export("endpoint", search.endpoint)
```

Arguments are dictionaries (typed, so that editors complete them); values of type `Input` take outputs of other
resources. `depends_on` of a component holds for each of its children. `protect`, `providers`, `aliases` and
`transforms` work as on any component; `ignore_changes`, `custom_timeouts` and `retain_on_delete` do nothing on a
component, in Pulumi itself: reach a child with `transforms`.
"""


@dataclass
class _Class:
    """A class as its source describes it."""

    name: str
    bases: list[str]
    text: str
    fields: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])
    """Name, type and meaning."""


def rendered() -> str:
    """Return the page."""
    known = {found.name: found for path in sorted(_COMPONENTS.rglob("*.py")) for found in _classes(path)}
    components = [found for found in known.values() if found.bases[:1] == ["Component"]]
    arguments = {name: found for name, found in known.items() if _is_arguments(found, known)}
    parts = [_HEAD]
    shown: dict[str, None] = {}
    for component in sorted(components, key=lambda found: found.name):
        own = arguments[f"{component.name}Args"]
        parts += [f"\n## {component.name}\n", f"{_prose(component.text)}\n", "**Arguments**\n"]
        rows = list(_inherited(own, known))
        parts += [*_table(rows), "\n**Outputs**\n", *_table(_outputs(component))]
        shown |= dict.fromkeys(_mentioned(rows, arguments))
    parts.append("\n# Types of arguments\n")
    for name in _closure(shown, arguments, known):
        rows = list(_inherited(arguments[name], known))
        parts += [f"\n## {name}\n", f"{_prose(arguments[name].text)}\n", *_table(rows)]
    return "\n".join(parts) + "\n"


def _prose(docstring: str) -> str:
    """The docstring as Markdown, which would take its indented section for code."""
    text, _, errors = docstring.partition("\n\nRaises:\n")
    return f"{text}\n\n**Raises** {' '.join(errors.split())}" if errors else text


def _classes(path: Path) -> Iterator[_Class]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            bases = [ast.unparse(base) for base in node.bases]
            yield _Class(node.name, bases, ast.get_docstring(node) or "", list(_fields(node)))


def _fields(node: ast.ClassDef) -> Iterator[tuple[str, str, str]]:
    for index, statement in enumerate(node.body):
        if not (isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)):
            continue
        following = node.body[index + 1] if index + 1 < len(node.body) else None
        text = ""
        if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
            text = " ".join(str(following.value.value).split())
        yield statement.target.id, ast.unparse(statement.annotation), text


def _is_arguments(found: _Class, known: dict[str, _Class]) -> bool:
    return any(base == "TypedDict" or (base in known and _is_arguments(known[base], known)) for base in found.bases)


def _inherited(found: _Class, known: dict[str, _Class]) -> Iterator[tuple[str, str, str]]:
    yield from found.fields
    for base in found.bases:
        if base in known:
            yield from _inherited(known[base], known)


def _outputs(component: _Class) -> list[tuple[str, str, str]]:
    return [row for row in component.fields if not row[0].startswith("_") and "Output[" in row[1]]


def _mentioned(rows: list[tuple[str, str, str]], arguments: dict[str, _Class]) -> list[str]:
    return [
        name for _, kind, _ in rows for name in arguments if name in kind.replace("[", " ").replace("]", " ").split()
    ]


def _closure(shown: dict[str, None], arguments: dict[str, _Class], known: dict[str, _Class]) -> list[str]:
    """Return the types that are mentioned, and those that they mention, by name."""
    waiting, found = list(shown), dict(shown)
    while waiting:
        more = _mentioned(list(_inherited(arguments[waiting.pop()], known)), arguments)
        waiting += [name for name in more if name not in found]
        found |= dict.fromkeys(more)
    return sorted(found)


def _table(rows: list[tuple[str, str, str]]) -> list[str]:
    lines = ["| name | type | meaning |", "|---|---|---|"]
    for name, kind, text in rows:
        optional = kind.startswith("NotRequired[")
        shown = kind.removeprefix("NotRequired[").removesuffix("]") if optional else kind
        shown = shown.replace("pulumi.", "").strip("'\"").replace("|", "\\|")
        lines.append(
            f"| `{name}`{' (optional)' if optional else ''} | `{shown}` | {text.replace('|', chr(92) + '|')} |"
        )
    return lines
