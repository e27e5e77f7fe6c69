"""Policies of narrower scopes keep what the wider scope says, in every section."""

from collections.abc import Iterator

from ai_policies import api_policies
from ai_policies.kit import Finding, Resource, ResourceRule, Severity, Violated


def check(resource: Resource) -> Iterator[Finding]:
    """Policies of narrower scopes keep what the wider scope says, in every section."""
    try:
        document = api_policies.parse(resource)
    except api_policies.MalformedPolicyError as error:
        yield Violated(f"is not well-formed XML ({error})", resource.path_of("value"), urn=resource.urn)
        return
    for section in api_policies.SECTIONS:
        if not document.inherits(section):
            yield Violated(f"has no <base /> in <{section}>", resource.path_of("value"), urn=resource.urn)


RULE = ResourceRule(
    id="policy-keeps-base",
    control="APIM-012",
    title="Policies of narrower scopes keep what the wider scope says, in every section",
    severity=Severity.HIGH,
    types=(
        "Microsoft.ApiManagement/service/products/policies",
        "Microsoft.ApiManagement/service/apis/policies",
        "Microsoft.ApiManagement/service/apis/operations/policies",
    ),
    remedy=(
        "Write `<base />` as the first statement of inbound, backend, outbound and on-error in the policy's `value`."
    ),
    url="https://learn.microsoft.com/azure/api-management/api-management-howto-policies",
    check=check,
)
