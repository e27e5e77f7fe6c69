"""Nobody signs in to Machine Learning computes from outside."""

from collections.abc import Iterator

from ai_policies.kit import Finding, NotApplicable, Resource, ResourceRule, Severity

PATHS = {
    "computeinstance": "properties.properties.sshSettings.sshPublicAccess",
    "amlcompute": "properties.properties.remoteLoginPortPublicAccess",
}


def check(resource: Resource) -> Iterator[Finding]:
    """Nobody signs in to Machine Learning computes from outside."""
    path = PATHS.get(resource.text("properties.computeType").casefold())
    if path is None:
        yield NotApplicable("the compute is not one that Machine Learning makes")
        return
    yield from resource.expect(path, "Disabled")


RULE = ResourceRule(
    id="ml-compute-no-public-ssh",
    control="MLW-010",
    title="Nobody signs in to Machine Learning computes from outside",
    severity=Severity.HIGH,
    types=("Microsoft.MachineLearningServices/workspaces/computes",),
    remedy=(
        'Write `"ssh_settings": {"ssh_public_access": "Disabled"}` (compute instance) or '
        '`"remote_login_port_public_access": "Disabled"` (cluster) in the inner properties of Compute(...).'
    ),
    url="https://learn.microsoft.com/azure/machine-learning/how-to-secure-training-vnet",
    check=check,
    fix=dict.fromkeys(PATHS.values(), "Disabled"),
)
