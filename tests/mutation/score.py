"""Runs every mutant through the pack and counts."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.mutation.mutants import Mutant, of_world
from tests.mutation.pack import Answer, Judge
from tests.mutation.worlds import World


@dataclass(frozen=True)
class Outcome:
    """A mutant and what became of it."""

    mutant: Mutant
    answer: Answer
    caught: bool


def run(
    world: World,
    progress: Callable[[int], None] = lambda _: None,
    only: Callable[[Mutant], bool] = lambda _: True,
) -> list[Outcome]:
    """Judges the mutants of a stack, or some of them.

    A mutant is caught if the pack reports a violation that the stack as it is does not have. One whose value is unknown
    is caught only if it is reported unknown by name, and every known-bad value of the same property stops a deployment.
    """
    judge = Judge(world)
    answered: list[tuple[Mutant, Answer]] = []
    for count, mutant in enumerate(filter(only, of_world(world)), 1):
        answered.append((mutant, judge.ask(mutant)))
        progress(count)
    missed = {mutant.group for mutant, answer in answered if mutant.operator != "unknown" and not answer.stops}
    return [Outcome(mutant, answer, _caught(mutant, answer, missed)) for mutant, answer in answered]


def _caught(mutant: Mutant, answer: Answer, missed: set[tuple[str, str, str]]) -> bool:
    if mutant.operator != "unknown":
        return bool(answer.rules)
    return bool(answer.unknown) and mutant.group not in missed


def by_operator(outcomes: Iterable[Outcome]) -> dict[str, tuple[int, int]]:
    """Operator -> caught, all."""
    every, caught = Counter[str](), Counter[str]()
    for outcome in outcomes:
        every[outcome.mutant.operator] += 1
        caught[outcome.mutant.operator] += outcome.caught
    return {operator: (caught[operator], every[operator]) for operator in sorted(every)}
