"""Commands that change the world behind the back of every program."""

import argparse
import json
import sys
from typing import Any

from simulated_azure.arm.bodies import write_path
from simulated_azure.arm.errors import ArmError
from simulated_azure.arm.facts import FACTS, hard_day
from simulated_azure.cli.common import API_VERSION, BANNER, Commands, json_or_text, open_world, world_path


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    commands.add("reset", _reset, "forget everything").add_argument("--yes", action="store_true", help="do not ask")
    drift = commands.add("drift", _drift, "change a resource behind Pulumi's back")
    drift.add_argument("id")
    drift.add_argument(
        "changes", nargs="+", metavar="path=value", help="for instance properties.minimumTlsVersion=TLS1_0"
    )
    commands.add("delete", _delete, "delete a resource behind Pulumi's back").add_argument("id")
    commands.add("purge", _purge, "purge a soft-deleted resource").add_argument("id")
    facts = commands.add("facts", _facts, "show or set what depends on subscription, region or date")
    facts.add_argument("name", nargs="?")
    facts.add_argument("value", nargs="?", help="JSON, or plain text")
    facts.add_argument("--hard", action="store_true", help="set delays, holds and budgets as on a bad day of Azure's")


def _reset(options: argparse.Namespace) -> int:
    path = world_path()
    if not options.yes:
        print(f"{BANNER}\n\nThis forgets every resource in {path.name}. Type 'yes' to go on: ", end="", flush=True)
        if sys.stdin.readline().strip() != "yes":
            print("nothing changed")
            return 1
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    print(f"{BANNER}\n\nThe world is empty.")
    return 0


def _drift(options: argparse.Namespace) -> int:
    changes: dict[str, Any] = {}
    for assignment in options.changes:
        path, separator, value = assignment.partition("=")
        if not separator:
            raise ArmError(400, "InvalidChange", f"'{assignment}' is not of the form path=value.")
        write_path(changes, path, json_or_text(value))
    open_world().edit(options.id, changes)
    print(f"{BANNER}\n\nchanged {options.id}")
    return 0


def _delete(options: argparse.Namespace) -> int:
    open_world().begin_delete(options.id, api_version=API_VERSION)
    print(f"{BANNER}\n\ndeleting {options.id}")
    return 0


def _purge(options: argparse.Namespace) -> int:
    open_world().purge(options.id)
    print(f"{BANNER}\n\npurged {options.id}")
    return 0


def _facts(options: argparse.Namespace) -> int:
    azure = open_world()
    if options.name and options.value is not None:
        azure.set_fact(options.name, json_or_text(options.value))
    if options.hard:
        for name, value in hard_day().items():
            azure.set_fact(name, value)
    names = [options.name] if options.name else sorted(FACTS)
    print(f"{BANNER}\n")
    for name in names:
        print(f"{name} = {json.dumps(azure.fact(name))}\n  {FACTS[name].meaning}")
    return 0
