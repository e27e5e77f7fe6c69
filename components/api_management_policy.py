"""API Management policy documents as data: pure functions from statements to XML.

The documents are XML (format `xml`, not `rawxml`): expressions are escaped, so that any XML reader, a policy rule for
one, can check them, and Azure returns that format when the state is refreshed.
"""

import json
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

POLICY_FORMAT = "xml"
POLICY_NAME = "policy"
"""The only name that Azure accepts for a policy."""

METADATA_PATH = ".well-known/oauth-protected-resource"
"""RFC 9728 section 3: inserted between the host and the path of the protected resource."""

SECTIONS = ("inbound", "backend", "outbound", "on-error")


def statement(tag: str, *children: Element, text: str | None = None, **attributes: str) -> Element:
    """Return one policy statement.

    Args:
        tag: name of the statement, for example `set-header`.
        *children: nested statements.
        text: text inside the statement, plain or an expression `@(...)`.
        **attributes: attributes; an underscore stands for the hyphen of Azure's names.
    """
    element = Element(tag, {name.replace("_", "-"): value for name, value in attributes.items()})
    element.text = text
    element.extend(children)
    return element


def document(
    *,
    inbound: Iterable[Element] = (),
    backend: Iterable[Element] = (),
    outbound: Iterable[Element] = (),
    on_error: Iterable[Element] = (),
    has_parent: bool = True,
) -> str:
    """Return a policy document with its four sections in Azure's order.

    Args:
        inbound: statements before the backend is called.
        backend: statements around the call itself.
        outbound: statements on the way back.
        on_error: statements after a failure.
        has_parent: start each section with `<base />`, so that no API can shed what the gateway demands. Only the
            gateway's own policy has nothing above it.
    """
    root = Element("policies")
    for tag, statements in zip(SECTIONS, (inbound, backend, outbound, on_error), strict=True):
        section = SubElement(root, tag)
        if has_parent:
            SubElement(section, "base")
        section.extend(statements)
    indent(root)
    # Azure's reference shows documents with Windows line ends; anything else would come back changed.
    return tostring(root, encoding="unicode").replace("\n", "\r\n")


def literal(value: str) -> str:
    """Return a C# string literal for use inside an expression."""
    return json.dumps(value)


def set_header(name: str, value: str) -> Element:
    """Return the statement that sets a header, whatever it was before."""
    return statement("set-header", statement("value", text=value), name=name, exists_action="override")


def delete_header(name: str) -> Element:
    """Return the statement that removes a header."""
    return statement("set-header", name=name, exists_action="delete")


def gateway_policy() -> str:
    """Return the policy of the whole gateway.

    Responses are not buffered, because MCP streams them, and headers that name the backend's software are removed.
    """
    return document(
        backend=[statement("forward-request", buffer_response="false")],
        outbound=[delete_header(name) for name in ("X-Powered-By", "X-AspNet-Version")],
        has_parent=False,
    )


def anonymous_policy(calls: int, period_seconds: int) -> str:
    """Return the policy of an API that anyone may read: so many calls for each address in each period.

    Args:
        calls: calls within one period.
        period_seconds: length of a period; API Management takes 300 s at most.
    """
    limit = statement(
        "rate-limit-by-key",
        calls=str(calls),
        renewal_period=str(period_seconds),
        counter_key="@(context.Request.IpAddress)",
    )
    return document(inbound=[limit])
