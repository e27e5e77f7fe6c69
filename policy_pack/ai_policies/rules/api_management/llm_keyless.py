"""The gateway calls language models with its managed identity, never with a key."""

from collections.abc import Iterator

from ai_policies import api_access, api_policies, llm_apis
from ai_policies.api_documents import API_TYPES
from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, Violated, known


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """The gateway calls language models with its managed identity, never with a key."""
    yield from api_access.decided(resource, lambda: _judge(graph, resource))


def _judge(graph: Graph, api: Resource) -> Iterator[Finding]:
    if not llm_apis.is_llm(graph, api):
        yield NotApplicable("the API leads to no language model")
        return
    backends = llm_apis.backends(graph, api)
    if not any(known(item.read("credentials.managedIdentity")) for item in backends):
        message = "has no <authentication-managed-identity> in <inbound> of its policies"
        yield from api_access.on_every_path(graph, api, message, "authentication-managed-identity")
    for path in api_policies.paths(graph, api):
        for document, statement in path.statements("inbound", "set-header", "set-query-parameter"):
            if (
                statement.get("name", "").casefold() in llm_apis.KEY_HEADERS
                and statement.get("exists-action") != "delete"
            ):
                text = f"sets '{statement.get('name')}', which carries a key"
                yield Violated(text, document.resource.path_of("value"), urn=document.resource.urn)
    for backend in backends:
        for place in ("header", "query"):
            names = backend.read(f"credentials.{place}")
            for name in names if isinstance(names, dict) else ():
                if name.casefold() in llm_apis.KEY_HEADERS:
                    yield Violated(f"sends a key as '{name}'", backend.path_of(f"credentials.{place}"), urn=backend.urn)


RULE = StackRule(
    id="llm-keyless",
    control="APIM-019",
    title="The gateway calls language models with its managed identity, never with a key",
    severity=Severity.CRITICAL,
    types=API_TYPES,
    remedy=(
        'Write `<authentication-managed-identity resource="https://cognitiveservices.azure.com" />` in '
        "<inbound> of the API's policy, and leave keys out of headers, named values and the backend's "
        "credentials."
    ),
    url="https://learn.microsoft.com/azure/api-management/api-management-authenticate-authorize-azure-openai",
    check=check,
)
