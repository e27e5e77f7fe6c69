"""The policy pack on mutants: what it says that it did not say about the stack as it is."""

import re
from dataclasses import dataclass

from ai_policies.kit.findings import Crashed, Unknown, Violated
from ai_policies.kit.registry import all_rules
from ai_policies.kit.resource import Resource
from ai_policies.kit.session import Report, Session
from ai_policies.kit.values import PlainBag
from assurance.arm.model import Planned
from tests.mutation.mutants import Mutant
from tests.mutation.worlds import ROOT, World


@dataclass(frozen=True)
class Answer:
    """What the pack said about a mutant.

    Attributes:
        rules: rules that report a violation which the stack as it is does not have.
        stops: whether one of them is mandatory.
        unknown: rules that report something as unknown which was known, or the property itself by its name.
    """

    rules: tuple[str, ...]
    stops: bool
    unknown: tuple[str, ...]


class Judge:
    """The pack over one stack, ready to judge changes of it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.session = Session(all_rules(), ROOT, world.day)
        self.session.is_preview = True
        self.resources = {urn: _resource(item) for urn, item in world.resources.items()}
        self.single = {urn: self._single(item) for urn, item in world.resources.items()}
        self.whole = _texts(self.session.analyze_stack(list(self.resources.values())))

    def _single(self, item: Planned) -> list[Report]:
        return self.session.analyze(item.urn, item.token, PlainBag(item.inputs))

    @property
    def violations(self) -> list[str]:
        """What the pack says against the stack as it is."""
        found = [report for reports in self.single.values() for report in reports]
        texts = [report.text for report in found if isinstance(report.finding, Violated | Crashed)]
        return [
            *texts,
            *(text for text, report in self.whole.items() if isinstance(report.finding, Violated | Crashed)),
        ]

    @property
    def stopping(self) -> list[str]:
        """What the pack stops the stack as it is for."""
        found = [report for reports in self.single.values() for report in reports] + list(self.whole.values())
        return [report.text for report in found if report.level != "advisory"]

    def ask(self, mutant: Mutant) -> Answer:
        """Judges one mutant; the stack is as it was afterwards."""
        resources = {urn: found for urn, found in self.resources.items() if urn not in mutant.removed}
        known = {report.text for report in self.single[mutant.target.urn]}
        new: list[Report] = []
        said: list[Report] = []
        kept = self.session.inputs
        self.session.inputs = {urn: bag for urn, bag in kept.items() if urn not in mutant.removed}
        if mutant.changed is not None:
            said += self._single(mutant.changed)
            new += [report for report in said if report.text not in known]
            resources[mutant.target.urn] = _resource(mutant.changed)
        whole = self.session.analyze_stack(list(resources.values()))
        new += [report for report in whole if report.text not in self.whole]
        self.session.inputs = kept
        unclear = [report for report in new if isinstance(report.finding, Unknown)]
        unclear += [report for report in [*said, *whole] if _names(report, mutant)]
        wrong = [report for report in new if isinstance(report.finding, Violated | Crashed)]
        return Answer(
            tuple(sorted({report.rule.id for report in wrong})),
            any(report.level != "advisory" for report in wrong),
            tuple(sorted({report.rule.id for report in unclear})),
        )


def _names(report: Report, mutant: Mutant) -> bool:
    """Whether a report says that the mutant's property, or something in or around it, is unknown."""
    if not isinstance(report.finding, Unknown) or report.urn != mutant.target.urn or not mutant.way:
        return False
    said = [part for part in re.split(r"[.\[\]]+", report.finding.path) if part]
    own = [str(step) for step in mutant.way]
    shorter = min(len(said), len(own))
    return said[:shorter] == own[:shorter]


def _texts(reports: list[Report]) -> dict[str, Report]:
    return {report.text: report for report in reports}


def _resource(item: Planned) -> Resource:
    bag = PlainBag(item.inputs)
    resource = Resource(item.urn, item.token, bag, bag)
    resource.linked = item.links
    resource.is_protected = item.protected
    return resource
