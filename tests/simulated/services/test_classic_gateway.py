"""Network injection of the classic tiers: what the security group has to let through."""

from typing import Any

from tests.simulated.site import Site


def inbound(port: str, source: str, priority: int, access: str = "Allow") -> dict[str, Any]:
    return {"name": f"in-{priority}", "properties": {
        "access": access, "direction": "Inbound", "protocol": "Tcp", "sourcePortRange": "*", "priority": priority,
        "sourceAddressPrefix": source, "destinationAddressPrefix": "VirtualNetwork", "destinationPortRange": port,
    }}  # fmt: skip


def outbound(port: str, target: str, priority: int, access: str = "Allow") -> dict[str, Any]:
    ends = {"direction": "Outbound", "sourceAddressPrefix": "VirtualNetwork", "destinationAddressPrefix": target}
    return {"name": f"out-{priority}", "properties": {**inbound(port, "*", priority, access)["properties"], **ends}}


def internal(subnet: str) -> dict[str, Any]:
    return {"virtualNetworkType": "Internal", "virtualNetworkConfiguration": {"subnetResourceId": subnet}}


def test_classic_injection(site: Site) -> None:
    network = site.network()
    bare = site.subnet(network, "bare", "192.168.5.0/24")
    with site.refused("NetworkSecurityGroupNotFound"):
        site.gateway(sku="Premium", **internal(bare))
    closed = inbound("*", "*", 4096, access="Deny")
    nsg = site.security_group("nsg", inbound("3443", "ApiManagement", 100), closed)
    subnet = site.subnet(network, "classic", "192.168.6.0/24", networkSecurityGroup={"id": nsg})
    with site.refused("ManagementApiRequestFailed", "6390"):
        site.gateway(sku="Premium", **internal(subnet))
    site.gateway("apim-dev", "Developer", **internal(subnet))
    opened = (inbound("3443", "ApiManagement", 100), inbound("6390", "AzureLoadBalancer", 110), closed)
    site.security_group("nsg", *opened)
    site.gateway("apim-premium", "Premium", **internal(subnet))
    site.security_group("nsg", *opened, outbound("443", "Internet", 4096, access="Deny"))
    with site.refused("ManagementApiRequestFailed", "443 to Storage"):
        site.gateway("apim-cut", "Premium", **internal(subnet))
    allowed = [
        outbound("443", tag, 200 + number) for number, tag in enumerate(("Storage", "AzureKeyVault", "AzureMonitor"))
    ]
    site.security_group("nsg", *opened, *allowed, outbound("443", "Internet", 4096, access="Deny"))
    site.gateway("apim-open", "Premium", **internal(subnet))
    delegated = site.delegated(network, "delegated", "192.168.7.0/27", "Microsoft.Web/hostingEnvironments",
                               networkSecurityGroup={"id": nsg})  # fmt: skip
    with site.refused("InvalidParameters", "delegated"):
        site.gateway("apim-x", "Premium", **internal(delegated))
