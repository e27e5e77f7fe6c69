"""Whether requests to an API are authenticated and limited, over all documents that apply to it."""

import re
from collections.abc import Callable, Iterator
from typing import Final
from xml.etree import ElementTree as ET

from ai_policies import api_policies
from ai_policies.api_documents import Document, resolve
from ai_policies.kit import Finding, Graph, Resource, Unknown, Violated
from ai_policies.kit.findings import UnknownRead

_ANY_TENANT: Final = frozenset({"common", "organizations", "consumers"})
_TENANT_IN_URL: Final = re.compile(r"^https://[^/]+/(?P<tenant>[^/]+)/")


def authenticated(graph: Graph, api: Resource) -> Iterator[Finding]:
    """Every request must carry a token of one tenant for one audience; an unknown is reported for the API."""
    yield from decided(api, lambda: _authenticated(graph, api))


def rate_limited(graph: Graph, api: Resource) -> Iterator[Finding]:
    """Every request must count against a rate limit or a quota; an unknown is reported for the API."""
    message = "has no rate limit or quota in <inbound> of its policies"
    yield from decided(api, lambda: on_every_path(graph, api, message, *api_policies.RATE_LIMITS))


def on_every_path(
    graph: Graph,
    api: Resource,
    message: str,
    *tags: str,
    holds: Callable[[ET.Element], bool] = lambda _: True,
) -> Iterator[Finding]:
    """Every way of a request must pass an inbound statement of these tags for which `holds` is true."""
    for path in api_policies.paths(graph, api):
        if not any(holds(statement) for _, statement in path.statements("inbound", *tags)):
            yield from missing(graph, api, f"{message}, for {path.label}" if path.label else message)


def missing(graph: Graph, api: Resource, message: str) -> Iterator[Finding]:
    """Nothing was found: a violation, unless a fragment may hold it, whose content is not read here."""
    if api_policies.hides_statements(graph, api):
        yield Unknown("include-fragment in the policies that apply to the API", api.urn)
    else:
        yield Violated(message, urn=api.urn)


def decided(api: Resource, judge: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """What a judgement finds; an unknown in any document that applies is reported for the API."""
    try:
        yield from judge()
    except UnknownRead as read:
        yield Unknown(f"{read.path} of {read.urn.rpartition('::')[2]}", api.urn)


def _authenticated(graph: Graph, api: Resource) -> Iterator[Finding]:
    yield from on_every_path(
        graph,
        api,
        "has no <validate-azure-ad-token> or <validate-jwt> in <inbound> of its policies",
        *api_policies.TOKEN_CHECKS,
    )
    for checks in api_policies.inbound(graph, api, *api_policies.TOKEN_CHECKS):
        problems = [_problems(graph, document, statement) for document, statement in checks]
        # One check that is pinned suffices: a request has to pass all of them.
        if checks and all(problems):
            document, statement = checks[0]
            path = document.resource.path_of("value")
            yield Violated(f"<{statement.tag}> {' and '.join(problems[0])}", path, urn=document.resource.urn)


def _problems(graph: Graph, document: Document, statement: ET.Element) -> list[str]:
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
