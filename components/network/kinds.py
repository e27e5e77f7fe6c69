"""What each kind of subnet needs: delegation and the traffic that must get through. Pure.

Every security group ends in a deny for both directions, so this table is the whole of what is allowed. Sources:
Microsoft Learn, azure-docs, articles/container-apps/firewall-integration.md (agents, workloads),
articles/api-management/inject-vnet-v2.md (API Management v2),
articles/api-management/virtual-network-reference.md (API Management classic).
"""

from dataclasses import dataclass, field

VNET = "VirtualNetwork"
SUBNET = "{subnet}"
"""Placeholder for the address prefix of the subnet itself."""

AGENTS = "agents"
PRIVATE_ENDPOINTS = "private_endpoints"
API_MANAGEMENT_V2 = "api_management_v2"
API_MANAGEMENT_CLASSIC = "api_management_classic"
WORKLOADS = "workloads"


@dataclass(frozen=True)
class Rule:
    """One allow rule."""

    name: str
    direction: str
    ports: tuple[str, ...]
    source: str
    destination: str
    why: str
    protocol: str = "Tcp"


@dataclass(frozen=True)
class SubnetKind:
    """Traits of a kind of subnet."""

    delegation: str | None = None
    """Service that the subnet is delegated to, case-sensitive."""
    rules: tuple[Rule, ...] = field(default_factory=tuple)


def _inbound(name: str, ports: tuple[str, ...], source: str, why: str, protocol: str = "Tcp") -> Rule:
    return Rule(name, "Inbound", ports, source, SUBNET, why, protocol)


def _outbound(name: str, ports: tuple[str, ...], destination: str, why: str, protocol: str = "Tcp") -> Rule:
    return Rule(name, "Outbound", ports, SUBNET, destination, why, protocol)


HTTPS = ("443",)

_CONTAINER_APPS = (
    _inbound("allow-within-subnet-in", ("*",), SUBNET, "Nodes of the environment talk to each other", "*"),
    _inbound("allow-load-balancer-probes", ("30000-32767",), "AzureLoadBalancer", "Health probes of the environment"),
    _outbound("allow-within-subnet-out", ("*",), SUBNET, "Nodes of the environment talk to each other", "*"),
    _outbound("allow-private-endpoints", HTTPS, VNET, "Private endpoints and the AI gateway"),
    _outbound("allow-registry", HTTPS, "MicrosoftContainerRegistry", "Images of the platform"),
    _outbound("allow-registry-front-door", HTTPS, "AzureFrontDoor.FirstParty", "Microsoft's registry is served by it"),
    _outbound("allow-entra-id", HTTPS, "AzureActiveDirectory", "Tokens of managed identities"),
    _outbound("allow-azure-monitor", HTTPS, "AzureMonitor", "Logs of the environment's platform"),
    _outbound("allow-time", ("123",), "AzureCloud", "Clock synchronisation", "Udp"),
)

_API_MANAGEMENT_SHARED = (
    _inbound("allow-clients", HTTPS, VNET, "Callers of the gateway"),
    _outbound("allow-backends", HTTPS, VNET, "Backends behind private endpoints"),
    _outbound("allow-storage", HTTPS, "Storage", "The service keeps its state there"),
    _outbound("allow-key-vault", HTTPS, "AzureKeyVault", "Named values and certificates"),
    _outbound("allow-entra-id", HTTPS, "AzureActiveDirectory", "Token validation and managed identity"),
)

KINDS: dict[str, SubnetKind] = {
    AGENTS: SubnetKind(
        "Microsoft.App/environments",
        (*_CONTAINER_APPS, _inbound("allow-clients", HTTPS, VNET, "Callers of tools that run beside the agents")),
    ),
    WORKLOADS: SubnetKind(
        "Microsoft.App/environments",
        (*_CONTAINER_APPS, _inbound("allow-clients", HTTPS, VNET, "Callers of the applications")),
    ),
    PRIVATE_ENDPOINTS: SubnetKind(
        None,
        (_inbound("allow-clients", HTTPS, VNET, "Callers of services behind private endpoints"),),
    ),
    API_MANAGEMENT_V2: SubnetKind(
        "Microsoft.Web/hostingEnvironments",
        (*_API_MANAGEMENT_SHARED, _outbound("allow-azure-monitor", HTTPS, "AzureMonitor", "Traces and metrics")),
    ),
    API_MANAGEMENT_CLASSIC: SubnetKind(
        None,
        (
            *_API_MANAGEMENT_SHARED,
            _inbound("allow-management", ("3443",), "ApiManagement", "Control plane of the service"),
            _inbound("allow-load-balancer-probes", ("6390",), "AzureLoadBalancer", "Health probes of the service"),
            _outbound("allow-sql", ("1433",), "Sql", "The service keeps its configuration there"),
            _outbound("allow-azure-monitor", ("443", "1886"), "AzureMonitor", "Diagnostics, metrics and health"),
            _outbound("allow-certificate-revocation", ("80",), "Internet", "Revocation lists of certificates"),
        ),
    ),
}
