"""Access policies, where a vault still has them, give nobody everything and let nobody purge."""

from collections.abc import Iterator

from ai_policies.kit import Finding, NotApplicable, Resource, ResourceRule, Severity, Value, same


def check(resource: Resource) -> Iterator[Finding]:
    """Access policies, where a vault still has them, give nobody everything and let nobody purge."""
    if resource.find("properties.enableRbacAuthorization") is True:
        yield NotApplicable("Azure RBAC decides, access policies do not count")
        return
    for policy in resource.items("properties.accessPolicies"):
        for kind in ("keys", "secrets", "certificates", "storage"):
            yield from policy.expect_that(f"permissions.{kind}", "must hold neither 'all' nor 'purge'", _is_narrow)


def _is_narrow(permissions: Value) -> bool:
    """Whether a list of permissions is short of everything and of purging."""
    given = permissions if isinstance(permissions, list) else []
    return not any(same(item, wide) for item in given for wide in ("all", "purge"))


RULE = ResourceRule(
    id="key-vault-access-policies-narrow",
    control="KV-003",
    title="Access policies, where a vault still has them, give nobody everything and let nobody purge",
    severity=Severity.MEDIUM,
    types=("Microsoft.KeyVault/vaults",),
    remedy=(
        'Write `"enable_rbac_authorization": True` in the `properties` of Vault(...), or list single permissions '
        "without purge in `access_policies`."
    ),
    url="https://learn.microsoft.com/azure/key-vault/general/assign-access-policy",
    check=check,
)
