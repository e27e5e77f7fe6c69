"""Runs rules through both analyzers over gRPC messages, as the engine does: ours and the stock one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pulumi_policy.policy
from google.protobuf import json_format, struct_pb2
from landscape import Item
from pulumi.runtime.proto import analyzer_pb2 as proto
from pulumi_policy import EnforcementLevel

from ai_policies.kit import servicer, stock
from ai_policies.kit.findings import Verdict
from ai_policies.kit.rule import ResourceRule, Rule, Severity
from ai_policies.kit.session import Session
from ai_policies.kit.settings import Settings

NOWHERE = Path("/nowhere")
TODAY = date(2027, 1, 15)
CORRECTED = "corrected before deployment"
UNKNOWN_NOTES = ("unknown until deployment", "can't be known during preview")


def _once(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, worked out once for each object: the stacks of the tests share nearly all their resources.

    The object is kept beside its result, so that its id stays its own.
    """
    known: dict[int, tuple[Any, Any]] = {}

    def remembering(argument: Any, *others: Any) -> Any:
        if others:
            return function(argument, *others)
        if id(argument) not in known:
            known[id(argument)] = (argument, function(argument))
        return known[id(argument)][1]

    return remembering


# What the stock analyzer does to a resource's properties before a policy reads them: pure, and most of its time.
_MODULE: Any = pulumi_policy.policy
_MODULE.json_format = SimpleNamespace(MessageToDict=_once(json_format.MessageToDict))
_MODULE.deserialize_properties = _once(_MODULE.deserialize_properties)
_MODULE.unknown_checking_proxy = _once(_MODULE.unknown_checking_proxy)


class Aborted(Exception):  # noqa: N818
    """The analyzer ended the call with an error."""


class Context:
    def abort(self, code: Any, details: str) -> None:
        raise Aborted(f"{code.name}: {details}")


def struct(properties: dict[str, Any]) -> struct_pb2.Struct:
    return json_format.ParseDict(properties, struct_pb2.Struct())


# The stock analyzer hands inputs to resource policies only; this one judges nothing and lets the session keep them.
KEEP_INPUTS = ResourceRule(
    id="keep-inputs",
    control="",
    title="Inputs are kept",
    severity=Severity.LOW,
    types=(),
    remedy="",
    url="",
    check=lambda _: (),
)


def make(
    kind: str, rules: Sequence[Rule], folder: Path = NOWHERE, today: date = TODAY, settings: Settings | None = None
) -> Any:
    """A servicer of kind `ours` or `stock` for some rules; `settings` take the place of the file below `folder`."""
    session = Session(rules, folder, today)
    session._settings = settings
    policies = stock.policies([KEEP_INPUTS, *rules], session)
    servicer.DispatchingServicer.session = session
    analyzer = servicer._Stock if kind == "stock" else servicer.DispatchingServicer
    made = analyzer("ai-policies", "0.0.1", policies, EnforcementLevel.MANDATORY)
    made.session = session
    return made


def analyze(made: Any, items: Iterable[Item], *, stack: bool = True) -> list[Any]:
    """Diagnostics for the items one by one or, for stack rules, for the stack as a whole."""
    found: list[Any] = []
    resources = []
    only_inputs = stack and not any(isinstance(rule, ResourceRule) for rule in made.session.rules)
    for item in items:
        if not item.messages:
            properties = struct(item.inputs)
            request = proto.AnalyzeRequest(type=item.token, urn=item.urn, name=item.name, properties=properties)
            item.messages += [request, _resource(item)]
        found += _one(made, item, reuse=only_inputs)
        resources.append(item.messages[1])
    if stack:
        # Not a message, which would copy the resources.
        found += made.AnalyzeStack(SimpleNamespace(resources=resources), Context()).diagnostics
    return found


def _one(made: Any, item: Item, *, reuse: bool) -> list[Any]:
    """Analyze one item. Where only its inputs matter, those that an analyzer of this kind read before are reused."""
    kept = item.read.get(type(made))
    if reuse and kept is not None:
        made.session.inputs[item.urn] = kept
        return []
    found = list(made.Analyze(item.messages[0], Context()).diagnostics)
    kept = made.session.inputs.get(item.urn)
    if kept is not None:
        item.read[type(made)] = kept
    return found


def remediate(made: Any, item: Item) -> tuple[Item, list[Any]]:
    """The item as the fixes leave it, and what the analyzer answered."""
    request = proto.AnalyzeRequest(type=item.token, urn=item.urn, name=item.name, properties=struct(item.inputs))
    found = list(made.Remediate(request, Context()).remediations)
    inputs = json_format.MessageToDict(found[-1].properties) if found else item.inputs
    return replace(item, inputs=inputs, messages=[], read={}), found


def _resource(item: Item) -> Any:
    # Outputs lack what only the path holds, as with the real provider.
    outputs = {key: value for key, value in item.inputs.items() if not key.endswith("Name")} | item.outputs
    return proto.AnalyzerResource(
        type=item.token,
        urn=item.urn,
        name=item.name,
        properties=struct(outputs),
        propertyDependencies={key: proto.AnalyzerPropertyDependencies(urns=urns) for key, urns in item.links.items()},
    )


def verdict(diagnostics: Iterable[Any], rule: str) -> Verdict:
    """The verdict of one rule as its diagnostics tell it."""
    messages = [diagnostic.message for diagnostic in diagnostics if diagnostic.policyName == rule]
    messages = [message for message in messages if CORRECTED not in message]
    notes = [message for message in messages if any(note in message for note in UNKNOWN_NOTES)]
    if len(notes) < len(messages):
        return Verdict.VIOLATED
    return Verdict.UNKNOWN if notes else Verdict.COMPLIANT
