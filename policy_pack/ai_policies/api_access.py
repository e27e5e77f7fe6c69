"""Whether requests to an API are authenticated and limited, over all documents that apply to it."""

from collections.abc import Callable, Iterator

from ai_policies import api_policies
from ai_policies.kit import Finding, Graph, Resource, Unknown, Violated
from ai_policies.kit.findings import UnknownRead


def authenticated(graph: Graph, api: Resource) -> Iterator[Finding]:
    """Every request must carry a token of one tenant for one audience; an unknown is reported for the API."""
    yield from _decided(api, lambda: _authenticated(graph, api))


def rate_limited(graph: Graph, api: Resource) -> Iterator[Finding]:
    """Every request must count against a rate limit or a quota; an unknown is reported for the API."""
    yield from _decided(api, lambda: _rate_limited(graph, api))


def missing(graph: Graph, api: Resource, message: str) -> Iterator[Finding]:
    """Nothing was found: a violation, unless a fragment may hold it, whose content is not read here."""
    if api_policies.hides_statements(graph, api):
        yield Unknown("include-fragment in the policies that apply to the API", api.urn)
    else:
        yield Violated(message, urn=api.urn)


def _authenticated(graph: Graph, api: Resource) -> Iterator[Finding]:
    checks = list(api_policies.inbound(graph, api, *api_policies.TOKEN_CHECKS))
    if not checks:
        yield from missing(
            graph, api, "has no <validate-azure-ad-token> or <validate-jwt> in <inbound> of its policies"
        )
        return
    problems = [api_policies.token_problems(graph, document, statement) for document, statement in checks]
    # One check that is pinned suffices: a request has to pass all of them.
    if all(problems):
        document, statement = checks[0]
        path = document.resource.path_of("value")
        yield Violated(f"<{statement.tag}> {' and '.join(problems[0])}", path, urn=document.resource.urn)


def _rate_limited(graph: Graph, api: Resource) -> Iterator[Finding]:
    if not any(True for _ in api_policies.inbound(graph, api, *api_policies.RATE_LIMITS)):
        yield from missing(graph, api, "has no rate limit or quota in <inbound> of its policies")


def _decided(api: Resource, judge: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    try:
        yield from judge()
    except UnknownRead as read:
        yield Unknown(f"{read.path} of {read.urn.rpartition('::')[2]}", api.urn)
