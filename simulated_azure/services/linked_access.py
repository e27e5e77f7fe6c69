"""What the caller needs a right to, besides the write: networks that are joined, identities, keys of destinations.

Types that place something in a subnet and are not here (Container Apps environments, agents of Foundry) have no source
that says that Azure asks for the right.
"""

from simulated_azure.arm.rules import links

_NETWORK = "Microsoft.Network/"
_JOIN = "join/action"
_SUBNET = "AZD virtual-network/virtual-network-manage-subnet.md"
_ADDRESS = "AZD virtual-network/ip-services/virtual-network-public-ip-address.md (associate)"
_GROUP = "AZD virtual-network/manage-network-security-group.md (associate to a subnet or network interface)"
_ROUTES = "AZD virtual-network/manage-route-table.md (required to associate)"
_OF_SUBNETS = {"networkSecurityGroup.id": _JOIN, "routeTable.id": _JOIN, "natGateway.id": _JOIN}
_OF_ADDRESSES = {"subnet.id": _JOIN, "publicIPAddress.id": _JOIN}
_SUBNETS_SOURCE = (
    f"{_GROUP}; {_ROUTES}; AZD role-based-access-control/built-in-roles/identity.md (natGateways, ddosProtectionPlans);"
    " microsoft/planetary-computer-hub#25; Azure/terraform-azurerm-avm-ptn-hubnetworking#81"
)


def _under(path: str, to: dict[str, str]) -> dict[str, str]:
    return {f"{path}.{item}": operation for item, operation in to.items()}


links("*", to={"identity.userAssignedIdentities[]": "assign/action"},
      source="AZD role-based-access-control/built-in-roles/identity.md (Managed Identity Operator);"
      " Azure/aad-pod-identity#443, #613")  # fmt: skip
links(f"{_NETWORK}virtualNetworks/subnets", to=_under("properties", _OF_SUBNETS), source=_SUBNETS_SOURCE)
links(
    f"{_NETWORK}virtualNetworks",
    to={**_under("properties.subnets[].properties", _OF_SUBNETS), "properties.ddosProtectionPlan.id": _JOIN},
    source=_SUBNETS_SOURCE,
)
links(
    f"{_NETWORK}virtualNetworks/virtualNetworkPeerings",
    to={"properties.remoteVirtualNetwork.id": "peer/action"},
    source="AZD virtual-network/virtual-network-manage-peering.md (permissions)",
)
links(
    f"{_NETWORK}networkInterfaces",
    to={
        **_under("properties.ipConfigurations[].properties", _OF_ADDRESSES),
        "properties.networkSecurityGroup.id": _JOIN,
    },
    source=f"{_SUBNET}; {_ADDRESS}; {_GROUP}; coreos/tectonic-installer#1954",
)
links(f"{_NETWORK}natGateways", to={"properties.publicIpAddresses[].id": _JOIN}, source=_ADDRESS)
links(
    f"{_NETWORK}azureFirewalls",
    to=_under("properties.ipConfigurations[].properties", _OF_ADDRESSES)
    | _under("properties.managementIpConfiguration.properties", _OF_ADDRESSES),
    source="AZD firewall/roles-permissions.md",
)
links(
    f"{_NETWORK}bastionHosts",
    to=_under("properties.ipConfigurations[].properties", _OF_ADDRESSES),
    source=f"{_SUBNET}; {_ADDRESS}",
)
links(
    f"{_NETWORK}applicationGateways",
    to=_under("properties.gatewayIPConfigurations[].properties", {"subnet.id": _JOIN})
    | _under("properties.frontendIPConfigurations[].properties", _OF_ADDRESSES)
    | {"properties.firewallPolicy.id": _JOIN},
    source="AZD application-gateway/configuration-infrastructure.md (permissions); azure-docs#125199",
)
links(
    f"{_NETWORK}privateEndpoints",
    to={
        "properties.subnet.id": _JOIN,
        "properties.privateLinkServiceConnections[].properties.privateLinkServiceId":
            "privateEndpointConnectionsApproval/action",
    },
    source="AZD private-link/rbac-permissions.md; azure-docs#96892 (a connection that is not manual)",
)  # fmt: skip
links(
    f"{_NETWORK}privateEndpoints/privateDnsZoneGroups",
    to={"properties.privateDnsZoneConfigs[].properties.privateDnsZoneId": _JOIN},
    source="Azure/data-landing-zone#203; Azure/Azure-Landing-Zones#3625",
)
links(
    f"{_NETWORK}privateDnsZones/virtualNetworkLinks",
    to={"properties.virtualNetwork.id": _JOIN},
    source="AZD role-based-access-control/built-in-roles/networking.md (Private DNS Zone Contributor)",
)
links(
    "Microsoft.Compute/virtualMachines",
    to={"properties.networkProfile.networkInterfaces[].id": _JOIN},
    source="AZD role-based-access-control/built-in-roles/identity.md (joins a virtual machine to an interface)",
)
links(
    "Microsoft.Compute/virtualMachineScaleSets",
    to=_under(
        "properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations[].properties",
        {"ipConfigurations[].properties.subnet.id": _JOIN, "networkSecurityGroup.id": _JOIN},
    ),
    source="kubernetes-sigs/cloud-provider-azure#287; AZD role-based-access-control/built-in-roles/compute.md",
)
links(
    "Microsoft.ApiManagement/service",
    to={"properties.virtualNetworkConfiguration.subnetResourceId": _JOIN, "properties.publicIpAddressId": _JOIN},
    source=f"AZD api-management/inject-vnet-v2.md (permissions); Azure/azure-cli#23447; {_ADDRESS}",
)
links(
    "Microsoft.Storage/storageAccounts",
    to={"properties.networkAcls.virtualNetworkRules[].id": "joinViaServiceEndpoint/action"},
    source="AZD role-based-access-control/built-in-roles/storage.md (joins a storage account to a subnet)",
)
links(
    "Microsoft.DocumentDB/databaseAccounts",
    to={"properties.virtualNetworkRules[].id": "joinViaServiceEndpoint/action"},
    source="AZD role-based-access-control/built-in-roles/databases.md (DocumentDB Account Contributor)",
)
links(
    "Microsoft.Insights/diagnosticSettings",
    to={
        "properties.workspaceId": "sharedKeys/action",
        "properties.storageAccountId": "listKeys/action",
        "properties.eventHubAuthorizationRuleId": "listkeys/action",
    },
    source="AMD roles-permissions-security.md (ListKeys of accounts and event hubs);"
    " JimGBritt/AzurePolicy#17; Azure/Azure-Landing-Zones#2806; CDCgov/prime-reportstream#7678",
)
