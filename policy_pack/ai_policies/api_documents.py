"""Policy documents of API Management: reading one.

A document's sections (inbound, backend, outbound, on-error) hold statements; `<base />` stands for what the wider
scope says.
"""

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from ai_policies.kit import Graph, Resource
from ai_policies.kit.findings import UnknownRead

SERVICE = "Microsoft.ApiManagement/service"
WORKSPACE = f"{SERVICE}/workspaces"
API_TYPES = (f"{SERVICE}/apis", f"{WORKSPACE}/apis")
SECTIONS = ("inbound", "backend", "outbound", "on-error")
NARROW_DOCUMENTS = (
    f"{SERVICE}/products/policies",
    f"{SERVICE}/apis/policies",
    f"{SERVICE}/apis/operations/policies",
    f"{WORKSPACE}/policies",
    f"{WORKSPACE}/products/policies",
    f"{WORKSPACE}/apis/policies",
    f"{WORKSPACE}/apis/operations/policies",
)
"""ARM types of documents that have a wider scope above them."""
FRAGMENT = f"{SERVICE}/policyFragments"
DOCUMENTS = (f"{SERVICE}/policies", *NARROW_DOCUMENTS)
_NAMED_VALUE = re.compile(r"^\{\{(?P<name>[^{}]+)\}\}$")


class MalformedPolicyError(Exception):
    """A document of format `xml` that is not well-formed, which Azure refuses."""


@dataclass(frozen=True)
class Document:
    """A parsed policy document and the resource that carries it."""

    resource: Resource
    root: ET.Element

    def statements(self, section: str) -> list[ET.Element]:
        """Statements of a section that run on every request, in order: those inside `<choose>` are left out."""
        found = self.root.find(section)
        return list(found) if found is not None else []

    def inherits(self, section: str) -> bool:
        """Whether the section keeps what the wider scope says."""
        return any(statement.tag == "base" for statement in self.statements(section))

    def inherits_first(self, section: str) -> bool:
        """Whether what the wider scope says comes before everything of the section's own."""
        statements = self.statements(section)
        return bool(statements) and statements[0].tag == "base"


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


def readable(resource: Resource) -> Document:
    """Parse; a malformed document is reported by the rule about form, here it only makes the rest undecidable."""
    try:
        return parse(resource)
    except MalformedPolicyError as error:
        raise UnknownRead(resource.path_of("value"), resource.urn) from error


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
