"""Section `policy`: what the pack adds to a preview, beside a pack without rules, the stock SDK and checkov."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ai_policies.kit.registry import all_rules
from ai_policies.kit.resource import Resource
from ai_policies.kit.session import Session
from ai_policies.kit.values import PlainBag
from assurance.arm import sources, template
from tests.bench.runs import cost_of, fresh, interleaved
from tests.engine.harness import PACK, Deployment
from tests.mutation import scanner

TITLE = "Policies"
HERE = Path(__file__).parent
SIZES = (250, 2000)
PACKS = {"no pack": None, "pack without rules": HERE / "packs" / "null", "this pack": PACK}


def measure(runs: int) -> dict[str, Any]:
    """Previews of a compliant mix on a provider that does nothing, so that nothing hides what policies cost."""
    return {str(size): _measure(size, runs) for size in SIZES}


def _measure(size: int, runs: int) -> dict[str, Any]:
    with _stack(size) as stack, tempfile.TemporaryDirectory() as name:
        kinds = {kind: _preview(stack, pack) for kind, pack in PACKS.items()}
        kinds["same rules, stock SDK"] = _preview(stack, HERE / "packs" / "stock")
        exported = _export(stack, Path(name) / "template.json")
        program = scanner.install(print)
        kinds["checkov on the exported template"] = lambda: cost_of(lambda: scanner.scan(program, [exported]))
        return {"costs": interleaved(kinds, runs), "evaluations": _evaluations(stack, Path(name))}


@contextmanager
def _stack(size: int) -> Iterator[Deployment]:
    with tempfile.TemporaryDirectory() as name:
        answers = Path(name) / "answers.json"
        answers.write_text("{}", encoding="utf-8")
        with fresh(program=HERE / "mixed", stack="mixed", answers=answers) as stack:
            settings = str(_advisory(Path(name)))
            stack.environment |= {"BENCH_RESOURCES": str(size), "AI_POLICIES_CONFIG": settings}
            yield stack


def _advisory(folder: Path) -> Path:
    """Settings under which nothing stops a run: the mix lacks a network, and its cost is what counts."""
    settings = folder / "settings.json"
    settings.write_text(json.dumps({"levels": {"all": "advisory"}}), encoding="utf-8")
    return settings


def _preview(stack: Deployment, pack: Path | None) -> Any:
    arguments = ("--policy-pack", str(pack)) if pack else ()
    return lambda: cost_of(lambda: stack.preview(*arguments).must_pass())


def _calls(stack: Deployment, folder: Path) -> list[str]:
    log = folder / "calls.jsonl"
    stack.environment["PULUMI_DEBUG_GRPC"] = str(log)
    stack.preview().must_pass()
    del stack.environment["PULUMI_DEBUG_GRPC"]
    lines = log.read_text(encoding="utf-8").splitlines()
    log.unlink()
    return lines


def _export(stack: Deployment, target: Path) -> Path:
    made = template.export(sources.of_calls(_calls(stack, target.parent)), scanner.SUBSCRIPTION)
    target.write_text(json.dumps(template.flat(made)), encoding="utf-8")
    return target


def _evaluations(stack: Deployment, folder: Path) -> dict[str, int]:
    """How many rules were put to how many resources: those whose type is right, not all times all."""
    planned = sources.of_calls(_calls(stack, folder))
    session = Session(all_rules())
    applied = sum(len(_of_type(session, item.token, item.inputs)) for item in planned)
    return {"resources": len(planned), "rules": len(session.rules), "applied": applied}


def _of_type(session: Session, token: str, inputs: Mapping[str, Any]) -> list[Any]:
    kind = Resource("", token, PlainBag(inputs)).arm_type.casefold()
    return [rule for rule in session.rules if kind in {each.casefold() for each in rule.types}]


def report(found: dict[str, Any]) -> str:
    """The section of the page."""
    parts = [_table(size, part) for size, part in found.items()]
    return "\n".join(
        [
            "Previews of a compliant mix (storage accounts, vaults, keys, endpoints, zones, roles, logs) on a provider that",
            "does nothing. `PULUMI_SKIP_CHECKPOINTS` and the SDK's aliases off, as in the landing zone.",
            "",
            *parts,
        ]
    )


def _table(size: str, part: dict[str, Any]) -> str:
    costs: dict[str, dict[str, float]] = part["costs"]
    bare, null, ours = (costs[kind]["seconds"] for kind in PACKS)
    rows = [f"| {kind} | {cost['seconds']:.2f} | {cost['cpu']:.2f} |" for kind, cost in costs.items()]
    counted = part["evaluations"]
    return "\n".join(
        [
            f"### {int(size):,} resources",
            "",
            "| | seconds | seconds of CPU |",
            "|---|---:|---:|",
            *rows,
            "",
            f"Added over a pack without rules: {100 * (ours / null - 1):.0f} % (target: at most 10 %).",
            f"Added over no pack: {100 * (ours / bare - 1):.0f} % (target: at most {45 if size == '250' else 65} %).",
            f"{counted['rules']} rules, {counted['applied']:,} evaluations applied to {counted['resources']:,} resources.",
            "",
        ]
    )
