"""What fixed addresses of a private endpoint must be; checked after everything else about the endpoint."""

from ipaddress import ip_address

from simulated_azure.arm.errors import bad_request
from simulated_azure.arm.json_values import sub_id
from simulated_azure.arm.rules import Put, on_put
from simulated_azure.services.network import private_endpoints
from simulated_azure.services.network.endpoint_addresses import asked_for, served
from simulated_azure.services.network.subnets import addresses_in
from simulated_azure.services.network.virtual_networks import networks, subnet_prefixes

_MEMBERS = (
    "terraform-provider-azurerm#21781 (registries), #13061 (Cosmos DB); Azure/bicep#7119 (sites);"
    " Azure/terraform-azurerm-avm-res-keyvault-vault#108 (vaults)"
)


@on_put(
    private_endpoints.ENDPOINT,
    source="arm-semantics 2.5: AZD troubleshooting/common-deployment-errors.md (PrivateIPAddressNotInSubnet)",
)
def fixed_address_is_inside(put: Put) -> None:
    """An address that the endpoint asks for lies in its subnet."""
    subnet = put.world.find(sub_id(put.properties.get("subnet")))
    for address in filter(None, asked_for(put.properties).values()) if subnet else ():
        if subnet and not any(ip_address(address) in net for net in networks(subnet_prefixes(subnet.properties))):
            raise bad_request(
                "PrivateIPAddressNotInSubnet", f"Private address {address} is outside the subnet's range."
            )


@on_put(private_endpoints.ENDPOINT, source="daniel-rhoades/acs-engine-terraform#10 (PrivateIPAddressIsAllocated)")
def fixed_address_is_free(put: Put) -> None:
    """An address that the endpoint asks for belongs to nothing else in the subnet."""
    subnet = put.world.find(sub_id(put.properties.get("subnet")))
    taken = addresses_in(put.world, subnet, but=put.id) if subnet and put.creating else set[str]()
    for address in asked_for(put.properties).values():
        if address in taken:
            raise bad_request("PrivateIPAddressIsAllocated", f"Address {address} is allocated in the subnet already.")


@on_put(private_endpoints.ENDPOINT, source=_MEMBERS)
def every_member_has_an_address(put: Put) -> None:
    """Fixed addresses are given for every member that the service asks for, or for none."""
    asked = asked_for(put.properties)
    wanted = [(group, name.member) for group, name in served(put.world, put.properties) if name.member]
    missing = [item for item in dict.fromkeys(wanted) if (item[0].lower(), item[1].lower()) not in asked]
    if asked and missing and put.creating:
        raise bad_request(
            "PrivateEndpointIpConfigurationMissingMemberNamesRequiredByFps",
            f"'{put.id.name}' has static ipConfigurations and misses these members of the service: "
            + "; ".join(f"GroupId: {group}, MemberName: {member}" for group, member in missing) + ".",
        )  # fmt: skip
