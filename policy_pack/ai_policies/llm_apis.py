"""APIs of the gateway that lead to language models, and the backends behind them."""

import re
from typing import Final

from ai_policies import api_policies
from ai_policies.api_documents import SERVICE
from ai_policies.kit import UNKNOWN, Graph, Resource, Value
from ai_policies.kit.findings import UnknownRead

BACKEND: Final = f"{SERVICE}/backends"
ACCOUNT: Final = "Microsoft.CognitiveServices/accounts"
KEY_HEADERS: Final = frozenset({"api-key", "ocp-apim-subscription-key"})
"""Headers and query parameters (lower case) that carry the key of a model."""

_HOST: Final = re.compile(
    r"^https?://(?P<name>[^./]+)\.(openai\.azure\.com|services\.ai\.azure\.com|cognitiveservices\.azure\.com"
    r"|models\.ai\.azure\.com|inference\.ai\.azure\.com)(/|:|$)",
    re.IGNORECASE,
)
_STATEMENTS: Final = (
    *("llm-token-limit", "llm-content-safety", "llm-emit-token-metric", "llm-semantic-cache-lookup"),
    *("azure-openai-token-limit", "azure-openai-emit-token-metric", "azure-openai-semantic-cache-lookup"),
)


def is_llm(graph: Graph, api: Resource) -> bool:
    """Whether the API leads to a language model: by its tag, its address, its backend or its statements.

    Raises:
        UnknownRead: its policies cannot be read, and nothing else tells.
    """
    if api_policies.is_mcp(api):
        return False
    if any(item.arm_name.casefold() == "llm" for item in graph.children(api, "tags")):
        return True
    if leads_to_model(graph, api, "serviceUrl"):
        return True
    return any(api_policies.inbound(graph, api, *_STATEMENTS)) or any(
        leads_to_model(graph, item, "url") for item in backends(graph, api)
    )


def backends(graph: Graph, api: Resource) -> list[Resource]:
    """Backends of the stack that the API's policies name, and the members of pools among them."""
    names = {
        statement.get("backend-id", "")
        for path in api_policies.paths(graph, api)
        for section in ("inbound", "backend")
        for _, statement in path.statements(section, "set-backend-service")
    }
    own = [item for item in graph.of(BACKEND) if item.arm_name in names]
    return [*own, *(member for item in own for member in members(graph, item))]


def members(graph: Graph, pool: Resource) -> list[Resource]:
    """Backends of the stack that a pool is made of."""
    found: list[Resource] = []
    for item in pool.items("pool.services"):
        arm_id = item.find("id")
        target = graph.resolve(pool, "pool", arm_id, BACKEND) if arm_id is not UNKNOWN else None
        found += [target] if isinstance(target, Resource) else []
    return found or graph.linked(pool, "pool", BACKEND)


def leads_to_model(graph: Graph, resource: Resource, path: str) -> bool:
    """Whether the address at `path` is that of an AI account.

    Raises:
        UnknownRead: the address is unknown and nothing says where it comes from.
    """
    value = resource.find(path)
    if value is UNKNOWN and not resource.linked.get(path):
        raise UnknownRead(resource.path_of(path), resource.urn)
    return bool(graph.linked(resource, path, ACCOUNT)) or _host(value) is not None


def account_behind(graph: Graph, backend: Resource) -> Resource | None:
    """The AI account of the stack that a backend leads to."""
    linked = graph.linked(backend, "url", ACCOUNT)
    if linked:
        return linked[0]
    host = _host(backend.find("url"))
    names = ("properties.customSubDomainName", "accountName")
    accounts = graph.of(ACCOUNT)
    return next(
        (item for item in accounts if host and host in (str(item.find(name)).casefold() for name in names)), None
    )


def _host(value: Value) -> str | None:
    match = _HOST.match(value) if isinstance(value, str) else None
    return match["name"].casefold() if match else None
