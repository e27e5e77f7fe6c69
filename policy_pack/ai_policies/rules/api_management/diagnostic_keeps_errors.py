"""Diagnostics of APIs keep every error and every call, and log no header that carries a credential."""

from collections.abc import Iterator

from ai_policies.kit import ABSENT, Finding, Resource, ResourceRule, Severity, Value


def check(resource: Resource) -> Iterator[Finding]:
    """Diagnostics of APIs keep every error and every call, and log no header that carries a credential."""
    yield from resource.expect("alwaysLog", "allErrors")
    if resource.read("sampling") is not ABSENT:
        yield from resource.expect("sampling.percentage", 100.0)
    for side in ("frontend", "backend"):
        for message in ("request", "response"):
            path = f"{side}.{message}.headers"
            yield from resource.expect_that(path, "must hold no header with a credential", _harmless)


_CREDENTIALS = frozenset({"authorization", "api-key", "ocp-apim-subscription-key", "x-functions-key", "cookie"})


def _harmless(headers: Value) -> bool:
    return not isinstance(headers, list) or not _CREDENTIALS & {str(item).casefold() for item in headers}


RULE = ResourceRule(
    id="diagnostic-keeps-errors",
    control="APIM-025",
    title="Diagnostics of APIs keep every error and every call, and log no header that carries a credential",
    severity=Severity.MEDIUM,
    types=(
        "Microsoft.ApiManagement/service/diagnostics",
        "Microsoft.ApiManagement/service/apis/diagnostics",
    ),
    remedy=(
        'Write `always_log="allErrors", sampling={"sampling_type": "fixed", "percentage": 100}` in '
        "Diagnostic(...) or ApiDiagnostic(...), and leave Authorization and api-key out of `headers`."
    ),
    url="https://learn.microsoft.com/azure/api-management/diagnostic-logs-reference",
    check=check,
)
