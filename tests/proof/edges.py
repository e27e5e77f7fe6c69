"""`make edges`: takes every ordering edge of each stack away, one at a time, and counts what is noticed.

Writes `.tools/reliability/edges.json`; fails if an edge goes unnoticed: it is superfluous, or the simulated Azure lacks
the rule that makes it necessary.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from simulated_azure.ordering.edges import Program, Verdict
from tests.proof.stack_writes import ROOT, stack_writes, stacks

TARGET = ROOT / ".tools" / "reliability" / "edges.json"


def figures(verdicts: list[Verdict]) -> dict[str, Any]:
    """The figure of one stack and the evidence for it."""
    return {
        "noticed": sum(bool(verdict.noticed) for verdict in verdicts),
        "total": len(verdicts),
        "edges": [
            {"first": verdict.edge[0], "then": verdict.edge[1], "kind": verdict.kind, "noticed": verdict.noticed}
            for verdict in verdicts
        ],
    }


def judge(stack: str, say: Callable[[str], None]) -> dict[str, Any]:
    """Every edge of a stack, judged."""
    program = Program.of(stack_writes(stack))
    edges, verdicts = program.ordering_edges(), list[Verdict]()
    for number, edge in enumerate(edges, 1):
        verdicts.append(program.judge(edge))
        by = ", ".join(verdicts[-1].noticed) or "NOBODY"
        say(f"{stack} [{number}/{len(edges)}] without {edge[0]} -> {edge[1]}: noticed by {by}")
    found = figures(verdicts)
    say(f"{stack}: {found['noticed']} of {found['total']} missing edges are noticed")
    return found


def run(say: Callable[[str], None], target: Path = TARGET) -> int:
    """Judge every edge of every stack; returns how many go unnoticed."""
    found = {stack: judge(stack, say) for stack in stacks()}
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps({"stacks": found}, indent=2) + "\n", encoding="utf-8")
    return sum(each["total"] - each["noticed"] for each in found.values())


if __name__ == "__main__":
    sys.exit(int(run(lambda text: print(text, flush=True)) > 0))
