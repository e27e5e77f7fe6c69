"""Effective policies of API Management: what applies to each request to an API.

A request meets the document of its operation, of its API, of the product that it was subscribed to, of the workspace,
and of the service; each section runs what the wider scope says where `<base />` stands, and not at all without it.
Only statements that run on every request count: one inside `<choose>` may never run.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from ai_policies.api_documents import SERVICE, WORKSPACE, Document, readable
from ai_policies.kit import ABSENT, Graph, Resource, same
from ai_policies.kit.findings import UnknownRead

RATE_LIMITS = (
    "rate-limit",
    "rate-limit-by-key",
    "quota",
    "quota-by-key",
    "llm-token-limit",
    "azure-openai-token-limit",
)
TOKEN_CHECKS = ("validate-azure-ad-token", "validate-jwt")
OPERATION_TYPES = (f"{SERVICE}/apis/operations", f"{WORKSPACE}/apis/operations")

Found = tuple[Document, ET.Element]


@dataclass(frozen=True)
class Path:
    """One way of a request through the gateway: the documents that apply to it, nearest first.

    `label` says which way, empty for an API with only one.
    """

    label: str
    documents: tuple[Document, ...]
    fragments: Mapping[str, Document]

    def statements(self, section: str, *tags: str) -> list[Found]:
        """Statements of these tags that every request on this way passes in a section, in the order they run in."""
        return [found for found in self._run(self.documents, section) if found[1].tag in tags]

    def _run(self, documents: Sequence[Document], section: str) -> Iterator[Found]:
        for statement in documents[0].statements(section) if documents else ():
            if statement.tag == "base":
                yield from self._run(documents[1:], section)
            elif statement.tag == "include-fragment" and statement.get("fragment-id", "") in self.fragments:
                fragment = self.fragments[statement.get("fragment-id", "")]
                yield from ((fragment, inner) for inner in fragment.root)
            else:
                yield documents[0], statement


def paths(graph: Graph, api: Resource) -> list[Path]:
    """Every way of a request to an API, found once a graph.

    Raises:
        UnknownRead: a document cannot be read, so nothing can be said about the API.
    """
    memory = graph.once(_memory)
    if api.urn not in memory:
        try:
            memory[api.urn] = _paths(graph, api)
        except UnknownRead as read:
            memory[api.urn] = read
    found = memory[api.urn]
    if isinstance(found, UnknownRead):
        raise found
    return found


def inbound(graph: Graph, api: Resource, *tags: str) -> list[list[Found]]:
    """For each way of a request to the API, the statements with one of these tags that it passes on its way in."""
    return [path.statements("inbound", *tags) for path in paths(graph, api)]


def documents(graph: Graph, api: Resource) -> list[Document]:
    """All documents that apply to the API on one way or another, each once."""
    found = {document.resource.urn: document for path in paths(graph, api) for document in path.documents}
    return list(found.values())


def hides_statements(graph: Graph, api: Resource) -> bool:
    """Whether a fragment, whose content lies outside the stack, is part of what applies to the API."""
    return any(inbound(graph, api, "include-fragment"))


def of_service(graph: Graph, api: Resource, segment: str) -> list[Resource]:
    """Children of the service that an API belongs to; a service outside the stack is matched by its absence."""
    service = graph.ancestor(api, SERVICE)
    return [item for item in graph.of(f"{SERVICE}/{segment}") if graph.ancestor(item, SERVICE) is service]


def is_mcp(api: Resource) -> bool:
    """Whether the API is an MCP server. Inputs only: the output `type` is the ARM type."""
    declared = any(same(api.given(key), "mcp") for key in ("apiType", "type"))
    return declared or api.given("mcpProperties") is not ABSENT


def forwards(api: Resource) -> bool:
    """Whether an MCP server passes calls through to an MCP server of someone else, which lists its tools itself."""
    return any(api.given(key) is not ABSENT for key in ("serviceUrl", "backendId", "mcpProperties.endpoints"))


def apis_behind_tools(graph: Graph) -> set[str]:
    """URNs of the APIs whose operations are tools of an MCP server."""
    found: set[str] = set()
    for tool in graph.of(f"{SERVICE}/apis/tools"):
        try:
            operation = graph.target(tool, "operationId", *OPERATION_TYPES)
        except UnknownRead:
            continue  # the rule about tools says so
        api = graph.parent(operation) if isinstance(operation, Resource) else None
        found |= {api.urn} if api else set()
    return found


def is_metadata(graph: Graph, api: Resource) -> bool:
    """Whether all the API does is to publish OAuth metadata, which clients must read before they have a token."""
    operations = graph.children(api, "operations")
    path = api.find("path")
    prefix = path if isinstance(path, str) else ""
    return bool(operations) and all(
        item.find("method") == "GET" and ".well-known/oauth-" in f"{prefix}/{item.find('urlTemplate')}"
        for item in operations
    )


def _memory(_graph: Graph) -> dict[str, list[Path] | UnknownRead]:
    return {}


def _paths(graph: Graph, api: Resource) -> list[Path]:
    own = [readable(item) for item in graph.children(api, "policies")]
    wide = [readable(item) for item in (*_of_workspace(graph, api), *of_service(graph, api, "policies"))]
    fragments = {item.arm_name: readable(item) for item in of_service(graph, api, "policyFragments")}
    return [
        Path(" of ".join(filter(None, (operation, product))), (*nearest, *own, *sold, *wide), fragments)
        for operation, nearest in _operations(graph, api)
        for product, sold in _products(graph, api)
    ]


def _of_workspace(graph: Graph, api: Resource) -> list[Resource]:
    workspace = graph.ancestor(api, WORKSPACE) if api.is_type(f"{WORKSPACE}/apis") else None
    return graph.children(workspace, "policies") if workspace else []


def _operations(graph: Graph, api: Resource) -> list[tuple[str, list[Document]]]:
    """Operations with a document of their own, and one entry for all others."""
    operations = graph.children(api, "operations")
    found = [(f"operation '{item.arm_name}'", graph.children(item, "policies")) for item in operations]
    special = [(label, [readable(item) for item in items]) for label, items in found if items]
    return special if special and len(special) == len(operations) else [*special, ("", [])]


def _products(graph: Graph, api: Resource) -> list[tuple[str, list[Document]]]:
    """Documents of the products that the API can be reached through; none when it needs no subscription."""
    products = [graph.parent(item) for item in _memberships(graph, api)]
    if not products or api.read("subscriptionRequired") is False:
        return [("", [])]
    return [
        (f"product '{item.arm_name}'", [readable(policy) for policy in graph.children(item, "policies")])
        for item in products
        if item is not None
    ] or [("", [])]


def _memberships(graph: Graph, api: Resource) -> list[Resource]:
    found = [
        item
        for item in graph.of(f"{SERVICE}/products/apis")
        if api in graph.linked(item, "apiId", api.arm_type) or (item.arm_name and item.arm_name == api.arm_name)
    ]
    links = graph.of(f"{SERVICE}/products/apiLinks", f"{WORKSPACE}/products/apiLinks")
    return [*found, *(item for item in links if graph.target(item, "apiId", api.arm_type) is api)]
