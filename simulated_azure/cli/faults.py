"""The fault plan of the world: show, set from a file, clear."""

import argparse
import json
from pathlib import Path

from simulated_azure.arm.errors import ArmError
from simulated_azure.cli.common import BANNER, Commands, open_world
from simulated_azure.faults.book import Entry
from simulated_azure.faults.plan import EFFECTS, OPERATIONS, PHASES, parse_plan

_FORM = f"""a plan is {{"faults": [{{...}}, ...]}}, each fault with
  operation  one of {", ".join(OPERATIONS)} (any)
  type       ARM type, * as wildcard (*)
  resource   resource id, * as wildcard (*)
  ordinal    first matching request that it strikes (1)
  times      how many matching requests in a row it strikes (1)
  phase      one of {", ".join(PHASES)} (before-apply)
and exactly one of
  "answer": {{"status": 429, "code": "TooManyRequests", "retryAfter": 17}}
  "drop": true              the connection is lost
  "crash": "provider"       that process is killed; or "engine"
  "slow": 10                the operation lasts ten times longer"""


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    command = commands.add("faults", _faults, "show, set or clear what is planned to go wrong")
    command.formatter_class = argparse.RawDescriptionHelpFormatter
    command.epilog = _FORM
    what = command.add_mutually_exclusive_group()
    what.add_argument("--set", metavar="FILE", dest="file", help="replace the plan by the one in a JSON file")
    what.add_argument("--clear", action="store_true", help="plan nothing")
    command.add_argument("--json", action="store_true", help="as JSON")


def _faults(options: argparse.Namespace) -> int:
    book = open_world().faults
    if options.file:
        path = Path(options.file)
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ArmError(400, "InvalidFaultPlan", f"{options.file} cannot be read: {error}") from None
        book.set(parse_plan(text, path.name))
    elif options.clear:
        book.set([])
    entries = book.entries()
    if options.json:
        shown = [{**entry.fault.to_json(), "met": entry.met, "struck": entry.struck} for entry in entries]
        print(json.dumps({"faults": shown}, indent=2))
        return 0
    print(f"{BANNER}\n")
    for entry in entries:
        print(_line(entry))
    print(f"{len(entries)} planned faults")
    return 0


def _line(entry: Entry) -> str:
    fault = entry.fault
    effect = next(f"{name} {json.dumps(value)}" for name, value in fault.to_json().items() if name in EFFECTS)
    where = " ".join(item for item in (fault.type, fault.resource) if item != "*") or "everything"
    upto = f" to {fault.ordinal + fault.times - 1}" if fault.times > 1 else ""
    return (
        f"{fault.operation} of {where}, number {fault.ordinal}{upto}, {fault.phase}: {effect}"
        f"\n  met {entry.met}, struck {entry.struck} of {fault.times}"
    )
