"""Commands that look at the world and change nothing."""

import argparse
import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from simulated_azure.arm.azure import Azure
from simulated_azure.arm.clock import Clock
from simulated_azure.arm.errors import ArmError
from simulated_azure.arm.ids import ResourceId
from simulated_azure.cli.common import API_VERSION, BANNER, Commands, open_world
from simulated_azure.coverage.plain import joined, plain_in


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    world = commands.add("world", _world, "list what exists")
    for flag, text in (
        ("--json", "as JSON"),
        ("--soft-deleted", "what soft delete keeps"),
        ("--plain", "types and properties that are stored as written: no rule looks at them"),
        ("--count", "only how many"),
    ):
        world.add_argument(flag, action="store_true", help=text)
    show = commands.add("show", _show, "show a resource as Azure would return it")
    show.add_argument("id")
    show.add_argument("--json", action="store_true", help="nothing but JSON")
    commands.add("overlaps", _overlaps, "writes that met another one under the same parent").add_argument(
        "--json", action="store_true", help="as JSON"
    )
    reach = commands.add("reach", _reach, "by which address a virtual network reaches a resource, and whether it may")
    reach.add_argument("network", help="id of the virtual network")
    reach.add_argument("id", help="id of the resource")
    reach.add_argument("--json", action="store_true", help="as JSON")
    locate = commands.add("locate", _locate, "the resource id that a Pulumi resource gets")
    locate.add_argument("--token", help="type token")
    locate.add_argument("--inputs", help="inputs as JSON")
    locate.add_argument(
        "--many", metavar="FILE", help='JSON list of {"token": ..., "inputs": ...}; prints a list of ids and states'
    )
    locate.add_argument("--subscription", help="subscription id; the world's own when absent")


def _world(options: argparse.Namespace) -> int:
    azure = open_world()
    if options.soft_deleted:
        return _soft_deleted(azure, as_json=options.json)
    found = azure.resources()
    if options.plain:
        return _plain(found, as_json=options.json)
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


def _plain(found: list[dict[str, Any]], *, as_json: bool) -> int:
    stored = joined(plain_in(item["id"], item) for item in found)
    if as_json:
        print(json.dumps(stored, indent=2))
        return 0
    print(f"{BANNER}\n")
    for arm_type, names in stored.items():
        print(f"{arm_type}\n  {', '.join(names) or '(the whole type)'}")
    types = sum(not names for names in stored.values())
    print(f"\nStored as written, without any rule: properties {sum(map(len, stored.values()))}, whole types {types}")
    return 0


def _overlaps(options: argparse.Namespace) -> int:
    found = open_world().overlaps()
    if options.json:
        print(json.dumps(found, indent=2))
        return 0
    print(f"{BANNER}\n")
    for item in found:
        print(f"{item['code']}: {item['id']}\n  beside {item['running']}")
    print(f"\n{len(found)} overlapping writes")
    return 0


def _show(options: argparse.Namespace) -> int:
    found = open_world().get(options.id, api_version=API_VERSION)
    if not options.json:
        print(f"{BANNER}\n")
    print(json.dumps(found, indent=2))
    return 0


def _reach(options: argparse.Namespace) -> int:
    found = open_world().ways(options.network, options.id)
    if options.json:
        print(json.dumps([asdict(way) for way in found], indent=2))
    else:
        print(f"{BANNER}\n")
        for way in found:
            print(f"{'yes' if way.accepted else 'NO '}  {way.what}  {way.address or 'public'}\n     {way.why}")
    return 0 if all(way.accepted for way in found) else 1


def _locate(options: argparse.Namespace) -> int:
    from simulated_azure.catalogue.locate import arm_id
    from simulated_azure.catalogue.schema import UnmodelledTypeError

    if options.many:
        return _locate_many(Path(options.many), options.subscription)
    if not options.token or not options.inputs:
        raise ArmError(400, "InvalidInputs", "locate needs --token and --inputs, or --many.")
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


def _locate_many(path: Path, subscription: str | None) -> int:
    """Prints for each of many resources its id (null when that cannot be told) and what GET returns (null: nothing).

    What is always there, such as the blob service of a storage account, counts as nothing: a create writes it anew.
    """
    from simulated_azure.catalogue.catalogue import resource_type
    from simulated_azure.catalogue.locate import arm_id
    from simulated_azure.catalogue.schema import UnmodelledTypeError

    azure = open_world()
    found: list[dict[str, Any]] = []
    for item in json.loads(path.read_text(encoding="utf-8")):
        try:
            where = arm_id(item["token"], item["inputs"], subscription or azure.subscription_id)
        except (UnmodelledTypeError, ValueError):
            found.append({"id": None, "resource": None})
            continue
        if resource_type(item["token"]).behaviour.singleton:
            found.append({"id": where, "resource": None})
            continue
        try:
            found.append({"id": where, "resource": azure.get(where, api_version=API_VERSION)})
        except ArmError:
            found.append({"id": where, "resource": None})
    print(json.dumps(found))
    return 0
