"""Policy documents of API Management: reading them, and what applies to an API.

The document's sections (inbound, backend, outbound, on-error) hold statements; `<base />` stands for what the wider
scope says. Only statements that run on every request count: one inside `<choose>` may never run.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from ai_policies.kit import ABSENT, Graph, Resource, same
from ai_policies.kit.findings import UnknownRead

SERVICE = "Microsoft.ApiManagement/service"
API = f"{SERVICE}/apis"
SECTIONS = ("inbound", "backend", "outbound", "on-error")
DOCUMENT_TYPES = (
    f"{SERVICE}/policies",
    f"{SERVICE}/products/policies",
    f"{API}/policies",
    f"{API}/operations/policies",
)
RATE_LIMITS = (
    "rate-limit",
    "rate-limit-by-key",
    "quota",
    "quota-by-key",
    "llm-token-limit",
    "azure-openai-token-limit",
)
TOKEN_CHECKS = ("validate-azure-ad-token", "validate-jwt")
_ANY_TENANT = frozenset({"common", "organizations", "consumers"})
_NAMED_VALUE = re.compile(r"^\{\{(?P<name>[^{}]+)\}\}$")
_TENANT_IN_URL = re.compile(r"^https://[^/]+/(?P<tenant>[^/]+)/")


class MalformedPolicyError(Exception):
    """A document of format `xml` that is not well-formed, which Azure refuses."""


@dataclass(frozen=True)
class Document:
    """A parsed policy document and the resource that carries it."""

    resource: Resource
    root: ET.Element

    def statements(self, section: str) -> list[ET.Element]:
        """Statements that run on every request of the section, in order."""
        found = self.root.find(section)
        return list(found) if found is not None else []

    def inherits(self, section: str) -> bool:
        """Whether the section keeps what the wider scope says."""
        return any(statement.tag == "base" for statement in self.statements(section))


def text_of(resource: Resource) -> str:
    """The document's text.

    Raises:
        UnknownRead: the text is unknown, or lies behind a link.
    """
    if resource.text("format").casefold().endswith("link"):
        raise UnknownRead(resource.path_of("value"), resource.urn)
    return resource.text("value")


def parse(resource: Resource) -> Document:
    """Read a document.

    Raises:
        UnknownRead: the text is unknown, lies behind a link, or is `rawxml` whose expressions make it no XML.
        MalformedPolicyError: the text is of format `xml` and not well-formed.
    """
    text = text_of(resource)
    # Entities can blow a document up to any size; API Management knows none, so nothing valid is lost.
    if "<!ENTITY" in text or "<!DOCTYPE" in text:
        raise MalformedPolicyError("document types and entities are not allowed")
    try:
        return Document(resource, ET.fromstring(text))  # noqa: S314 - entities are refused above
    except ET.ParseError as error:
        if resource.text("format").casefold() == "rawxml":
            raise UnknownRead(resource.path_of("value"), resource.urn) from error
        raise MalformedPolicyError(str(error)) from error


def documents(graph: Graph, api: Resource) -> list[Document]:
    """The documents that apply to every operation of an API, nearest first: the API's, then the service's.

    Raises:
        UnknownRead: a document cannot be read, so nothing can be said about the API.
    """
    found = [_readable(item) for item in graph.children(api, "policies")]
    if not found or any(document.inherits("inbound") for document in found):
        found += [_readable(item) for item in of_service(graph, api, "policies")]
    return found


def of_service(graph: Graph, api: Resource, segment: str) -> list[Resource]:
    """Children of the service that an API belongs to; a service outside the stack is matched by its absence."""
    service = graph.ancestor(api, SERVICE)
    return [item for item in graph.of(f"{SERVICE}/{segment}") if graph.ancestor(item, SERVICE) is service]


def inbound(graph: Graph, api: Resource, *tags: str) -> Iterator[tuple[Document, ET.Element]]:
    """Statements with one of these tags that every request to the API passes."""
    for document in documents(graph, api):
        for statement in document.statements("inbound"):
            if statement.tag in tags:
                yield document, statement


def hides_statements(graph: Graph, api: Resource) -> bool:
    """Whether a fragment, whose content lies elsewhere, is part of what applies to the API."""
    return any(True for _ in inbound(graph, api, "include-fragment"))


def is_mcp(api: Resource) -> bool:
    """Whether the API is an MCP server. Inputs only: the output `type` is the ARM type."""
    declared = any(same(api.given(key), "mcp") for key in ("apiType", "type"))
    return declared or api.given("mcpProperties") is not ABSENT


def is_metadata(graph: Graph, api: Resource) -> bool:
    """Whether all the API does is to publish OAuth metadata, which clients must read before they have a token."""
    operations = graph.children(api, "operations")
    path = api.find("path")
    prefix = path if isinstance(path, str) else ""
    return bool(operations) and all(
        item.find("method") == "GET" and ".well-known/oauth-" in f"{prefix}/{item.find('urlTemplate')}"
        for item in operations
    )


def token_problems(graph: Graph, document: Document, statement: ET.Element) -> list[str]:
    """What is wrong with a token check: it must be pinned to one tenant and to an audience.

    Raises:
        UnknownRead: tenant or audience are computed, or stand in a named value whose content is unknown.
    """
    problems: list[str] = []
    if statement.tag == "validate-azure-ad-token":
        tenant = resolve(graph, document, statement.get("tenant-id", ""))
    else:
        config = statement.find("openid-config")
        url = resolve(graph, document, config.get("url", "") if config is not None else "")
        match = _TENANT_IN_URL.match(url)
        tenant = match["tenant"] if match else ""
    if not tenant:
        problems.append("names no tenant")
    elif tenant.casefold() in _ANY_TENANT:
        problems.append(f"accepts tokens of any tenant ('{tenant}')")
    audiences = [resolve(graph, document, item.text or "") for item in statement.findall("audiences/audience")]
    if not any(audiences) or "*" in audiences:
        problems.append("names no audience")
    return problems


def resolve(graph: Graph, document: Document, text: str) -> str:
    """Replace a `{{named value}}` by its content; other text stays.

    Raises:
        UnknownRead: an expression, or a named value whose content is not in the stack or not known.
    """
    text = text.strip()
    if text.startswith("@"):
        raise UnknownRead(document.resource.path_of("value"), document.resource.urn)
    match = _NAMED_VALUE.match(text)
    if match is None:
        return text
    for item in graph.of(f"{SERVICE}/namedValues"):
        if item.find("displayName") == match["name"] or item.arm_name == match["name"]:
            content = item.find("value")
            if isinstance(content, str) and content:
                return content
    raise UnknownRead(document.resource.path_of("value"), document.resource.urn)


def _readable(resource: Resource) -> Document:
    """Parse; a malformed document is reported by the rule about form, here it only makes the rest undecidable."""
    try:
        return parse(resource)
    except MalformedPolicyError as error:
        raise UnknownRead(resource.path_of("value"), resource.urn) from error
