"""A fault plan as data, and how it is read from a file (arm-semantics 8.1: operation, type, ordinal, phase)."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from simulated_azure.arm.errors import ArmError, bad_request
from simulated_azure.arm.json_values import Json, is_dict, is_list

OPERATIONS = ("any", "get", "check", "read", "write", "create", "update", "delete", "action", "poll")
"""What a fault may pick: `check` is a GET of what is not there, `read` one of what is; `write` is create, update or
delete; `poll` asks how a running operation is."""
BEFORE, AFTER, DURING, ENDED = "before-apply", "after-apply", "during-operation", "after-operation"
PHASES = (BEFORE, AFTER, DURING, ENDED)
"""Refused before anything happens; applied but the reply is lost; while the operation runs; when it has ended. A write
that Azure answers only when it is done has no operation that could fail: an error answer of the third phase leaves it
alone."""
EFFECTS = {
    "answer": (BEFORE, AFTER, DURING, ENDED),
    "drop": (BEFORE, AFTER, ENDED),
    "crash": (BEFORE, AFTER, ENDED),
    "slow": (DURING,),
}
"""What a fault may do, and in which phases. `answer`: an error answer; `drop`: the connection is lost; `crash`: a
process dies; `slow`: the operation lasts so many times longer."""
VICTIMS = ("provider", "engine")
_GROUPS = {
    "get": ("check", "read"),
    "write": ("create", "update", "delete"),
    "any": ("check", "read", "create", "update", "delete", "action", "poll"),
}


@dataclass(frozen=True)
class Fault:
    """One planned fault.

    Args:
        effect: answer, drop, crash or slow.
        operation: which requests it picks, one of `OPERATIONS`.
        type: ARM type, `*` as wildcard, case ignored.
        resource: resource id, `*` as wildcard, case ignored.
        ordinal: the first matching request that it strikes, from 1.
        times: how many matching requests in a row it strikes.
        phase: one of `PHASES`.
        status: HTTP status of an `answer`.
        code: Azure's error code of an `answer`.
        retry_after: seconds of the Retry-After header of an `answer`.
        victim: process that a `crash` kills.
        factor: how many times longer a `slow` operation lasts.
    """

    effect: str
    operation: str = "any"
    type: str = "*"
    resource: str = "*"
    ordinal: int = 1
    times: int = 1
    phase: str = BEFORE
    status: int = 500
    code: str = "InternalServerError"
    retry_after: int | None = None
    victim: str = "provider"
    factor: float = 1.0

    def picks(self, operation: str, type_key: str, key: str) -> bool:
        """Whether a request is one that this fault counts; type and id are given in lower case."""
        return (
            operation in _GROUPS.get(self.operation, (self.operation,))
            and fnmatchcase(type_key, self.type.lower())
            and fnmatchcase(key, self.resource.lower())
        )

    def error(self) -> ArmError:
        """The error answer of this fault; the one of a lost connection for `drop`."""
        if self.effect == "drop":
            return lost_connection()
        return ArmError(self.status, self.code, "Planned fault.", retry_after=self.retry_after)

    def to_json(self) -> Json:
        """The fault as a plan file has it."""
        found: Json = {
            "operation": self.operation, "type": self.type, "resource": self.resource,
            "ordinal": self.ordinal, "times": self.times, "phase": self.phase,
        }  # fmt: skip
        answer: Json = {"status": self.status, "code": self.code}
        if self.retry_after is not None:
            answer["retryAfter"] = self.retry_after
        values: Json = {"answer": answer, "drop": True, "crash": self.victim, "slow": self.factor}
        return {**found, self.effect: values[self.effect]}


def lost_connection() -> ArmError:
    """What a client sees when no answer arrives: status 0, for there is none."""
    return ArmError(0, "ConnectionReset", "connection reset by peer")


def parse_plan(text: str, name: str) -> list[Fault]:
    """The faults of a plan file: `{"faults": [{...}, ...]}`.

    Args:
        text: its content.
        name: its name, for messages.

    Raises:
        ArmError: 400 InvalidFaultPlan with the path, the value and what is accepted.
    """
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        raise bad_request("InvalidFaultPlan", f"{name} is not JSON: {error}") from None
    if not is_dict(content) or not is_list(content.get("faults")) or set(content) != {"faults"}:
        raise _refused(name, "", content, 'an object with one key: {"faults": [...]}')
    return [parse_fault(item, f"faults[{index}]", name) for index, item in enumerate(content["faults"])]


def parse_fault(item: Any, path: str, name: str) -> Fault:
    """One fault of a plan.

    Raises:
        ArmError: 400 InvalidFaultPlan.
    """
    if not is_dict(item):
        raise _refused(name, path, item, "an object")
    effects = [key for key in item if key in EFFECTS]
    if len(effects) != 1:
        raise _refused(name, path, sorted(effects), f"exactly one of {', '.join(EFFECTS)}")
    fields: Json = {"effect": effects[0]}
    for key, value in item.items():
        if key == "answer":
            fields |= _answer(value, f"{path}.answer", name)
            continue
        field = _FIELDS.get(key)
        if field is None:
            raise _refused(name, f"{path}.{key}", value, f"one of the keys {', '.join([*_FIELDS, 'answer'])}")
        if not field.accepts(value):
            raise _refused(name, f"{path}.{key}", value, field.meaning)
        if field.attribute:
            fields[field.attribute] = value
    fault = Fault(**fields)
    if fault.phase not in EFFECTS[fault.effect]:
        raise _refused(
            name, f"{path}.phase", fault.phase, f"one of {', '.join(EFFECTS[fault.effect])} for {fault.effect}"
        )
    return fault


@dataclass(frozen=True)
class _Field:
    """A key of a fault: where it goes, what it accepts, and that in words."""

    attribute: str
    accepts: Callable[[Any], bool]
    meaning: str


def _one_of(attribute: str, values: tuple[str, ...]) -> _Field:
    return _Field(attribute, lambda value: value in values, f"one of {', '.join(values)}")


def _whole(attribute: str, low: int, high: int) -> _Field:
    return _Field(
        attribute,
        lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high,
        f"a whole number from {low} to {high}",
    )


def _text(attribute: str, meaning: str) -> _Field:
    return _Field(attribute, lambda value: isinstance(value, str) and bool(value), meaning)


_FIELDS: dict[str, _Field] = {
    "operation": _one_of("operation", OPERATIONS),
    "type": _text("type", "an ARM type, * as wildcard"),
    "resource": _text("resource", "a resource id, * as wildcard"),
    "ordinal": _whole("ordinal", 1, 1_000_000),
    "times": _whole("times", 1, 1_000_000),
    "phase": _one_of("phase", PHASES),
    "drop": _Field("", lambda value: value is True, "true"),
    "crash": _one_of("victim", VICTIMS),
    "slow": _Field(
        "factor",
        lambda value: isinstance(value, int | float) and not isinstance(value, bool) and 1 <= value <= 1_000,
        "a number from 1 to 1000",
    ),
}
_ANSWER: dict[str, _Field] = {
    "status": _whole("status", 400, 599),
    "code": _text("code", "an error code such as TooManyRequests"),
    "retryAfter": _whole("retry_after", 0, 3_600),
}


def _answer(value: Any, path: str, name: str) -> Json:
    if not is_dict(value) or "status" not in value or "code" not in value:
        raise _refused(name, path, value, "an object with status, code and, if wanted, retryAfter")
    for key, item in value.items():
        if key not in _ANSWER:
            raise _refused(name, f"{path}.{key}", item, f"one of the keys {', '.join(_ANSWER)}")
        if not _ANSWER[key].accepts(item):
            raise _refused(name, f"{path}.{key}", item, _ANSWER[key].meaning)
    return {_ANSWER[key].attribute: item for key, item in value.items()}


def _refused(name: str, path: str, value: Any, accepted: str) -> ArmError:
    where = f"{name}: {path}" if path else name
    return bad_request("InvalidFaultPlan", f"{where} is {json.dumps(value)[:200]}; accepted: {accepted}.")
