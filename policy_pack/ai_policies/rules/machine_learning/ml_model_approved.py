"""Deployed models come from approved registries and publishers."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity, Value

DEPLOYMENT = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments"


def check(resource: Resource) -> Iterator[Finding]:
    """Deployed models come from approved registries and publishers."""
    path = "properties.model" if resource.is_type(DEPLOYMENT) else "properties.modelSettings.modelId"
    approved = resource.parameter_texts("prefixes")
    yield from resource.expect_that(
        path, "must be a model of an approved source", lambda value: _is_of(value, approved)
    )


def _is_of(model: Value, prefixes: tuple[str, ...]) -> bool:
    """Whether a model's id begins like an approved source."""
    return isinstance(model, str) and any(model.casefold().startswith(prefix.casefold()) for prefix in prefixes)


RULE = ResourceRule(
    id="ml-model-approved",
    control="MLW-017",
    title="Deployed models come from approved registries and publishers",
    severity=Severity.CRITICAL,
    types=(
        "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments",
        "Microsoft.MachineLearningServices/workspaces/serverlessEndpoints",
    ),
    remedy=(
        "Deploy a model of an approved registry (`azureml://registries/azureml/...`), or approve the beginning of "
        "its id in `parameters` of the stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/machine-learning/how-to-regulate-registry-deployments",
    parameters={"prefixes": ["azureml://registries/azureml/", "azureml://registries/azure-openai/"]},
    check=check,
)
