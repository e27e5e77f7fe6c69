"""Each AI system has a current review on record, where the stack keeps that record in tags."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, Value, known


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Each AI system has a current review on record, where the stack keeps that record in tags."""
    values = [resource.read(f"tags.{tag}") for tag in ("ai-risk-review-date", "ai-risk-register")]
    if not any(known(value) for value in values):
        yield NotApplicable("the stack keeps the record of reviews elsewhere")
        return
    yield from resource.expect_set("tags.ai-risk-register", "must say where the review is kept")
    oldest = graph.today - timedelta(days=graph.parameter_number("maximum_age_days"))
    wanted = f"must be a day between {oldest.isoformat()} and today"
    held = partial(_is_between, oldest=oldest, newest=graph.today)
    yield from resource.expect_that("tags.ai-risk-review-date", wanted, held)


def _is_between(value: Value, oldest: date, newest: date) -> bool:
    try:
        return isinstance(value, str) and oldest <= date.fromisoformat(value) <= newest
    except ValueError:
        return False


RULE = StackRule(
    id="ai-review-current",
    control="GOV-008",
    title="Each AI system has a current review on record, where the stack keeps that record in tags",
    severity=Severity.LOW,
    types=("Microsoft.CognitiveServices/accounts",),
    remedy=(
        'Write `"ai-risk-review-date": "2027-01-31", "ai-risk-register": "https://..."` in the `tags` of the account.'
    ),
    url="https://learn.microsoft.com/azure/cloud-adoption-framework/scenarios/ai/govern",
    parameters={"maximum_age_days": 365.0},
    check=check,
)
