"""`make recover`: brings a stack back into order after its engine was killed.

A killed engine leaves a lock, and operations whose end it never saw. What it was creating may exist or not: whoever
exists is imported, the rest is forgotten, and the next `up` goes on from there.
"""

import json
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from toolchain import files, lifecycle, state
from toolchain.console import agreed, say
from toolchain.errors import ToolchainError
from toolchain.layout import Layout
from toolchain.pulumi import Cli
from toolchain.state import Deployment, Lock, Pending


@dataclass(frozen=True)
class Found:
    """What the cloud says about a pending create.

    Attributes:
        id: where the resource would be; empty if that cannot be told.
        exists: True, False, or None for "cannot tell".
        whole: whether Azure has finished it; what is half done has to be written again.
    """

    id: str
    exists: bool | None
    whole: bool = True


_UNFINISHED = "its engine was killed before Azure had finished it"

Lookup = Callable[[Pending], Found]
"""Asks the cloud, without changing anything."""


@dataclass(frozen=True)
class Plan:
    """What is to be done, in the order in which it is done."""

    locks: tuple[Lock, ...] = ()
    imports: tuple[tuple[Pending, str], ...] = ()
    clears: tuple[Pending, ...] = ()
    undecided: tuple[Pending, ...] = ()
    others: tuple[Pending, ...] = ()
    unfinished: frozenset[str] = frozenset()
    """URNs of what Azure had not finished, or had failed to, when its engine died."""

    @property
    def empty(self) -> bool:
        """Whether the stack is in order."""
        return not (self.locks or self.imports or self.clears or self.undecided or self.others)

    def describe(self) -> str:
        """The plan for the user to read."""
        lines = [f"  unlock  the stack (was locked by process {lock.pid}, which is gone)" for lock in self.locks]
        lines += [f"  import  {_name(pending)}: it exists as {found}" for pending, found in self.imports]
        lines += [f"  forget  {_name(pending)}: it does not exist" for pending in self.clears]
        lines += [f"  ask     {_name(pending)}: nothing here can tell whether it exists" for pending in self.undecided]
        lines += [f"  read    {_name(pending)} again: it was being {_past(pending)}" for pending in self.others]
        again = [pending for pending in self._alive if pending.urn in self.unfinished]
        lines += [f"  note    {_name(pending)}: not finished, the next `up` writes it again" for pending in again]
        return "\n".join(lines)

    @property
    def _alive(self) -> tuple[Pending, ...]:
        return (*(pending for pending, _ in self.imports), *self.others)

    def settle(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """`pulumi stack export` with the pending creates settled: those that exist are resources now, none is pending.

        The engine itself offers `refresh --import-pending-creates`, which at 3.250 only renames the pending operation;
        the resource never enters the state. What it depends on is in the state already, so it goes to the end.
        What Azure has not finished carries an initialisation error, which makes the next `up` write it again.
        """
        deployment: dict[str, Any] = dict(document.get("deployment") or {})
        operations: list[dict[str, Any]] = deployment.get("pending_operations") or []
        creates = {each["resource"]["urn"]: each for each in operations if each["type"] == "creating"}
        adopted = [{**creates[pending.urn]["resource"], "id": found} for pending, found in self.imports]
        resources: list[dict[str, Any]] = [*(deployment.get("resources") or []), *adopted]
        deployment["resources"] = [
            {**each, "initErrors": [_UNFINISHED]} if each["urn"] in self.unfinished else each for each in resources
        ]
        deployment["pending_operations"] = [each for each in operations if each["type"] != "creating"]
        return {**document, "deployment": deployment}


def plan(locks: Sequence[Lock], pending: Sequence[Pending], lookup: Lookup) -> Plan:
    """Decides. Pure but for `lookup`."""
    imports: list[tuple[Pending, str]] = []
    clears: list[Pending] = []
    undecided: list[Pending] = []
    others: list[Pending] = []
    unfinished: set[str] = set()
    for operation in pending:
        if operation.kind not in {"creating", "updating"}:
            others.append(operation)
            continue
        found = lookup(operation)
        if not found.whole:
            unfinished.add(operation.urn)
        if operation.kind == "updating":
            others.append(operation)
        elif found.exists and found.id:
            imports.append((operation, found.id))
        elif found.exists is False:
            clears.append(operation)
        else:
            undecided.append(operation)
    return Plan(tuple(locks), tuple(imports), tuple(clears), tuple(undecided), tuple(others), frozenset(unfinished))


def looked_up(cli: Cli, asked: Sequence[Pending]) -> Lookup:
    """Asks the simulated Azure for all of them at once; the lookup knows just these.

    Raises:
        ToolchainError: it cannot be asked.
    """
    with files.workspace(cli.layout.tools) as scratch:
        question = scratch / "asked.json"
        question.write_text(json.dumps([{"token": each.token, "inputs": dict(each.inputs)} for each in asked]))
        answer = cli.simulated_azure("locate", "--many", str(question))
    if answer.returncode != 0:
        raise ToolchainError(f"the simulated Azure cannot be asked: {answer.stderr.strip()}", "run the same again")
    answers = dict(zip([each.urn for each in asked], json.loads(answer.stdout), strict=True))

    def lookup(pending: Pending) -> Found:
        found = answers[pending.urn]
        if found["id"] is None:
            return Found("", exists=None)
        there = found["resource"] is not None
        return Found(found["id"], exists=there, whole=not there or is_whole(found["resource"]))

    return lookup


def _nothing_to_ask(pending: Pending) -> Found:
    raise AssertionError(f"nobody asks for {pending.urn}")


def is_whole(resource: Mapping[str, Any]) -> bool:
    """Whether Azure has finished a resource, given as GET returns it; one that does not say is taken as finished."""
    properties: Mapping[str, Any] = resource.get("properties") or {}
    return properties.get("provisioningState", "Succeeded") == "Succeeded"


def half_done(document: Mapping[str, Any]) -> list[str]:
    """URNs in a `pulumi stack export` that the next `up` has to write again: a refresh would forget which they are."""
    resources: list[dict[str, Any]] = document["deployment"].get("resources") or []
    return [each["urn"] for each in resources if each.get("initErrors")]


def declared(wanted: Any, found: Any) -> Any:
    """What was found of what was wanted. A refresh of a resource that is new to the state takes every default of the
    server for an input; the next `up` would write it again to be rid of them. A value that really differs stays.
    """
    if isinstance(wanted, dict) and isinstance(found, dict):
        pairs, there = cast("dict[str, Any]", wanted), cast("dict[str, Any]", found)
        return {key: declared(value, there[key]) if key in there else value for key, value in pairs.items()}
    if isinstance(wanted, list) and isinstance(found, list):
        items, others = cast("list[Any]", wanted), cast("list[Any]", found)
        if len(items) == len(others):
            return [declared(one, other) for one, other in zip(items, others, strict=True)]
    return cast("Any", found)


def with_inputs(document: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """`pulumi stack export` after the refresh: resources by URN keep of their inputs what was wanted."""
    deployment: dict[str, Any] = dict(document["deployment"])
    resources: list[dict[str, Any]] = deployment.get("resources") or []
    deployment["resources"] = [
        {**each, "inputs": declared(wanted[each["urn"]], each["inputs"])} if each["urn"] in wanted else each
        for each in resources
    ]
    return {**document, "deployment": deployment}


def load(cli: Cli, document: Mapping[str, Any]) -> int:
    """`pulumi stack import` of a document."""
    with files.workspace(cli.layout.tools) as scratch:
        target = scratch / "state.json"
        target.write_text(json.dumps(document), encoding="utf-8")
        return cli.run("stack", "import", "--file", str(target))


def recover(layout: Layout, extra: Sequence[str] = (), *, yes: bool) -> int:
    """Shows what is in doubt, asks (unless `yes`), and repairs it.

    Args:
        layout: the checkout.
        extra: further arguments for `pulumi refresh`.
        yes: go ahead without asking.

    Raises:
        ToolchainError: another run is still alive, or a pending create cannot be decided here.
    """
    cli = lifecycle.prepare(layout)
    locks = state.locks(cli)
    for lock in locks:
        if lock.held():
            message = f"process {lock.pid} on {lock.host} still works on this stack"
            raise ToolchainError(message, "wait for it, or end it with Ctrl-C; nothing was changed")
    if damaged := state.mend_checkpoint(cli):
        say(f"the kill cut a write of the state short; the last whole one is in its place, the rest in {damaged.name}")
    pending = Deployment.load(cli).pending
    todo = plan(locks, pending, looked_up(cli, pending) if pending else _nothing_to_ask)
    if todo.empty:
        say("nothing to recover: no lock, no operation in doubt")
        return 0
    say("to recover the stack:\n" + todo.describe())
    if todo.undecided:
        raise ToolchainError("some creates cannot be decided here", by_hand(todo, cli.stack))
    if not yes and not agreed("make recover"):
        say("nothing was changed")
        return 1
    return _carry_out(cli, todo, extra)


def by_hand(todo: Plan, stack: str) -> str:
    """The commands that finish an undecided plan once the user knows the ids, on any backend and any Azure."""
    imports = [
        f"    pulumi import --stack {stack} {_import(pending)}  # {pending.urn}"
        for pending in (*(pending for pending, _ in todo.imports), *todo.undecided)
    ]
    return "\n".join(
        [
            "find out which of them exist (portal, `az resource show --ids`), leave out those that do not, then:",
            f"    pulumi cancel --yes --stack {stack}",
            f"    pulumi refresh --stack {stack} --clear-pending-creates",
            *imports,
        ]
    )


def _import(pending: Pending) -> str:
    """Arguments of `pulumi import`; only with its parent does the resource get the URN that the program gives it."""
    words = ["--protect=false", "--generate-code=false"]
    if pending.parent:
        words += ["--parent", shlex.quote(f"{pending.parent.rsplit('::', 1)[-1]}={pending.parent}")]
    return " ".join([*words, pending.token, shlex.quote(pending.urn.rsplit("::", 1)[-1]), "<id>"])


def _carry_out(cli: Cli, todo: Plan, extra: Sequence[str]) -> int:
    if todo.locks:
        code = cli.run("cancel", "--yes")
        if code != 0:
            return code
    document = todo.settle(cli.read("stack", "export"))
    code = load(cli, document)
    if code == 0:
        spared = [part for urn in half_done(document) for part in ("--exclude", urn)]
        code = cli.run("refresh", "--yes", "--skip-preview", *spared, *extra)
    if code == 0 and todo.imports:
        code = load(cli, with_inputs(cli.read("stack", "export"), {each.urn: each.inputs for each, _ in todo.imports}))
    say("recovered: `make up` goes on" if code == 0 else "not recovered; `make recover` may be run again")
    return code


def _name(pending: Pending) -> str:
    return f"{pending.token.rsplit(':', 1)[-1]} {pending.urn.rsplit('::', 1)[-1]}"


def _past(pending: Pending) -> str:
    return {"updating": "updated", "deleting": "deleted", "reading": "read", "importing": "imported"}.get(
        pending.kind, pending.kind
    )
