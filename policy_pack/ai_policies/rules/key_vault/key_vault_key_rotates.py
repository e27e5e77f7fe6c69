"""Keys rotate by themselves or expire."""

from collections.abc import Iterator

from ai_policies.kit import UNKNOWN, Finding, Resource, ResourceRule, Severity, Unknown, known


def check(resource: Resource) -> Iterator[Finding]:
    """Keys rotate by themselves or expire."""
    # azure-native writes ARM's `exp` as `expires`.
    expiries = [resource.find(f"properties.attributes.{name}") for name in ("expires", "exp")]
    if any(known(expiry) for expiry in expiries):
        return
    if UNKNOWN in expiries:
        yield Unknown(resource.path_of("properties.attributes.expires"))
        return
    actions = [
        action.text("action.type").casefold() for action in resource.items("properties.rotationPolicy.lifetimeActions")
    ]
    if "rotate" not in actions:
        yield resource.violated("properties.rotationPolicy", "must have a lifetime action of type 'rotate'")


RULE = ResourceRule(
    id="key-vault-key-rotates",
    control="KV-006",
    title="Keys rotate by themselves or expire",
    severity=Severity.MEDIUM,
    types=("Microsoft.KeyVault/vaults/keys",),
    remedy=(
        'Write `"rotation_policy": {"lifetime_actions": [{"action": {"type": "rotate"}, "trigger": '
        '{"time_after_create": "P90D"}}], ...}` in the `properties` of Key(...).'
    ),
    url="https://learn.microsoft.com/azure/key-vault/keys/how-to-configure-key-rotation",
    check=check,
)
