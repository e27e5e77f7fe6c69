"""One run of the pack over one stack: dispatches rules by type, applies levels and waivers. Knows no wire format."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from ai_policies.kit import messages, tokens
from ai_policies.kit.findings import Corrected, Crashed, Finding, Unknown, Verdict, Violated, verdict
from ai_policies.kit.graph import Graph
from ai_policies.kit.resource import Resource
from ai_policies.kit.rule import ResourceRule, Rule, StackRule, default_level, is_fixable, judge_resource, judge_stack
from ai_policies.kit.settings import Settings, load, locate
from ai_policies.kit.values import Bag, Value
from ai_policies.kit.waivers import Waiver

WAIVER_RULES: Final = frozenset(
    {"governance-waivers-used", "governance-waivers-current", "governance-waivers-approved"}
)
"""The rules about waivers; they judge last, when it is known which waivers were needed."""

_NONE: Final[Mapping[str, Value]] = {}


@dataclass(frozen=True)
class Report:
    """A finding as it is shown: level `mandatory` stops the deployment, `advisory` does not.

    `waiver` is the one that made a note of a violation.
    """

    rule: Rule
    level: str
    text: str
    urn: str
    finding: Finding
    waiver: Waiver | None = None


class Session:
    """State of one run.

    Attributes:
        inputs: what the program asked for, by URN, kept for the stack rules.
        engine_levels: levels of the engine's policy configuration.
        corrections: (rule id, URN) -> what the rule's fix changed, until the resource is judged again.
        broken_fixes: (rule id, URN) -> the error of a fix that raised.
        is_preview: whether outputs are a forecast. Otherwise they are what Azure has, and are judged as well.

    Args:
        rules: the rules to judge.
        folder: where `stacks/policy/<stack>.json` is looked for: the project's folder.
        today: the day that decides on waivers, UTC today when not given.
    """

    def __init__(self, rules: Sequence[Rule], folder: Path | None = None, today: date | None = None) -> None:
        self.rules = rules
        self.inputs: dict[str, Bag] = {}
        self.engine_levels: dict[str, str] = {}
        self.corrections: dict[tuple[str, str], str] = {}
        self.broken_fixes: dict[tuple[str, str], str] = {}
        self.is_preview = False
        self._folder = folder if folder is not None else Path.cwd()
        self._today = today if today is not None else datetime.now(UTC).date()
        self._settings: Settings | None = None
        self._used: set[Waiver] = set()
        self._by_type: dict[str, list[ResourceRule]] = {}
        for rule in rules:
            if isinstance(rule, ResourceRule):
                for arm_type in rule.types:
                    self._by_type.setdefault(arm_type.casefold(), []).append(rule)
        self._resource_rules = [rule for rule in rules if isinstance(rule, ResourceRule)]
        self._by_token: dict[str, list[ResourceRule] | None] = {}

    def settings(self, urn: str) -> Settings:
        """Settings of the stack that a URN belongs to, read once.

        Raises:
            SettingsError: the file is missing, malformed, or names what does not exist.
        """
        if self._settings is None:
            parts = urn.split("::", maxsplit=1)[0].split(":")
            path = locate(parts[2] if len(parts) > 2 else "", self._folder)
            self._settings = load(path, self.rules) if path else Settings()
        return self._settings

    def level(self, rule: Rule) -> str:
        """Level in force: the engine's policy configuration, else the stack's settings, else by severity.

        In the settings a rule's own level comes first; what the selection leaves out stays out, whatever `all` says.
        """
        default = default_level(rule)
        given = self.engine_levels.get(rule.id, default)
        if given != default:
            return given
        settings = self._settings or Settings()
        wanted = settings.levels.get(rule.id) or settings.selected.get(rule.id, default)
        if rule.id not in settings.levels and wanted != "disabled":
            wanted = settings.levels.get("all", wanted)
        return default if wanted == "remediate" and not is_fixable(rule) else wanted

    def rules_of(self, token: str) -> list[ResourceRule]:
        """Resource rules that may be about a resource with this token; all of them for the generic class."""
        rules = self._rules_of(token)
        return self._resource_rules if rules is None else rules

    def waiver_in_force(self, rule: Rule, urn: str) -> Waiver | None:
        """The waiver that covers a resource today, None without one."""
        waivers = (self._settings or Settings()).waivers
        return next((item for item in waivers if item.covers(rule.id, urn) and item.expires >= self._today), None)

    def analyze(self, urn: str, token: str, inputs: Bag) -> list[Report]:
        """Judge one resource by its inputs, and keep them for the stack rules."""
        settings = self.settings(urn)
        rules = self._rules_of(token)
        if rules is not None and not rules:
            if tokens.arm_type(token):
                self.inputs[urn] = inputs
            return []
        self.inputs[urn] = inputs
        resource = Resource(urn, token, inputs)
        applicable = self._by_type.get(resource.arm_type.casefold(), []) if rules is None else rules
        return [report for rule in applicable for report in self.judge(rule, resource, settings)]

    def judge(self, rule: ResourceRule, resource: Resource, settings: Settings) -> list[Report]:
        """Reports of one resource rule on one resource."""
        if self.level(rule) == "disabled":
            return []
        findings = judge_resource(rule, resource, settings.parameters.get(rule.id, _NONE))
        reports = self._reports(rule, findings, {resource.urn: resource}, resource.urn)
        done = self.corrections.pop((rule.id, resource.urn), "")
        if done and verdict(findings) is not Verdict.VIOLATED:
            reports.append(Report(rule, "advisory", done, resource.urn, Corrected(done)))
        return reports

    def analyze_stack(self, resources: Sequence[Resource]) -> list[Report]:
        """Judge the stack as a whole."""
        if not resources:
            return []
        settings = self.settings(resources[0].urn)
        graph = Graph(resources)
        drifted = [] if self.is_preview else [r for item in resources for r in self._judge_deployed(item, settings)]
        ordered = sorted(self.rules, key=lambda rule: rule.id in WAIVER_RULES)
        stack_rules = [rule for rule in ordered if isinstance(rule, StackRule)]
        return [*drifted, *(report for rule in stack_rules for report in self.judge_stack(rule, graph, settings))]

    def _judge_deployed(self, resource: Resource, settings: Settings) -> Iterator[Report]:
        """Violations that only the deployed values show: someone changed the resource, or Azure did."""
        rules = self._by_type.get(resource.arm_type.casefold(), [])
        deployed = resource.deployed() if rules else resource
        for rule in rules:
            asked = verdict(judge_resource(rule, resource, settings.parameters.get(rule.id, _NONE)))
            if asked is not Verdict.VIOLATED:
                yield from (r for r in self.judge(rule, deployed, settings) if not isinstance(r.finding, Unknown))

    def judge_stack(self, rule: StackRule, graph: Graph, settings: Settings) -> list[Report]:
        """Reports of one stack rule."""
        types = {arm_type.casefold() for arm_type in rule.types}
        if self.level(rule) == "disabled" or (types and types.isdisjoint(graph.types)):
            return []
        if rule.id in WAIVER_RULES:
            graph.waivers, graph.used_waivers = settings.waivers, self._used
        graph.today = self._today
        findings = judge_stack(rule, graph, settings.parameters.get(rule.id, _NONE))
        return self._reports(rule, findings, graph.by_urn, "")

    def _rules_of(self, token: str) -> list[ResourceRule] | None:
        """Resource rules of a token; None for the generic class, whose type is in its properties."""
        if token not in self._by_token:
            rules = None if token == tokens.GENERIC else self._by_type.get(tokens.arm_type(token).casefold(), [])
            self._by_token[token] = rules
        return self._by_token[token]

    def _reports(
        self, rule: Rule, findings: Iterable[Finding], resources: Mapping[str, Resource], default_urn: str
    ) -> list[Report]:
        grouped: dict[str, list[Finding]] = {}
        for finding in findings:
            grouped.setdefault(finding.urn or default_urn, []).append(finding)
        reports: list[Report] = []
        for urn, found in grouped.items():
            label = resources[urn].label if urn in resources else "the stack"
            reports += self._reports_of(rule, found, urn, label)
        return reports

    def _reports_of(self, rule: Rule, findings: Sequence[Finding], urn: str, label: str) -> Iterator[Report]:
        """One report for all violations of a resource, one for each thing that is unknown or went wrong."""
        settings = self._settings or Settings()
        wrong = [finding for finding in findings if isinstance(finding, Violated)]
        if wrong:
            text = messages.violated(rule, label, wrong, settings.source)
            if error := self.broken_fixes.pop((rule.id, urn), ""):
                text = messages.broken_fix(text, error)
            # What is still wrong after the fix stops the deployment.
            level = self.level(rule)
            yield self._report(rule, "mandatory" if level == "remediate" else level, text, urn, wrong[0])
        for finding in findings:
            if isinstance(finding, Unknown):
                yield Report(rule, "advisory", messages.unknown(rule, label, finding), urn, finding)
            elif isinstance(finding, Crashed):
                yield self._report(rule, "mandatory", messages.crashed(rule, label, finding), urn, finding)

    def _report(self, rule: Rule, level: str, text: str, urn: str, finding: Finding) -> Report:
        """A violation after waivers: a current one makes it a note, an expired one is mentioned."""
        waivers = [waiver for waiver in (self._settings or Settings()).waivers if waiver.covers(rule.id, urn)]
        self._used.update(waivers)
        if waiver := self.waiver_in_force(rule, urn):
            return Report(rule, "advisory", messages.waived(text, waiver), urn, finding, waiver)
        return Report(rule, level, messages.expired(text, waivers[0]) if waivers else text, urn, finding)
