"""Writes simulated_azure/arm/published.csv: what Microsoft's own clients say about requests on each resource type.

The azure-mgmt packages are generated from the REST specifications. For every operation they hold the path, the API
version, the statuses that the client takes for success, and whether it polls. The azure-native SDK adds the API
versions that its provider may use. `make generate` runs this; it needs the packages of requirements-dev.txt.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from simulated_azure.arm.published import COLUMNS, METHODS, TABLE
from simulated_azure.catalogue.catalogue import id_templates
from simulated_azure.services.private_link import GROUPS

_BUILDER = re.compile(r"^def (build_\w+_request)\((.*?)(?=^def |^class )", re.MULTILINE | re.DOTALL)
_URL = re.compile(r'_url = (?:kwargs\.pop\(\s*"template_url",\s*)?\(?\s*"([^"]*)"')
_VERSION = re.compile(r'"api-version",\s*"([\w-]+)"')
_METHOD = re.compile(r"^    def (\w+)\(", re.MULTILINE)
_STATUSES = re.compile(r"status_code not in \[([\d, ]+)\]")
_FOLDER_VERSION = re.compile(r"v(\d{4})_(\d\d)_(\d\d)")
_SDK_VERSIONS = re.compile(r"(?:Uses Azure REST API version|Other available API versions:) ([\d\w, -]+)\.")


# Types that no program declares here, made by Azure or through ARM alone: SDK token -> ARM type.
_BESIDES: Mapping[str, tuple[str, str]] = {
    "alertsmanagement:SmartDetectorAlertRule": ("microsoft.alertsManagement/smartDetectorAlertRules", ""),
    "resources:TagAtScope": ("Microsoft.Resources/tags", ""),
}


# What every target of private endpoints shows besides; clients approve and reject there.
_CONNECTIONS = "privateEndpointConnections"


class Operation(NamedTuple):
    """One operation of a client."""

    method: str
    url: str
    version: str
    statuses: tuple[int, ...]
    polls: bool
    tags_only: bool
    """A PATCH that takes nothing but tags."""
    client_version: str
    """Of clients that carry several API versions in folders: the folder's; of equal operations the newest counts."""


@dataclass
class Published:
    """What is known about one type."""

    versions: set[str] = field(default_factory=set[str])
    operations: dict[str, Operation] = field(default_factory=dict[str, Operation])


def client_operations(folder: Path) -> Iterator[Operation]:
    """Every operation of the azure-mgmt packages below a folder (`site-packages/azure/mgmt`)."""
    for path in sorted(folder.rglob("operations/*.py")):
        if "aio" not in path.parts:
            yield from _operations(path.read_text(encoding="utf-8"), _folder_version(path))


def _folder_version(path: Path) -> str:
    found = _FOLDER_VERSION.search(str(path))
    return "-".join(found.groups()) if found else "9999"


def _operations(text: str, client_version: str) -> Iterator[Operation]:
    answers: dict[str, tuple[tuple[int, ...], bool]] = {}
    starts = [*_METHOD.finditer(text)]
    ends = [*(start.start() for start in starts[1:]), len(text)]
    for start, end in zip(starts, ends, strict=False):
        body = text[start.start() : end]
        statuses = _STATUSES.search(body)
        for builder in re.findall(r"= (build_\w+_request)\(", body):
            if statuses:
                found = tuple(int(item) for item in statuses[1].split(","))
                answers.setdefault(builder, (found, start[1].endswith("_initial")))
    for builder in _BUILDER.finditer(text):
        url, version = _URL.search(builder[2]), _VERSION.search(builder[2])
        method = re.search(r'method="(\w+)"', builder[2])
        if url and method and builder[1] in answers:
            statuses, polls = answers[builder[1]]
            tags_only = "update_tags" in builder[1]
            found = version[1] if version else ""
            yield Operation(method[1], url[1], found, statuses, polls, tags_only, client_version)


def type_of(url: str) -> tuple[str, bool] | None:
    """The resource type that a path is about, in lower case, and whether the path names one resource.

    A placeholder in the place of a type stays one: `privateDnsZones/{recordType}`.
    """
    _, separator, tail = url.rpartition("/providers/")
    if not separator:
        groups = re.fullmatch(r"/subscriptions/\{\w+\}/resource[gG]roups(/\{\w+\})?", url)
        return ("microsoft.resources/resourcegroups", bool(groups[1])) if groups else None
    namespace, *parts = tail.lower().split("/")
    return "/".join([namespace, *parts[0::2]]), len(parts) % 2 == 0 and bool(parts)


def sdk_versions(folder: Path, tokens: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, set[str]]]:
    """(ARM type, API versions) as the documentation of each SDK resource lists them."""
    for module in sorted({token.split(":")[0] for token in tokens}):
        for path in sorted((folder / module).glob("*.py")):
            text = path.read_text(encoding="utf-8")
            token = re.search(rf"'azure-native:({module}:\w+)'", text.rpartition("super(")[2])
            if token and token[1] in tokens:
                found = {item for part in _SDK_VERSIONS.findall(text) for item in part.replace(",", " ").split()}
                yield tokens[token[1]][0], found


def collect() -> dict[str, Published]:
    """Everything that is published about the types that the simulator knows, by type."""
    tokens = {**id_templates(), **_BESIDES}
    spelled = {arm_type.lower(): arm_type for arm_type, _ in tokens.values()}
    spelled |= {f"{key}/{_CONNECTIONS}".lower(): f"{arm_type}/{_CONNECTIONS}" for key, arm_type in spelled.items()}
    found: dict[str, Published] = defaultdict(Published)
    for arm_type, versions in sdk_versions(_package("pulumi_azure_native"), tokens):
        found[spelled[arm_type.lower()]].versions |= versions
    for operation in client_operations(_package("azure.mgmt.core").parent):
        about = type_of(operation.url)
        if about is not None and about[0] in spelled:
            _add(found[spelled[about[0]]], operation, names_one=about[1])
    for target in [spelled[key] for key in GROUPS if spelled.get(key) in found]:  # versions are those of a service
        found[f"{target}/{_CONNECTIONS}"].versions |= found[target].versions
    return dict(found)


def _add(published: Published, operation: Operation, *, names_one: bool) -> None:
    if operation.version:
        published.versions.add(operation.version)
    if operation.method not in METHODS or not names_one:
        return
    known = published.operations.get(operation.method)
    if known is None or known.client_version < operation.client_version:
        published.operations[operation.method] = operation


def render(found: Mapping[str, Published]) -> str:
    """The table as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for arm_type in sorted(found, key=str.lower):
        operations = found[arm_type].operations
        cells = [_cell(operations.get(method)) for method in METHODS]
        writer.writerow([arm_type, " ".join(sorted(found[arm_type].versions)), *cells])
    return out.getvalue()


def _cell(operation: Operation | None) -> str:
    if operation is None:
        return ""
    words = [*map(str, operation.statuses), *(["polls"] if operation.polls else [])]
    return " ".join([*words, *(["tags"] if operation.tags_only else [])])


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{name} is not installed; `make setup` installs requirements-dev.txt")
    return Path(spec.submodule_search_locations[0])


def main() -> int:
    """Write the table, or with --check say whether it is up to date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail if the table is stale; write nothing")
    check = parser.parse_args().check
    text = render(collect())
    if check:
        stale = TABLE.read_text(encoding="utf-8") != text
        print(f"{TABLE.name} is {'stale: run `make generate`' if stale else 'up to date'}")
        return int(stale)
    TABLE.write_text(text, encoding="utf-8")
    print(f"wrote {TABLE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
