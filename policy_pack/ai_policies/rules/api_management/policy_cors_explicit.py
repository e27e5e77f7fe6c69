"""CORS statements name their origins."""

from collections.abc import Iterator

from ai_policies import api_policies
from ai_policies.kit import Finding, Resource, ResourceRule, Severity, Violated


def contains_cors(text: str) -> bool:
    """Whether the document has a CORS statement at all."""
    return "<cors" in text


def check(resource: Resource) -> Iterator[Finding]:
    """CORS statements name their origins."""
    if not contains_cors(api_policies.text_of(resource)):
        return
    try:
        document = api_policies.parse(resource)
    except api_policies.MalformedPolicyError as error:
        yield Violated(f"is not well-formed XML ({error})", resource.path_of("value"), urn=resource.urn)
        return
    for origin in document.root.iterfind(".//cors/allowed-origins/origin"):
        if (origin.text or "").strip() == "*":
            yield Violated("allows the origin '*' in <cors>", resource.path_of("value"), urn=resource.urn)


RULE = ResourceRule(
    id="policy-cors-explicit",
    control="APIM-013",
    title="CORS statements name their origins",
    severity=Severity.MEDIUM,
    types=(
        "Microsoft.ApiManagement/service/policies",
        "Microsoft.ApiManagement/service/products/policies",
        "Microsoft.ApiManagement/service/apis/policies",
        "Microsoft.ApiManagement/service/apis/operations/policies",
    ),
    remedy="Write explicit origins in `<allowed-origins>` of the policy's cors statement.",
    url="https://learn.microsoft.com/azure/api-management/cors-policy",
    check=check,
)
