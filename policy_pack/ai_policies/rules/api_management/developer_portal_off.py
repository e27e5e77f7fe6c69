"""The developer portal is off, or takes no passwords where it is approved."""

from collections.abc import Iterator

from ai_policies.kit import Finding, NotApplicable, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """The developer portal is off, or takes no passwords where it is approved."""
    if resource.is_type("Microsoft.ApiManagement/service/portalconfigs"):
        yield from resource.expect("enableBasicAuth", False)
    elif resource.parameters.get("portal_approved") is True:
        yield NotApplicable("the developer portal is approved; its configuration is judged")
    else:
        yield from resource.expect("developerPortalStatus", "Disabled")
        yield from resource.refuse("legacyPortalStatus", "Enabled")


RULE = ResourceRule(
    id="developer-portal-off",
    control="APIM-006",
    title="The developer portal is off, or takes no passwords where it is approved",
    severity=Severity.MEDIUM,
    types=(
        "Microsoft.ApiManagement/service",
        "Microsoft.ApiManagement/service/portalconfigs",
    ),
    remedy=(
        'Write `developer_portal_status="Disabled"` in ApiManagementService(...); where `portal_approved` '
        'is set in the `parameters` of the stack\'s policy settings, write `"enableBasicAuth": False` in '
        "the portal's configuration."
    ),
    url="https://learn.microsoft.com/azure/api-management/developer-portal-faq",
    parameters={"portal_approved": False},
    check=check,
    fix={"developerPortalStatus": "Disabled", "legacyPortalStatus": "Disabled", "enableBasicAuth": False},
)
