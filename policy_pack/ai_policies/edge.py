"""The edge of the network: who owns which public address."""

from ai_policies.kit import ABSENT, UNKNOWN, Graph, Resource
from ai_policies.kit.findings import UnknownRead

ADDRESS = "Microsoft.Network/publicIPAddresses"

# ARM type -> lists whose elements name an address, and properties that are an address's id themselves. API Management
# belongs here: injected into a network on a classic tier it needs an address of its own for management traffic.
_LISTS = {
    "Microsoft.Network/azureFirewalls": ("ipConfigurations",),
    "Microsoft.Network/applicationGateways": ("frontendIPConfigurations",),
    "Microsoft.Network/bastionHosts": ("ipConfigurations",),
    "Microsoft.Network/virtualNetworkGateways": ("ipConfigurations",),
    "Microsoft.Network/natGateways": ("publicIpAddresses",),
}
_SINGLE = {
    "Microsoft.Network/azureFirewalls": "managementIpConfiguration.publicIPAddress.id",
    "Microsoft.ApiManagement/service": "publicIpAddressId",
}


def owners_of_addresses(graph: Graph) -> tuple[set[str], bool]:
    """URNs of the public addresses that edge resources of the stack use, and whether a use cannot be followed yet."""
    used: set[str] = set()
    unclear = False
    for owner in graph.of(*{*_LISTS, *_SINGLE}):
        try:
            used |= {found.urn for found in _addresses(graph, owner)}
        except UnknownRead:
            unclear = True
    return used, unclear


def _addresses(graph: Graph, owner: Resource) -> list[Resource]:
    keys = [key for arm_type, lists in _LISTS.items() if owner.is_type(arm_type) for key in lists]
    keys += [path.partition(".")[0] for arm_type, path in _SINGLE.items() if owner.is_type(arm_type)]
    found = [address for key in keys for address in graph.linked(owner, key, ADDRESS)]
    for key in [key for arm_type, lists in _LISTS.items() if owner.is_type(arm_type) for key in lists]:
        for item in owner.items(key):
            arm_id = item.find("publicIPAddress.id")
            found += _resolved(graph, owner, key, item.find("id") if arm_id is ABSENT else arm_id)
    for arm_type, path in _SINGLE.items():
        if owner.is_type(arm_type):
            found += _resolved(graph, owner, path, owner.find(path))
    return found


def _resolved(graph: Graph, owner: Resource, path: str, arm_id: object) -> list[Resource]:
    if arm_id is UNKNOWN and graph.linked(owner, path.partition(".")[0], ADDRESS):
        return []  # followed by the engine's record
    target = graph.resolve(owner, path, arm_id if isinstance(arm_id, str) or arm_id is UNKNOWN else ABSENT, ADDRESS)
    return [target] if isinstance(target, Resource) else []
