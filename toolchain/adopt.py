"""`make adopt`: takes over what exists in the cloud and what the state has lost.

A lost state, or a lost answer to a create, leaves resources that `up` refuses to touch ("cannot create already existing
resource"). Which ones they are is what `preview` would create and what exists all the same. Names and ids often depend
on resources that come first, so one pass finds a layer of them and the next pass the layer above.
"""

import json
import uuid
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from toolchain import lifecycle, recover, state
from toolchain.console import Step, agreed, say
from toolchain.errors import ToolchainError
from toolchain.layout import Layout
from toolchain.pulumi import Cli
from toolchain.recover import Found, Lookup
from toolchain.state import Deployment, Pending

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""What the engine writes for a value that a preview cannot know."""
_PROVIDER = "pulumi:providers:"
_UNFINISHED = "Azure had not finished it when it was adopted"


@dataclass(frozen=True)
class Adopted:
    """A resource to take over: its state as a preview has it, and where it is."""

    resource: Mapping[str, Any]
    found: Found


def created(preview: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What `pulumi preview --json` would add to the state, in order."""
    steps: list[dict[str, Any]] = preview.get("steps") or []
    return [step["newState"] for step in steps if step["op"] == "create"]


def candidates(resources: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those that are resources of Azure and whose inputs the preview knows."""
    return [
        each
        for each in resources
        if each.get("custom") and each["type"].startswith("azure-native") and UNKNOWN not in json.dumps(each["inputs"])
    ]


def find(resources: Sequence[Mapping[str, Any]], lookup: Lookup, there: Container[str]) -> list[Adopted]:
    """Those of them that exist, less those that need what is neither in the state nor found before them.

    Args:
        resources: states as a preview has them, in order.
        lookup: asks the cloud.
        there: URNs in the state.
    """
    found: dict[str, Adopted] = {}
    for each in resources:
        needs: list[str] = each.get("dependencies") or []
        if any(urn not in there and urn not in found for urn in needs):
            continue
        where = lookup(Pending(each["urn"], "creating", each["type"], each["inputs"]))
        if where.exists and where.id:
            found[each["urn"]] = Adopted(each, where)
    return list(found.values())


def take_over(document: Mapping[str, Any], adopted: Sequence[Adopted]) -> dict[str, Any]:
    """`pulumi stack export` with the adopted resources in it.

    What Azure has not finished carries an initialisation error, which makes the next `up` write it again.
    """
    deployment: dict[str, Any] = dict(document.get("deployment") or {})
    added = [
        {**each.resource, "id": each.found.id, **({} if each.found.whole else {"initErrors": [_UNFINISHED]})}
        for each in adopted
    ]
    deployment["resources"] = [*(deployment.get("resources") or []), *added]
    return {**document, "deployment": deployment}


def scaffold(document: Mapping[str, Any], resources: Sequence[Mapping[str, Any]], config: Mapping[str, str]) -> Any:
    """`pulumi stack export` with the providers and components that have to be there before what they hold; no resource.

    Args:
        document: the export.
        resources: what the preview would add.
        config: configuration of the stack, for the default provider, which no preview shows.
    """
    deployment: dict[str, Any] = dict(document.get("deployment") or {})
    present: list[dict[str, Any]] = deployment.get("resources") or []
    there = {str(each["urn"]) for each in present}
    referred = {str(each["provider"]).rpartition("::")[0]: None for each in resources if each.get("provider")}
    defaults = [_default_provider(urn, config) for urn in referred if "::default_" in urn and urn not in there]
    rest = [
        _bare(each)
        for each in resources
        if each["urn"] not in there and (not each.get("custom") or each["type"].startswith(_PROVIDER))
    ]
    deployment["resources"] = [*present, *defaults, *rest]
    return {**document, "deployment": deployment}


def _bare(resource: Mapping[str, Any]) -> dict[str, Any]:
    """A provider or component without what it takes from resources that are not adopted yet; `up` finds that anew."""
    left_out = {"dependencies", "propertyDependencies"}
    bare: dict[str, Any] = {key: value for key, value in resource.items() if key not in left_out}
    return {**bare, "id": str(uuid.uuid4())} if resource.get("custom") else {**bare, "outputs": {}}


def _default_provider(urn: str, config: Mapping[str, str]) -> dict[str, Any]:
    """A provider that the engine makes by itself: its version is in its name, its inputs in the configuration."""
    kind = urn.split("::")[2]
    package = kind.removeprefix(_PROVIDER)
    version = urn.rsplit("::default_", 1)[1].replace("_", ".")
    values = {key.partition(":")[2]: value for key, value in config.items() if key.startswith(f"{package}:")}
    inputs = {**values, "version": version}
    return {
        "urn": urn,
        "custom": True,
        "id": str(uuid.uuid4()),
        "type": kind,
        "inputs": {"__internal": {}, **inputs},
        "outputs": inputs,
    }


def adopt(layout: Layout, extra: Sequence[str] = (), *, yes: bool) -> int:
    """Shows what exists and is not in the state, asks (unless `yes`), and takes it over. Changes nothing in the cloud.

    Args:
        layout: the checkout.
        extra: further arguments for `pulumi preview`, such as `--config-file`.
        yes: go ahead without asking.

    Raises:
        ToolchainError: another run works on the stack, or a killed one left it in doubt.
    """
    cli = lifecycle.prepare(layout)
    if state.locks(cli) or Deployment.load(cli).pending:
        raise ToolchainError("a former run was killed, or still works", "`make recover` first, then `make adopt`")
    total = 0
    while True:
        resources, adopted = _layer(cli, extra)
        if not adopted:
            say(f"{total} resources adopted: `make up` goes on" if total else "nothing to adopt")
            return 0
        say("exists and is not in the state:\n" + "\n".join(f"  adopt   {_line(each)}" for each in adopted))
        if not yes and not agreed("make adopt"):
            say(f"stopped; {total} resources adopted")
            return 1
        if any(UNKNOWN in each.resource["provider"] for each in adopted):
            config = {key: str(each.get("value", "")) for key, each in cli.read("config", "--json", *extra).items()}
            code = recover.load(cli, scaffold(cli.read("stack", "export"), resources, config))
            # The next preview knows the providers.
        else:
            code = recover.load(cli, take_over(cli.read("stack", "export"), adopted)) or _refresh(cli, adopted, extra)
            total += len(adopted)
        if code != 0:
            return code


def _layer(cli: Cli, extra: Sequence[str]) -> tuple[list[dict[str, Any]], list[Adopted]]:
    with Step("looking for what exists") as step:
        step.update("asking the program what it wants")
        resources = created(cli.read("preview", "--json", *extra))
        known = candidates(resources)
        step.update(f"asking the cloud for {len(known)} resources")
        there = {str(each["urn"]) for each in Deployment.load(cli).resources}
        asked = [Pending(each["urn"], "creating", each["type"], each["inputs"]) for each in known]
        return resources, find(known, recover.looked_up(cli, asked), there)


def _refresh(cli: Cli, adopted: Sequence[Adopted], extra: Sequence[str]) -> int:
    """Read the outputs of what was adopted; a refresh of everything would take long, and forget what is unfinished."""
    targets = [part for each in adopted if each.found.whole for part in ("--target", each.resource["urn"])]
    code = cli.run("refresh", "--yes", "--skip-preview", *targets, *extra) if targets else 0
    if code != 0:
        return code
    wanted = {str(each.resource["urn"]): each.resource["inputs"] for each in adopted}
    return recover.load(cli, recover.with_inputs(cli.read("stack", "export"), wanted))


def _line(adopted: Adopted) -> str:
    name = adopted.resource["urn"].rsplit("::", 1)[-1]
    return f"{adopted.resource['type'].rsplit(':', 1)[-1]} {name}: {adopted.found.id}"
