"""Command line of the simulated Azure: look at the world, change it, reset it."""

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from simulated_azure.arm.azure import Azure
from simulated_azure.arm.bodies import write_path
from simulated_azure.arm.clock import Clock
from simulated_azure.arm.errors import ArmError
from simulated_azure.arm.facts import FACTS
from simulated_azure.arm.ids import ResourceId

BANNER = "SIMULATED AZURE - nothing here exists outside this machine"
_API_VERSION = "2024-01-01"
Command = Callable[[argparse.Namespace], int]


def world_path() -> Path:
    """Where the world is: SIMULATED_AZURE_WORLD, else .tools/simulated/world.sqlite below the working folder."""
    return Path(os.environ.get("SIMULATED_AZURE_WORLD") or ".tools/simulated/world.sqlite")


def open_world() -> Azure:
    """The world of the environment: path, SIMULATED_AZURE_TIME_SCALE, SIMULATED_AZURE_STRICT.

    Raises:
        ArmError: when a variable does not hold what it should.
    """
    scale = os.environ.get("SIMULATED_AZURE_TIME_SCALE") or "0.001"
    try:
        time_scale = float(scale)
    except ValueError:
        raise ArmError(400, "BadEnvironment", f"SIMULATED_AZURE_TIME_SCALE is {scale!r}; a number is needed.") from None
    return Azure.open(world_path(), time_scale=time_scale, strict=os.environ.get("SIMULATED_AZURE_STRICT", "1") != "0")


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit code is 0, 1 for an error answer, 2 for wrong usage."""
    options = _parser().parse_args(arguments)
    run: Command = options.run
    try:
        return run(options)
    except ArmError as error:
        print(f"error: {error.code}: {error.message}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 0


def _provider(options: argparse.Namespace) -> int:
    # The provider needs gRPC and the SDK; the other commands must start without them.
    from simulated_azure.provider.main import serve

    serve(options.rest)
    return 0


def _world(options: argparse.Namespace) -> int:
    azure = open_world()
    if options.soft_deleted:
        return _soft_deleted(azure, as_json=options.json)
    found = azure.resources()
    if options.count:
        print(len(found))
    elif options.json:
        print(json.dumps(found, indent=2))
    else:
        _print_world(found)
        kept = azure.soft_deleted()
        if kept:
            print(f"\n{len(kept)} soft-deleted (world --soft-deleted lists them)")
    return 0


def _print_world(found: list[dict[str, Any]]) -> None:
    print(f"{BANNER}\n")
    rows = [(ResourceId.parse(item["id"]), _state(item)) for item in found]
    for group in sorted({row.group_name for row, _ in rows}):
        print(group or "(no resource group)")
        counted = Counter(row.type for row, _ in rows if row.group_name == group)
        for arm_type in sorted(counted):
            print(f"  {arm_type} ({counted[arm_type]})")
            for row, state in rows:
                if row.group_name == group and row.type == arm_type:
                    print(f"    {'/'.join(row.names)}{'' if state == 'Succeeded' else f'  [{state}]'}")
    print(f"\n{len(found)} resources")


def _state(item: dict[str, Any]) -> str:
    return str(item.get("properties", {}).get("provisioningState", "Succeeded"))


def _soft_deleted(azure: Azure, *, as_json: bool) -> int:
    kept = azure.soft_deleted()
    if as_json:
        print(json.dumps(kept, indent=2))
        return 0
    print(f"{BANNER}\n")
    for item in kept:
        until = Clock.stamp(item["purgeAt"])[:16].replace("T", " ")
        protection = ", purge protected" if item["purgeProtected"] else ""
        print(f"{item['id']}\n  kept until {until} UTC{protection}")
    print(f"\n{len(kept)} soft-deleted resources")
    return 0


def _show(options: argparse.Namespace) -> int:
    found = open_world().get(options.id, api_version=_API_VERSION)
    if not options.json:
        print(f"{BANNER}\n")
    print(json.dumps(found, indent=2))
    return 0


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


def _locate(options: argparse.Namespace) -> int:
    from simulated_azure.catalogue.locate import arm_id
    from simulated_azure.catalogue.schema import UnmodelledTypeError

    try:
        inputs = json.loads(options.inputs)
    except json.JSONDecodeError as error:
        raise ArmError(400, "InvalidInputs", f"--inputs is not JSON: {error}") from None
    subscription = options.subscription or open_world().subscription_id
    try:
        print(arm_id(options.token, inputs, subscription))
    except (UnmodelledTypeError, ValueError) as error:
        raise ArmError(400, "CannotLocate", str(error)) from None
    return 0


def _drift(options: argparse.Namespace) -> int:
    changes: dict[str, Any] = {}
    for assignment in options.changes:
        path, separator, value = assignment.partition("=")
        if not separator:
            raise ArmError(400, "InvalidChange", f"'{assignment}' is not of the form path=value.")
        write_path(changes, path, _value(value))
    open_world().edit(options.id, changes)
    print(f"{BANNER}\n\nchanged {options.id}")
    return 0


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


def _delete(options: argparse.Namespace) -> int:
    open_world().begin_delete(options.id, api_version=_API_VERSION)
    print(f"{BANNER}\n\ndeleting {options.id}")
    return 0


def _purge(options: argparse.Namespace) -> int:
    open_world().purge(options.id)
    print(f"{BANNER}\n\npurged {options.id}")
    return 0


def _facts(options: argparse.Namespace) -> int:
    azure = open_world()
    if options.name and options.value is not None:
        azure.set_fact(options.name, _value(options.value))
    names = [options.name] if options.name else sorted(FACTS)
    print(f"{BANNER}\n")
    for name in names:
        print(f"{name} = {json.dumps(azure.fact(name))}\n  {FACTS[name].meaning}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m simulated_azure", description=f"{BANNER}.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Command, text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        return command

    add("provider", _provider, "serve the Pulumi provider (the engine starts it)").add_argument(
        "rest", nargs=argparse.REMAINDER, help="what the engine passes"
    )
    world = add("world", _world, "list what exists")
    for flag, text in (
        ("--json", "as JSON"),
        ("--soft-deleted", "what soft delete keeps"),
        ("--count", "only how many"),
    ):
        world.add_argument(flag, action="store_true", help=text)
    show = add("show", _show, "show a resource as Azure would return it")
    show.add_argument("id")
    show.add_argument("--json", action="store_true", help="nothing but JSON")
    add("reset", _reset, "forget everything").add_argument("--yes", action="store_true", help="do not ask")
    locate = add("locate", _locate, "the resource id that a Pulumi resource gets")
    locate.add_argument("--token", required=True, help="type token")
    locate.add_argument("--inputs", required=True, help="inputs as JSON")
    locate.add_argument("--subscription", help="subscription id; the world's own when absent")
    drift = add("drift", _drift, "change a resource behind Pulumi's back")
    drift.add_argument("id")
    drift.add_argument(
        "changes", nargs="+", metavar="path=value", help="for instance properties.minimumTlsVersion=TLS1_0"
    )
    add("delete", _delete, "delete a resource behind Pulumi's back").add_argument("id")
    add("purge", _purge, "purge a soft-deleted resource").add_argument("id")
    facts = add("facts", _facts, "show or set what depends on subscription, region or date")
    facts.add_argument("name", nargs="?")
    facts.add_argument("value", nargs="?", help="JSON, or plain text")
    return parser
