"""Semantic cases as data: one valid sample of each resource type, and what Azure refuses of it.

`samples/*.yaml` holds resources by name. A text `$name` in a body is the id of another sample (made first), `$name:path`
a value of what GET shows of it. `cases/*.yaml` holds, per sample and rule, changes of the sample: with `code` Azure
refuses it by that rule, without it is accepted.
"""

import copy
import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from simulated_azure import services
from simulated_azure.arm.azure import Azure
from simulated_azure.arm.errors import ArmError
from simulated_azure.arm.store import Store
from tests.simulated.site import API_VERSION, Site

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
_REFERENCE = re.compile(r"\$([a-z][a-z0-9-]*)(?::([\w.]+))?")


def load(folder: str) -> dict[str, Any]:
    """All documents of a folder as one dictionary."""
    found: dict[str, Any] = {}
    for path in sorted((HERE / folder).glob("*.yaml")):
        for name, value in yaml.load(path.read_text(), yaml.CSafeLoader).items():
            assert name not in found or folder == "cases", f"{path.name}: {name} is there already"
            found.setdefault(name, {}).update(value)
    return found


@dataclass(frozen=True)
class Case:
    """One change of a sample.

    Args:
        sample: name of the sample.
        rule: name of the rule's function; `immutable` and `ignored` for create-only properties.
        code: Azure's error code; '' when it is accepted.
        set: dotted path -> value; None removes. Numbers are places in a list.
        given: samples made before; `gone`: made and deleted before; `facts`: of the world.
        update: the sample is made unchanged first. `delete`: it is made, then deleted.
        late: the PUT is accepted and its operation fails.
        name: another last name. `scenario`: number in the catalogue of semantic negatives.
    """

    sample: str
    rule: str
    code: str = ""
    set: dict[str, Any] = field(default_factory=dict)
    given: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    update: bool = False
    delete: bool = False
    late: bool = False
    name: str = ""
    scenario: int = 0


@cache
def samples() -> dict[str, Any]:
    return load("samples")


@cache
def cases() -> list[Case]:
    return [
        Case(sample, rule, **item)
        for sample, rules in load("cases").items()
        for rule, items in rules.items()
        for item in items
    ]


class Scratch(Store):
    """A world in memory for many cases: each case is one transaction that is rolled back, a request a savepoint."""

    def __init__(self) -> None:
        super().__init__(Path(":memory:"))

    @contextmanager
    def transaction(self) -> "Iterator[Any]":
        self._connection.execute("SAVEPOINT request")
        try:
            yield self._connection
        except BaseException:
            self._connection.execute("ROLLBACK TO request")
            self._connection.execute("RELEASE request")
            raise
        self._connection.execute("RELEASE request")

    @contextmanager
    def case(self) -> "Iterator[None]":
        self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK")


@cache
def scratch() -> tuple[Scratch, Azure]:
    services.load()
    store = Scratch()
    azure = Azure(store, time_scale=1.0, strict=True)
    azure.set_fact("roleEffectMinutes", 0)
    return store, azure


@contextmanager
def scene() -> "Iterator[Scene]":
    store, azure = scratch()
    with store.case():
        yield Scene(Site.on(azure))


class Scene:
    """A world in which samples are made on demand."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.made: dict[str, str] = {"subscription": site.subscription, "group": site.group}

    def id_of(self, name: str, last: str = "") -> str:
        sample = samples()[name]
        last = last or sample.get("name", name)
        if "in" in sample:
            return f"{self.make(sample['in'])}/{sample['type'].rsplit('/', 1)[-1]}/{last}"
        scope = self.make(sample["extends"]) if "extends" in sample else self.site.group
        return f"{scope}/providers/{sample['type']}/{last}"

    def make(self, name: str) -> str:
        """Make a sample, once, with all that it refers to."""
        if name not in self.made:
            self.made[name] = self.put(name)
        return self.made[name]

    def put(self, name: str, changes: dict[str, Any] | None = None, last: str = "") -> str:
        for other in samples()[name].get("needs", []):
            self.make(other)
        target = self.id_of(name, last)
        self.finish(self.site.azure.begin_put(target, self.body(name, changes or {}), api_version=API_VERSION).id)
        return target

    def remove(self, name: str) -> None:
        """Delete a sample, and forget what went with it."""
        target = self.make(name)
        self.delete(target)
        self.made = {key: value for key, value in self.made.items() if not f"{value}/".startswith(f"{target}/")}

    def delete(self, resource_id: str) -> None:
        """Delete a resource, however long that lasts."""
        self.finish(self.site.azure.begin_delete(resource_id, api_version=API_VERSION).id)

    def finish(self, operation: str) -> None:
        """End an operation now, however long it lasts: lags that follow it are real."""
        with self.site.azure._request() as world:
            world.connection.execute(
                "UPDATE operations SET ends_at = ? WHERE settled = 0 AND ends_at > ?",
                (world.clock.now, world.clock.now),
            )
        state = self.site.azure.poll(operation)
        if isinstance(state, ArmError):
            raise state

    def body(self, name: str, changes: dict[str, Any]) -> dict[str, Any]:
        body = copy.deepcopy(samples()[name].get("body") or {})
        for path, value in changes.items():
            _write(body, path.split("."), value)
        return self._resolved(body)

    def _resolved(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {self._resolved(key): self._resolved(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._resolved(item) for item in value]
        if not isinstance(value, str) or "$" not in value:
            return value
        return _REFERENCE.sub(self._referred, value)

    def _referred(self, match: re.Match[str]) -> str:
        target = self.make(match[1])
        if match[2] is None:
            return target
        found: Any = self.site.get(target)
        for part in match[2].split("."):
            found = found[part]
        return str(found)


def run(case: Case) -> ArmError | None:
    """The refusal of a case, with its traceback; None when it is accepted."""
    with scene() as stage:
        for name, value in case.facts.items():
            stage.site.azure.set_fact(name, stage._resolved(value))
        for name in case.given:
            stage.make(name)
        for name in case.gone:
            stage.remove(name)
        if case.update or case.delete:
            stage.make(case.sample)
        stage.id_of(case.sample)  # the same for its parents
        stage.body(case.sample, case.set)  # makes what the sample needs, so that only the case itself may be refused
        for other in samples()[case.sample].get("needs", []):
            stage.make(other)
        try:
            if case.delete:
                stage.remove(case.sample)
            else:
                stage.put(case.sample, case.set, case.name)
        except ArmError as error:
            return error
    return None


def rules_in(error: ArmError) -> set[str]:
    """Names of the functions that an error came through."""
    found: set[str] = set()
    trace = error.__traceback__
    while trace is not None:
        found.add(trace.tb_frame.f_code.co_name)
        trace = trace.tb_next
    return found


def _write(body: Any, path: list[str], value: Any) -> None:
    head, *rest = path
    key: Any = int(head) if isinstance(body, list) else head
    if rest:
        if isinstance(body, dict) and not isinstance(body.get(key), dict | list):
            body[key] = {}
        _write(body[key], rest, value)
    elif value is None:
        if isinstance(body, list):
            body.pop(key)
        else:
            body.pop(key, None)
    else:
        body[key] = value
