"""The subnet that Foundry agents are injected into."""

from ipaddress import IPv4Network, ip_network

from simulated_azure.arm.errors import bad_request
from simulated_azure.arm.json_values import as_dict, dicts
from simulated_azure.arm.rules import Put, on_put
from simulated_azure.services.cognitive_services.accounts import ACCOUNT
from simulated_azure.services.network._references import VNET, require
from simulated_azure.services.network.subnets import delegations, prefix_length, subnet_prefixes
from simulated_azure.services.network.virtual_networks import networks

_DELEGATION = "Microsoft.App/environments"
_LONGEST_PREFIX = 27
_TEN = IPv4Network("10.0.0.0/8")
_SOURCE = "arm-semantics 2.1: FS 15-private-network-standard-agent-setup; AID agents/how-to/virtual-networks.md"
_FORBIDDEN = (
    "169.254.0.0/16", "172.30.0.0/16", "172.31.0.0/16", "192.0.2.0/24", "0.0.0.0/8", "127.0.0.0/8",
    "100.64.0.0/11", "100.100.0.0/17", "100.100.192.0/19", "100.100.224.0/19",
)  # fmt: skip


@on_put(ACCOUNT, source=_SOURCE)
def agent_subnet_is_usable(put: Put) -> None:
    """The agent subnet is delegated, /27 or larger, private, in the account's region and not another account's."""
    for injection in dicts(put.properties.get("networkInjections")):
        if injection.get("useMicrosoftManagedNetwork"):
            continue
        target = str(injection.get("subnetArmId") or "")
        subnet = require(put.world, put.id, target or "/subscriptions/none")
        network = subnet.id.ancestor(VNET)
        if network is not None:
            require(put.world, put.id, network.text, region=str(put.body.get("location")))
        if put.old is not None and as_dict(put.old.properties).get("networkInjections"):
            continue
        _check_size(subnet.properties, subnet.id.name)
        _check_ten(put, subnet.properties, subnet.id.name)
        _check_delegation(put, delegations(subnet.properties), subnet.id.name)
        others = [
            owner for owner, _link in put.world.holders(subnet.id) if not f"{owner}/".startswith(f"{put.id.key}/")
        ]
        if others or put.world.referring(subnet.id, "Microsoft.Network/privateEndpoints"):
            raise bad_request(
                "SubnetInUse", f"Subnet '{subnet.id.name}' is in use already; agents need one of their own."
            )


def _check_delegation(put: Put, found: list[str], name: str) -> None:
    if [item.lower() for item in found] != [_DELEGATION.lower()]:
        raise bad_request(
            "InvalidSubnetDelegation",
            f"Subnet '{name}' must be delegated to {_DELEGATION} and nothing else; found: {found}.",
        )
    if found != [_DELEGATION]:
        # Accepted first; seen to fail 47 minutes later (LZB v2.1.4).
        put.failure = bad_request(
            "InvalidVnetResourceId", f"Invalid vnet resource ID: delegation '{found[0]}' of '{name}'."
        )


def _check_size(subnet: dict[str, object], name: str) -> None:
    if prefix_length(subnet) > _LONGEST_PREFIX:
        raise bad_request("InvalidSubnetSize", f"Subnet '{name}' is smaller than /{_LONGEST_PREFIX}.")
    for prefix in networks(subnet_prefixes(subnet)):
        if not isinstance(prefix, IPv4Network):
            continue
        for forbidden in _FORBIDDEN:
            if prefix.overlaps(ip_network(forbidden)):
                raise bad_request(
                    "InvalidSubnetRange", f"Subnet '{name}' ({prefix}) overlaps {forbidden}, used by agents."
                )
        if not prefix.is_private:
            raise bad_request("InvalidSubnetRange", f"Subnet '{name}' ({prefix}) is not a private range.")


def _check_ten(put: Put, subnet: dict[str, object], name: str) -> None:
    """Subnets in 10.0.0.0/8 are for some regions only (fact `agentRegionsForTenNetwork`)."""
    regions, region = put.world.fact("agentRegionsForTenNetwork"), put.body.get("location")
    inside = any(
        prefix.overlaps(_TEN) for prefix in networks(subnet_prefixes(subnet)) if isinstance(prefix, IPv4Network)
    )
    if inside and regions and region not in regions:
        raise bad_request(
            "InvalidSubnetRange", f"Subnet '{name}' lies in {_TEN}, which agents in '{region}' cannot use."
        )
