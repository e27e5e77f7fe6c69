"""The run as JSON, for programs: everything that the other formats are made of."""

import json
from dataclasses import asdict
from typing import Any

from assurance.policy.model import Result, Run

VERSION = 1
"""Of the document. Fields are added without a new version; a changed or removed one raises it."""


def write(run: Run) -> str:
    """The run as one JSON document."""
    document = {
        "version": VERSION,
        "verdict": run.verdict,
        "stack": run.stack,
        "source": run.source,
        "pack": {"name": run.pack[0], "version": run.pack[1]},
        "resources": run.resources,
        "rules": len(run.rules),
        "counts": run.counts,
        "disabled": [{"rule": rule, "reason": reason} for rule, reason in run.disabled.items()],
        "errors": list(run.errors),
        "results": [_result(result) for result in run.results],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _result(result: Result) -> dict[str, Any]:
    return {
        "rule": asdict(result.rule),
        "urn": result.urn,
        "status": result.status.value,
        "level": result.level,
        "stops": result.stops,
        "fingerprint": result.fingerprint,
        "messages": list(result.messages),
        "place": {**asdict(result.place), "exact": result.exact},
    }
