"""The kept traces are what the programs make now, and no engine is needed to tell."""

from __future__ import annotations

import re
import runpy
from typing import Any

import pytest

from simulated_azure.catalogue.catalogue import resource_type
from simulated_azure.ordering.writes import Write
from simulated_azure.provider import convert
from tests.proof.stack_writes import program_writes, stack_writes
from tests.reliability import record, trace

pytestmark = pytest.mark.thorough
_MADE_UP = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}")


def writes_now(name: str) -> tuple[Write, ...]:
    """What a program writes, on a mock engine."""
    if name in record.stacks():
        return stack_writes(name)
    return tuple(program_writes(lambda: runpy.run_path(str(record.PARENTS / "__main__.py")), {}))


def masked(value: Any) -> Any:
    """A body without values that a world makes up by its seed."""
    if isinstance(value, dict):
        return {_MADE_UP.sub("*", key): masked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [masked(item) for item in value]
    return _MADE_UP.sub("*", value) if isinstance(value, str) else value


def differences(steps: list[trace.Step], writes: tuple[Write, ...]) -> list[str]:
    """What a recording has otherwise than the program: resources, types, bodies, who waits for whom."""
    recorded, current = {step.name: step for step in steps}, {write.name: write for write in writes}
    found = [f"{name} is {'gone' if name in recorded else 'new'}" for name in recorded.keys() ^ current.keys()]
    for name in recorded.keys() & current.keys():
        step, write = recorded[name], current[name]
        body = convert.request_body(resource_type(step.token), dict(step.inputs))
        needs = {urn.rsplit("::", 1)[-1] for urn in step.needs}
        checks = {
            "type": step.token == write.token,
            "body": masked(body) == masked(write.body),
            "dependencies": needs == write.depends_on & current.keys(),
            "deletion": step.deleted_with.rsplit("::", 1)[-1] == write.deleted_with,
        }
        found += [f"{name} has another {what}" for what, same in checks.items() if not same]
    return sorted(found)


def test_every_program_has_its_trace() -> None:
    assert trace.names() == sorted(record.programs())


@pytest.mark.parametrize("name", trace.names())
def test_a_trace_is_current(name: str) -> None:
    """Else: `make reliability ARGS=record`, which makes all results of the suite results of another program."""
    assert differences(trace.load(trace.path_of(name)), writes_now(name)) == []


def test_a_stale_trace_is_noticed() -> None:
    name = record.PARENTS.name
    first, second, *others = trace.load(trace.path_of(name))
    writes = writes_now(name)
    assert differences([first, *others], writes)[-1] == f"{second.name} is new"
    assert len(differences([first, second], writes)) == len(others)
    *most, last = others
    assert differences([first, second, *most, replaced(last)], writes) == [
        f"{last.name} has another body",
        f"{last.name} has another dependencies",
    ]


def replaced(step: trace.Step) -> trace.Step:
    """The step with another input, waiting for nobody."""
    return trace.Step(step.urn, step.token, {**step.inputs, "location": "elsewhere"}, ())


@pytest.mark.parametrize("name", trace.names())
def test_a_trace_is_kept_in_the_order_of_every_recording(name: str) -> None:
    steps = trace.load(trace.path_of(name))
    assert trace.in_order(steps[::-1]) == steps
