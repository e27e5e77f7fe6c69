"""Policies of narrower scopes begin with what the wider scope says, in every section."""

from collections.abc import Iterator

from ai_policies.api_documents import NARROW_DOCUMENTS, SECTIONS, MalformedPolicyError, parse
from ai_policies.kit import Finding, Resource, ResourceRule, Severity, Violated


def check(resource: Resource) -> Iterator[Finding]:
    """Policies of narrower scopes begin with what the wider scope says, in every section."""
    try:
        document = parse(resource)
    except MalformedPolicyError as error:
        yield Violated(f"is not well-formed XML ({error})", resource.path_of("value"), urn=resource.urn)
        return
    for section in SECTIONS:
        if not document.inherits(section):
            yield Violated(f"has no <base /> in <{section}>", resource.path_of("value"), urn=resource.urn)
        elif not document.inherits_first(section):
            yield Violated(
                f"has a statement before <base /> in <{section}>", resource.path_of("value"), urn=resource.urn
            )


RULE = ResourceRule(
    id="policy-keeps-base",
    control="APIM-012",
    title="Policies of narrower scopes begin with what the wider scope says, in every section",
    severity=Severity.HIGH,
    types=NARROW_DOCUMENTS,
    remedy=(
        "Write `<base />` as the first statement of inbound, backend, outbound and on-error in the policy's `value`."
    ),
    url="https://learn.microsoft.com/azure/api-management/api-management-howto-policies",
    check=check,
)
