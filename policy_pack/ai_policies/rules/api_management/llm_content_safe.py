"""Each API of a language model shields prompts and filters the four kinds of harm at the gateway."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ai_policies import api_access, llm_apis
from ai_policies.api_documents import API_TYPES
from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Each API of a language model shields prompts and filters the four kinds of harm at the gateway."""
    yield from api_access.decided(resource, lambda: _judge(graph, resource))


HARMS = {"hate", "selfharm", "sexual", "violence"}


def _judge(graph: Graph, api: Resource) -> Iterator[Finding]:
    if not llm_apis.is_llm(graph, api):
        yield NotApplicable("the API leads to no language model")
        return
    message = "has no <llm-content-safety> that shields prompts and filters four kinds of harm in <inbound>"
    yield from api_access.on_every_path(graph, api, message, "llm-content-safety", holds=_is_complete)


def _is_complete(statement: Element) -> bool:
    named = {item.get("name", "").casefold() for item in statement.iterfind("categories/category")}
    return statement.get("shield-prompt", "").casefold() == "true" and named >= HARMS


RULE = StackRule(
    id="llm-content-safe",
    control="APIM-017",
    title="Each API of a language model shields prompts and filters the four kinds of harm at the gateway",
    severity=Severity.HIGH,
    types=API_TYPES,
    remedy=(
        'Write `<llm-content-safety backend-id="..." shield-prompt="true"><categories>...` with Hate, '
        "SelfHarm, Sexual and Violence in <inbound> of the API's policy."
    ),
    url="https://learn.microsoft.com/azure/api-management/llm-content-safety-policy",
    check=check,
)
