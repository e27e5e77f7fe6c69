"""Machine Learning workspaces run as an identity of the user's."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Machine Learning workspaces run as an identity of the user's."""
    yield from resource.expect("identity.type", "UserAssigned")
    yield from resource.expect_set("primaryUserAssignedIdentity", "must be the id of the identity")


RULE = ResourceRule(
    id="ml-identity",
    control="MLW-005",
    title="Machine Learning workspaces run as an identity of the user's",
    severity=Severity.MEDIUM,
    types=("Microsoft.MachineLearningServices/workspaces",),
    remedy=(
        'Write `identity={"type": "UserAssigned", ...}, primary_user_assigned_identity=identity.id` in '
        "machinelearningservices.Workspace(...)."
    ),
    url="https://learn.microsoft.com/azure/machine-learning/how-to-identity-based-service-authentication",
    check=check,
)
