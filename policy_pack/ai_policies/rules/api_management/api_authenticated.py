"""Each API checks a token of one tenant for one audience."""

from collections.abc import Iterator

from ai_policies import api_access, api_policies
from ai_policies.api_documents import API_TYPES
from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Each API checks a token of one tenant for one audience."""
    if api_policies.is_mcp(resource) or api_policies.is_metadata(graph, resource):
        yield NotApplicable("an MCP server has a rule of its own; published OAuth metadata is read without a token")
    else:
        yield from api_access.authenticated(graph, resource)


RULE = StackRule(
    id="api-authenticated",
    control="APIM-014",
    title="Each API checks a token of one tenant for one audience",
    severity=Severity.CRITICAL,
    types=API_TYPES,
    remedy=(
        "Write `<validate-azure-ad-token "
        'tenant-id="..."><audiences><audience>...</audience></audiences></validate-azure-ad-token>` in '
        "<inbound> of the API's policy; a subscription key is no authentication."
    ),
    url="https://learn.microsoft.com/azure/api-management/validate-azure-ad-token-policy",
    check=check,
)
