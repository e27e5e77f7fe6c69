"""Takes the pack into a project that breaches rules already: waives what is there, so that only new breaches stop.

    pulumi stack export | python -m ai_policies.adopt --stack dev --owner "data platform" --ticket SEC-12 \
        --expires 2027-06-30

reads what is deployed (or, line by line, the events of a preview), and adds one waiver for each breach to
`stacks/policy/<stack>.json`. With `--ratchet` it only takes out those that are no longer needed: the list gets shorter.
"""

import argparse
import glob
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TextIO, cast

from ai_policies.kit import messages
from ai_policies.kit.findings import Violated
from ai_policies.kit.registry import all_rules
from ai_policies.kit.resource import Resource
from ai_policies.kit.rule import Severity
from ai_policies.kit.session import WAIVER_RULES, Report, Session
from ai_policies.kit.settings import SettingsError, load
from ai_policies.kit.values import PlainBag

_REASON: Final = "was there before the rules were adopted"
_APPROVERS: Final = 2


class AdoptError(Exception):
    """Something that the user has to change; the text says what."""


@dataclass(frozen=True, order=True)
class Breach:
    """A rule that a resource violates and no waiver covers."""

    urn: str
    rule: str


def breaches(text: str, settings: Path) -> set[Breach]:
    """What a state (`pulumi stack export`) or a preview (`pulumi preview --json`, streamed) breaches.

    Raises:
        AdoptError: the text is neither.
        SettingsError: the settings file cannot be used.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    try:
        if len(lines) > 1 and all(line.startswith("{") for line in lines[:2]):
            return set(_of_events(cast("dict[str, Any]", json.loads(line)) for line in lines))
        document = cast("dict[str, Any]", json.loads(text))
        return set(_of_state(document["deployment"].get("resources", []), settings))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise AdoptError(
            "the input is neither the output of `pulumi stack export` nor the events of `pulumi preview --json` with "
            "PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true"
        ) from error


def with_waivers(document: Mapping[str, Any], found: Iterable[Breach], given: Mapping[str, Any]) -> dict[str, Any]:
    """The settings with a waiver for each breach; `given` holds owner, ticket, expiry and who approved.

    Raises:
        AdoptError: a critical rule is breached and fewer than two people agreed.
    """
    critical = {rule.id for rule in all_rules() if rule.severity is Severity.CRITICAL}
    ordered = sorted(found)
    needing = [breach for breach in ordered if breach.rule in critical]
    if needing and len(set(given.get("approved_by", ()))) < _APPROVERS:
        raise AdoptError(
            f"{len(needing)} breaches are of critical rules, the first of {needing[0].rule}; waiving them takes two "
            "people: add --approved-by NAME twice"
        )
    fresh = [{"rule": item.rule, "urn": glob.escape(item.urn), "reason": _REASON, **given} for item in ordered]
    return {**document, "waivers": [*document.get("waivers", []), *fresh]}


def without_unused(document: Mapping[str, Any], found: Iterable[Breach], ticket: str) -> dict[str, Any]:
    """The settings without those waivers of a ticket that nothing needs any more."""
    needed = {(item.rule, glob.escape(item.urn)) for item in found}
    kept = [
        item
        for item in document.get("waivers", [])
        if item.get("ticket") != ticket or (item["rule"], item["urn"]) in needed
    ]
    return {**document, "waivers": kept}


def main(arguments: Sequence[str], source: TextIO) -> int:
    """Run the command; returns the exit code."""
    given = _arguments(arguments)
    file = Path(given.folder) / "stacks" / "policy" / f"{given.stack}.json"
    try:
        text = Path(given.file).read_text(encoding="utf-8") if given.file != "-" else source.read()
        document = _read(file)
        report = _ratchet(file, document, text, given) if given.ratchet else _adopt(file, document, text, given)
    except (AdoptError, SettingsError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{file}: {report}\n")
    return 0


def _adopt(file: Path, document: dict[str, Any], text: str, given: argparse.Namespace) -> str:
    if not given.owner or not given.expires:
        raise AdoptError("--owner and --expires are needed: a waiver has somebody who answers for it, and an end")
    found = breaches(text, file)
    fields = {"owner": given.owner, "expires": given.expires, "ticket": given.ticket}
    if given.approved_by:
        fields["approved_by"] = given.approved_by
    _write(file, document, with_waivers(document, found, fields))
    return f"{len(found)} breaches of {len({item.rule for item in found})} rules are waived until {given.expires}"


def _ratchet(file: Path, document: dict[str, Any], text: str, given: argparse.Namespace) -> str:
    bare = {**document, "waivers": [item for item in document.get("waivers", []) if item["ticket"] != given.ticket]}
    _write(file, document, bare)
    try:
        found = breaches(text, file)
    finally:
        _write(file, bare, document)
    kept = without_unused(document, found, given.ticket)
    _write(file, document, kept)
    before, after = (len(item.get("waivers", [])) for item in (document, kept))
    return f"{before - after} waivers are no longer needed and gone, {after} are left"


def _of_state(resources: Iterable[Mapping[str, Any]], settings: Path) -> Iterable[Breach]:
    session = Session(all_rules(), settings.parents[2])
    judged: list[Resource] = []
    reports: list[Report] = []
    for item in resources:
        if item.get("delete") or not item.get("custom"):
            continue
        inputs = PlainBag(item.get("inputs", {}))
        reports += session.analyze(item["urn"], item["type"], inputs)
        resource = Resource(item["urn"], item["type"], inputs, PlainBag(item.get("outputs", {})))
        links = cast("dict[str, list[str] | None]", item.get("propertyDependencies") or {})
        resource.linked = {key: tuple(urns or ()) for key, urns in links.items()}
        judged.append(resource)
    for report in [*reports, *session.analyze_stack(judged)]:
        is_new = isinstance(report.finding, Violated) and report.waiver is None
        if is_new and report.urn and report.rule.id not in WAIVER_RULES:
            yield Breach(report.urn, report.rule.id)


def _of_events(events: Iterable[Mapping[str, Any]]) -> Iterable[Breach]:
    for event in events:
        policy = cast("Mapping[str, str] | None", event.get("policyEvent"))
        if policy is None or policy["policyName"] in WAIVER_RULES or not policy.get("resourceUrn"):
            continue
        if messages.kind(policy["message"]) == "violated":
            yield Breach(policy["resourceUrn"], policy["policyName"])


def _read(file: Path) -> dict[str, Any]:
    if not file.is_file():
        return {"levels": {}, "parameters": {}, "waivers": []}
    load(file, all_rules())
    return cast("dict[str, Any]", json.loads(file.read_text(encoding="utf-8")))


def _write(file: Path, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Write settings and read them back; what was there returns when they cannot be used."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(after, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    try:
        load(file, all_rules())
    except SettingsError:
        file.write_text(json.dumps(before, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        raise


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m ai_policies.adopt", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", nargs="?", default="-", help="state or events; standard input when left out")
    parser.add_argument("--stack", required=True, help="names the settings file stacks/policy/<stack>.json")
    parser.add_argument("--ticket", required=True, help="where it was decided; the ratchet finds its waivers by it")
    parser.add_argument("--owner", default="", help="who answers for the waivers")
    parser.add_argument("--expires", default="", help="their last day, such as 2027-06-30")
    parser.add_argument("--approved-by", action="append", default=[], metavar="NAME", help="twice for critical rules")
    parser.add_argument("--folder", default=".", help="the project's folder")
    parser.add_argument("--ratchet", action="store_true", help="only remove waivers that are no longer needed")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdin))
