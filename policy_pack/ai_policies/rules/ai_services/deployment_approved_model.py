"""Only models of approved publishers are deployed."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity, known


def check(resource: Resource) -> Iterator[Finding]:
    """Only models of approved publishers are deployed."""
    publishers = resource.parameter_texts("publishers")
    publisher = "publisher" if known(resource.find("properties.model.publisher")) else "format"
    yield from resource.expect(f"properties.model.{publisher}", *publishers)
    yield from resource.expect_set("properties.model.name", "must name the model")
    models = resource.parameter_texts("models")
    if models:
        yield from resource.expect("properties.model.name", *models)


RULE = ResourceRule(
    id="deployment-approved-model",
    control="RAI-010",
    title="Only models of approved publishers are deployed",
    severity=Severity.CRITICAL,
    types=("Microsoft.CognitiveServices/accounts/deployments",),
    remedy=(
        'Write `"model": {"format": "OpenAI", "name": ..., "version": ...}` in the `properties` of '
        "Deployment(...), or approve the publisher, and the model where a list of `models` is kept, in `parameters` of "
        "the stack's policy settings."
    ),
    url="https://learn.microsoft.com/azure/ai-foundry/concepts/foundry-models-overview",
    parameters={"publishers": ["OpenAI", "Microsoft"], "models": []},
    check=check,
)
