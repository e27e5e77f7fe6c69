"""Policies hold only statements and attributes that API Management knows, where they may stand."""

from collections.abc import Iterator

from ai_policies import api_statements
from ai_policies.api_documents import DOCUMENTS, FRAGMENT, MalformedPolicyError, parse
from ai_policies.kit import Finding, Resource, ResourceRule, Severity, Violated


def check(resource: Resource) -> Iterator[Finding]:
    """Policies hold only statements and attributes that API Management knows, where they may stand."""
    try:
        document = parse(resource)
    except MalformedPolicyError as error:
        yield Violated(f"is not well-formed XML ({error})", resource.path_of("value"), urn=resource.urn)
        return
    for problem in api_statements.problems(document.root, has_sections=not resource.is_type(FRAGMENT)):
        yield Violated(problem, resource.path_of("value"), urn=resource.urn)


RULE = ResourceRule(
    id="policy-well-formed",
    control="APIM-028",
    title="Policies hold only statements and attributes that API Management knows, where they may stand",
    severity=Severity.MEDIUM,
    types=(*DOCUMENTS, FRAGMENT),
    remedy="Correct the statement named here in the policy's `value`; Azure refuses it at deployment otherwise.",
    url="https://learn.microsoft.com/azure/api-management/api-management-policies",
    check=check,
)
