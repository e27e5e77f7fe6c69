"""Azure Policy with the effects deny and modify, as settable facts."""

from simulated_azure.arm.bodies import read_path, same_value, write_path
from simulated_azure.arm.errors import ArmError
from simulated_azure.arm.json_values import Json, as_dict, dicts
from simulated_azure.arm.rules import Put, everywhere

_SOURCE = "arm-semantics 2.3: AZD governance/policy/concepts/effects.md; LZB #29 (a modify policy that broke scripts)"


def _entries(put: Put, fact: str) -> list[Json]:
    found = dicts(put.world.fact(fact))
    return [item for item in found if str(item.get("type") or "").lower() in {put.id.type_key, "*"}] if found else []


@everywhere(source=_SOURCE)
def check_policy(put: Put) -> None:
    """A policy with effect deny refuses what it describes: 403 RequestDisallowedByPolicy."""
    for item in _entries(put, "deniedByPolicy"):
        path = str(item.get("path") or "")
        if same_value(read_path(put.body, path), item.get("value")):
            raise ArmError(
                403, "RequestDisallowedByPolicy", f"Resource '{put.id.name}' was disallowed by policy"
                f" '{item.get('name') or 'deny'}': '{path}' is {item.get('value')!r}.", target=put.id.name,
            )  # fmt: skip


@everywhere(source=_SOURCE)
def apply_policy(put: Put) -> None:
    """A policy with effect modify writes its own value, whatever was asked for; the answer shows it."""
    for item in _entries(put, "modifiedByPolicy"):
        if "." in str(item.get("path")) and as_dict(put.body):
            write_path(put.body, str(item["path"]), item.get("value"))
