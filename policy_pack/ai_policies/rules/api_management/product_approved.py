"""Published products need a subscription that somebody approves, and no sample product is left."""

from collections.abc import Iterator

from ai_policies.kit import Finding, NotApplicable, Resource, ResourceRule, Severity, Violated, same


def check(resource: Resource) -> Iterator[Finding]:
    """Published products need a subscription that somebody approves, and no sample product is left."""
    if resource.arm_name.casefold() in ("starter", "unlimited"):
        yield Violated(f"is the sample product '{resource.arm_name}'", resource.path_of("productId"))
    if not same(resource.read("state"), "published"):
        yield NotApplicable("the product is not published")
        return
    yield from resource.expect("subscriptionRequired", True)
    yield from resource.expect("approvalRequired", True)


RULE = ResourceRule(
    id="product-approved",
    control="APIM-011",
    title="Published products need a subscription that somebody approves, and no sample product is left",
    severity=Severity.MEDIUM,
    types=("Microsoft.ApiManagement/service/products",),
    remedy=(
        "Write `subscription_required=True, approval_required=True` in Product(...), and do not create "
        "`starter` and `unlimited`."
    ),
    url="https://learn.microsoft.com/azure/api-management/api-management-howto-add-products",
    check=check,
    fix={"subscriptionRequired": True, "approvalRequired": True},
)
