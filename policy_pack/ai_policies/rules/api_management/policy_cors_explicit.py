"""CORS statements name their origins, methods and headers."""

from collections.abc import Iterator

from ai_policies.api_documents import DOCUMENTS, MalformedPolicyError, parse, text_of
from ai_policies.kit import Finding, Resource, ResourceRule, Severity, Violated


def check(resource: Resource) -> Iterator[Finding]:
    """CORS statements name their origins, methods and headers."""
    if "<cors" not in text_of(resource):
        return
    try:
        document = parse(resource)
    except MalformedPolicyError as error:
        yield Violated(f"is not well-formed XML ({error})", resource.path_of("value"), urn=resource.urn)
        return
    for kind in ("origin", "method", "header"):
        for item in document.root.iterfind(f".//cors/allowed-{kind}s/{kind}"):
            if (item.text or "").strip() == "*":
                yield Violated(f"allows the {kind} '*' in <cors>", resource.path_of("value"), urn=resource.urn)


RULE = ResourceRule(
    id="policy-cors-explicit",
    control="APIM-013",
    title="CORS statements name their origins, methods and headers",
    severity=Severity.MEDIUM,
    types=DOCUMENTS,
    remedy=(
        "Write explicit values in `<allowed-origins>`, `<allowed-methods>` and `<allowed-headers>` of the "
        "policy's cors statement."
    ),
    url="https://learn.microsoft.com/azure/api-management/cors-policy",
    check=check,
)
