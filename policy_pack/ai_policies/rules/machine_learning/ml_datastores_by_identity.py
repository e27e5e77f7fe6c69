"""Machine Learning reads its datastores by identity, not by key."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity

WORKSPACE = "Microsoft.MachineLearningServices/workspaces"


def check(resource: Resource) -> Iterator[Finding]:
    """Machine Learning reads its datastores by identity, not by key."""
    if resource.is_type(WORKSPACE):
        yield from resource.expect("systemDatastoresAuthMode", "Identity")
    else:
        yield from resource.expect("properties.credentials.credentialsType", "None")


RULE = ResourceRule(
    id="ml-datastores-by-identity",
    control="MLW-007",
    title="Machine Learning reads its datastores by identity, not by key",
    severity=Severity.HIGH,
    types=("Microsoft.MachineLearningServices/workspaces", "Microsoft.MachineLearningServices/workspaces/datastores"),
    remedy=(
        'Write `system_datastores_auth_mode="Identity"` in machinelearningservices.Workspace(...), and '
        '`"credentials": {"credentials_type": "None"}` in the properties of Datastore(...).'
    ),
    url="https://learn.microsoft.com/azure/machine-learning/how-to-identity-based-service-authentication",
    check=check,
    fix={"systemDatastoresAuthMode": "Identity", "properties.credentials": {"credentialsType": "None"}},
)
