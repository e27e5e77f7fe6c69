"""The gateway authenticates to each backend."""

from collections.abc import Iterator

from ai_policies import api_access, api_policies
from ai_policies.api_documents import API_TYPES
from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, Violated, known, same


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """The gateway authenticates to each backend."""
    if same(resource.read("type"), "Pool"):
        yield NotApplicable("the members of a pool are judged")
        return
    if known(resource.read("credentials")):
        yield from resource.expect_set("credentials", "must hold a certificate, an authorization or a header")
        return
    yield from api_access.decided(resource, lambda: _by_policy(graph, resource))


SIGN_INS = ("authentication-managed-identity", "authentication-certificate", "get-authorization-context")


def _by_policy(graph: Graph, backend: Resource) -> Iterator[Finding]:
    """Without credentials of its own, every way of a request to the backend must pass a sign-in."""
    used = False
    for path in [path for api in graph.of(*API_TYPES) for path in api_policies.paths(graph, api)]:
        chosen = path.statements("inbound", "set-backend-service") + path.statements("backend", "set-backend-service")
        if any(statement.get("backend-id") == backend.arm_name for _, statement in chosen):
            used = True
            if not path.statements("inbound", *SIGN_INS):
                yield Violated("has no credentials, and a policy that uses it does not sign in", urn=backend.urn)
    if not used:
        yield Violated("has no credentials, and no policy signs in to it", urn=backend.urn)


RULE = StackRule(
    id="backend-authenticated",
    control="APIM-008",
    title="The gateway authenticates to each backend",
    severity=Severity.HIGH,
    types=("Microsoft.ApiManagement/service/backends",),
    remedy=(
        'Write `credentials={"certificate_ids": [...]}` (or an authorization) in Backend(...), or '
        '`<authentication-managed-identity resource="..." />` in <inbound> of the policies that use the '
        "backend."
    ),
    url="https://learn.microsoft.com/azure/api-management/backends",
    check=check,
)
