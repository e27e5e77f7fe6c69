"""Each model deployment has an evaluation or red-team report of the last months."""

from collections.abc import Callable, Iterator
from datetime import date

from ai_policies.kit import ABSENT, Finding, Graph, Resource, Severity, StackRule, Value, show

DATE = "tags.ai-eval-date"
REPORT = "tags.ai-eval-report"


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Each model deployment has an evaluation or red-team report of the last months."""
    account = graph.parent(resource)
    holders = [holder for holder in (resource, account) if holder is not None and holder.read(DATE) is not ABSENT]
    holder = holders[0] if holders else resource
    days = graph.parameter_number("maximum_days")
    yield from holder.expect_that(DATE, f"must be a date of the last {show(days)} days", _is_fresh(graph.today, days))
    yield from holder.expect_set(REPORT, "must say where the report is")


def _is_fresh(today: date, days: float) -> Callable[[Value], bool]:
    """Whether a tag is a date of the last days; tomorrow's report is none."""

    def fresh(value: Value) -> bool:
        try:
            age = (today - date.fromisoformat(value)).days if isinstance(value, str) else -1
        except ValueError:
            return False
        return 0 <= age <= days

    return fresh


RULE = StackRule(
    id="deployment-evidence-fresh",
    control="RAI-016",
    title="Each model deployment has an evaluation or red-team report of the last months",
    severity=Severity.LOW,
    types=("Microsoft.CognitiveServices/accounts/deployments",),
    remedy=(
        'Write `tags={"ai-eval-date": "2027-01-31", "ai-eval-report": ...}` in Deployment(...) or in the account, '
        "after each run of the evaluation."
    ),
    url="https://learn.microsoft.com/azure/ai-foundry/concepts/ai-red-teaming-agent",
    parameters={"maximum_days": 90.0},
    check=check,
)
