"""Exemptions of Azure Policy say why, and end soon."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from ai_policies.kit import Finding, Graph, Resource, Severity, StackRule, Value


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Exemptions of Azure Policy say why, and end soon."""
    yield from resource.expect_set("description", "must say why")
    last = graph.today + timedelta(days=graph.parameter_number("maximum_days"))
    yield from resource.expect_that(
        "expiresOn", f"must be a day until {last.isoformat()}", lambda value: _ends(value, last)
    )


def _ends(value: Value, last: date) -> bool:
    """Whether a time is not later than a day."""
    try:
        end = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return False
    return end is not None and end.astimezone(UTC).date() <= last


RULE = StackRule(
    id="policy-exemption-dated",
    control="GOV-005",
    title="Exemptions of Azure Policy say why, and end soon",
    severity=Severity.MEDIUM,
    types=("Microsoft.Authorization/policyExemptions",),
    remedy=('Write `expires_on="..."` within the days of `maximum_days` and a `description` in PolicyExemption(...).'),
    url="https://learn.microsoft.com/azure/governance/policy/concepts/exemption-structure",
    parameters={"maximum_days": 365.0},
    check=check,
)
