"""`make edges`: takes every ordering edge of stack `sandbox` away, one at a time, and counts what is noticed.

Writes `.tools/reliability/edges.json`; fails if an edge goes unnoticed: it is superfluous, or the simulated Azure lacks
the rule that makes it necessary.
"""

import json
import sys
from pathlib import Path
from typing import Any

from simulated_azure.ordering.edges import Program, Verdict
from tests.proof.stack_writes import ROOT, stack_writes

STACK = "sandbox"
TARGET = ROOT / ".tools" / "reliability" / "edges.json"


def figures(verdicts: list[Verdict]) -> dict[str, Any]:
    """The figure and the evidence for it."""
    return {
        "stack": STACK,
        "noticed": sum(bool(verdict.noticed) for verdict in verdicts),
        "total": len(verdicts),
        "edges": [
            {"first": verdict.edge[0], "then": verdict.edge[1], "kind": verdict.kind, "noticed": verdict.noticed}
            for verdict in verdicts
        ],
    }


def main(target: Path = TARGET) -> int:
    """Judge every edge; the exit code is 1 when one goes unnoticed."""
    program = Program.of(stack_writes(STACK))
    edges, verdicts = program.ordering_edges(), list[Verdict]()
    for number, edge in enumerate(edges, 1):
        verdicts.append(program.judge(edge))
        by = ", ".join(verdicts[-1].noticed) or "NOBODY"
        print(f"[{number}/{len(edges)}] without {edge[0]} -> {edge[1]}: noticed by {by}", flush=True)
    found = figures(verdicts)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(f"{found['noticed']} of {found['total']} missing edges are noticed ({target.relative_to(ROOT)})")
    return int(found["noticed"] < found["total"])


if __name__ == "__main__":
    sys.exit(main())
