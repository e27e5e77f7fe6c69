"""Machines have no public address."""

from collections.abc import Iterator

from ai_policies import machines
from ai_policies.kit import ABSENT, Finding, Graph, Resource, Severity, StackRule, View, Violated


def check(graph: Graph, resource: Resource) -> Iterator[Finding]:
    """Machines have no public address."""
    for interface in graph.linked(resource, "networkProfile", INTERFACES):
        yield from _judge(resource, interface.items("ipConfigurations"), "publicIPAddress", interface.label)
    inline = f"{machines.profile(resource)}networkProfile.networkInterfaceConfigurations"
    for configuration in resource.items(inline):
        addresses = configuration.items("ipConfigurations")
        yield from _judge(resource, addresses, "publicIPAddressConfiguration", "its network profile")


INTERFACES = "Microsoft.Network/networkInterfaces"


def _judge(machine: Resource, addresses: list[View], key: str, where: str) -> Iterator[Finding]:
    """No address of an interface may be public; what is wrong is the machine's."""
    for address in addresses:
        if address.read(key) is not ABSENT:
            yield Violated(f"has a public address through {where}", urn=machine.urn)


RULE = StackRule(
    id="vm-no-public-address",
    control="VM-004",
    title="Machines have no public address",
    severity=Severity.CRITICAL,
    types=(
        "Microsoft.Compute/virtualMachines",
        "Microsoft.Compute/virtualMachineScaleSets",
    ),
    remedy=(
        "Leave `public_ip_address` out of the NetworkInterface(...) that VirtualMachine(...) uses, and "
        "`public_ip_address_configuration` out of its profiles; people come in through Bastion."
    ),
    url="https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses",
    check=check,
)
