"""Resources that leave public access to a perimeter are associated with one."""

from collections.abc import Iterator

from ai_policies.kit import UNKNOWN, Finding, Graph, Resource, Severity, StackRule, Unknown, Violated, same


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Resources that leave public access to a perimeter are associated with one."""
    values = [resource.find(path) for path in _PATHS]
    if not any(same(value, "SecuredByPerimeter") for value in values):
        yield from (Unknown(path) for path, value in zip(_PATHS, values, strict=True) if value is UNKNOWN)
        return
    associations = graph.of("Microsoft.Network/networkSecurityPerimeters/resourceAssociations")
    if not any(graph.target(item, "privateLinkResource.id", *RULE.types) is resource for item in associations):
        yield Violated("leaves public access to a perimeter and is associated with none")


_PATHS = (
    "publicNetworkAccess",
    "properties.publicNetworkAccess",
    "publicNetworkAccessForIngestion",
    "publicNetworkAccessForQuery",
)


RULE = StackRule(
    id="perimeter-associated",
    control="NET-011",
    title="Resources that leave public access to a perimeter are associated with one",
    severity=Severity.MEDIUM,
    types=(
        "Microsoft.CognitiveServices/accounts",
        "Microsoft.Search/searchServices",
        "Microsoft.Storage/storageAccounts",
        "Microsoft.KeyVault/vaults",
        "Microsoft.DocumentDB/databaseAccounts",
        "Microsoft.EventHub/namespaces",
        "Microsoft.OperationalInsights/workspaces",
        "Microsoft.Insights/components",
    ),
    remedy=(
        'Add `NetworkSecurityPerimeterAssociation(private_link_resource={"id": resource.id}, '
        'access_mode="Enforced", ...)`, or write Disabled instead of SecuredByPerimeter.'
    ),
    url="https://learn.microsoft.com/azure/private-link/network-security-perimeter-concepts",
    check=check,
)
