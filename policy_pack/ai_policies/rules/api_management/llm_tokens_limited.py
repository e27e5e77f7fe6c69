"""Each API of a language model limits tokens for each caller."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ai_policies import api_access, llm_apis
from ai_policies.api_documents import API_TYPES
from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Each API of a language model limits tokens for each caller."""
    yield from api_access.decided(resource, lambda: _judge(graph, resource))


def _judge(graph: Graph, api: Resource) -> Iterator[Finding]:
    if not llm_apis.is_llm(graph, api):
        yield NotApplicable("the API leads to no language model")
        return
    message = "has no <llm-token-limit> with counter-key and tokens-per-minute in <inbound> of its policies"
    tags = ("llm-token-limit", "azure-openai-token-limit")
    yield from api_access.on_every_path(graph, api, message, *tags, holds=_limits)


def _limits(statement: Element) -> bool:
    return bool(statement.get("counter-key")) and bool(statement.get("tokens-per-minute"))


RULE = StackRule(
    id="llm-tokens-limited",
    control="APIM-016",
    title="Each API of a language model limits tokens for each caller",
    severity=Severity.HIGH,
    types=API_TYPES,
    remedy=(
        'Write `<llm-token-limit counter-key="..." tokens-per-minute="..." '
        'estimate-prompt-tokens="true" />` in <inbound> of the API\'s policy.'
    ),
    url="https://learn.microsoft.com/azure/api-management/llm-token-limit-policy",
    check=check,
)
