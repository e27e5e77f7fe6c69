"""Each API of a language model counts its tokens and logs prompts and completions."""

from collections.abc import Iterator

from ai_policies import api_access, api_policies, llm_apis
from ai_policies.api_documents import API_TYPES
from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, Violated, same


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Each API of a language model counts its tokens and logs prompts and completions."""
    yield from api_access.decided(resource, lambda: _judge(graph, resource))


def _judge(graph: Graph, api: Resource) -> Iterator[Finding]:
    if not llm_apis.is_llm(graph, api):
        yield NotApplicable("the API leads to no language model")
        return
    tags = ("llm-emit-token-metric", "azure-openai-emit-token-metric")
    yield from api_access.on_every_path(graph, api, "emits no token metric in <inbound> of its policies", *tags)
    logging = graph.children(api, "diagnostics") or api_policies.of_service(graph, api, "diagnostics")
    if not any(same(item.read("largeLanguageModel.logs"), "enabled") for item in logging):
        yield Violated("has no diagnostic that logs prompts and completions", urn=api.urn)


RULE = StackRule(
    id="llm-use-recorded",
    control="APIM-018",
    title="Each API of a language model counts its tokens and logs prompts and completions",
    severity=Severity.HIGH,
    types=API_TYPES,
    remedy=(
        'Write `<llm-emit-token-metric>` in <inbound> of the API\'s policy, and `"largeLanguageModel": '
        '{"logs": "enabled"}` in its diagnostic (API version 2024-06-01-preview or later).'
    ),
    url="https://learn.microsoft.com/azure/api-management/api-management-howto-llm-logs",
    check=check,
)
