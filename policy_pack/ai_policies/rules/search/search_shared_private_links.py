"""Search reaches the stores and models that it reads over shared private links."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Graph, NotApplicable, Resource, Severity, StackRule, Violated, same

STORES = {
    "Microsoft.Storage/storageAccounts": ("publicNetworkAccess", "networkRuleSet.bypass"),
    "Microsoft.DocumentDB/databaseAccounts": ("publicNetworkAccess", "networkAclBypass"),
    "Microsoft.CognitiveServices/accounts": ("properties.publicNetworkAccess", "properties.networkAcls.bypass"),
}
"""What search reads from -> where it says that it is private, and whether it admits Microsoft's own services."""
IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities"
SERVICE = "Microsoft.Search/searchServices"


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Search reaches the stores and models that it reads over shared private links."""
    needed = _needed(graph, resource)
    if not needed:
        yield NotApplicable("it has a way to all that the roles of the stack let it read")
        return
    links = graph.children(resource, "sharedPrivateLinkResources")
    targets = [graph.target(link, "properties.privateLinkResourceId", *STORES) for link in links]
    for store in needed:
        if store not in targets:
            yield Violated(f"may read {store.label} but has no shared private link to it")


def _needed(graph: Graph, service: Resource) -> list[Resource]:
    """Stores that the service may read and reaches by a shared private link only.

    A store may let the service in as a trusted one. That works for the identity of the service itself, not for one
    that is assigned to it ("Make indexer connections to Azure Storage as a trusted service").
    """
    granted = graph.once(_granted)
    own = [store for store in granted.get(service.urn, ()) if not _is_open(store, trusted=True)]
    identities = graph.linked(service, "identity", IDENTITY)
    lent = [store for identity in identities for store in granted.get(identity.urn, ()) if not _is_open(store)]
    return list({store.urn: store for store in (*own, *lent)}.values())


def _is_open(store: Resource, *, trusted: bool = False) -> bool:
    """Whether the service reaches a store without a link; raises `UnknownRead`."""
    public, bypass = STORES[next(kind for kind in STORES if store.is_type(kind))]
    if not same(store.read(public), "Disabled"):
        return True
    return trusted and "azureservices" in store.text(bypass).casefold()


def _granted(graph: Graph) -> dict[str, list[Resource]]:
    """URN of a principal -> stores that it has a role on."""
    granted: dict[str, list[Resource]] = {}
    for assignment in graph.of("Microsoft.Authorization/roleAssignments"):
        stores = graph.linked(assignment, "scope", *STORES)
        for principal in graph.linked(assignment, "principalId", IDENTITY, SERVICE) if stores else ():
            granted.setdefault(principal.urn, []).extend(stores)
    return granted


RULE = StackRule(
    id="search-shared-private-links",
    control="SRCH-008",
    title="Search reaches the stores and models that it reads over shared private links",
    severity=Severity.MEDIUM,
    types=("Microsoft.Search/searchServices",),
    remedy=(
        'Add a SharedPrivateLinkResource(...) with `"private_link_resource_id"` of the store and its `"group_id"` '
        "in its `properties`."
    ),
    url="https://learn.microsoft.com/azure/search/search-indexer-howto-access-private",
    check=check,
)
