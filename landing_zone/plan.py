"""What will be built, decided before anything is created: names, ranges, identities, keys, grants. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from landing_zone.grants import PART_OF_ROLE, GrantingPart
from landing_zone.naming import Namer
from landing_zone.settings.model import Configuration, Settings
from landing_zone.subnets import SubnetName, address_plan, subnet_settings, subnets_in_use
from landing_zone.zones import private_link_types, zones_in_use

GroupName = Literal["network", "platform", "ai"]
"""Resource groups: the network with its private endpoints, what all services rest on, and the AI services."""

RESOURCE_GROUPS: Final[tuple[GroupName, ...]] = ("network", "platform", "ai")

EndpointName = Literal["monitor", "vault", "artifacts", "search", "foundry"]
"""Private endpoints by what they lead to."""

_ENDPOINT_OF: Final[dict[str, EndpointName]] = {
    "Microsoft.Insights/privateLinkScopes": "monitor",
    "Microsoft.KeyVault/vaults": "vault",
    "Microsoft.Storage/storageAccounts": "artifacts",
    "Microsoft.Search/searchServices": "search",
    "Microsoft.CognitiveServices/accounts": "foundry",
}


@dataclass(frozen=True)
class SubnetPlan:
    """One subnet."""

    kind: str
    """Kind in the vocabulary of the network component."""
    name: str
    """Name of the subnet."""
    security_group: str
    """Name of its network security group."""
    cidr: str
    """Range in CIDR notation; empty for a subnet that exists already."""
    existing_id: str | None
    """ARM id of a subnet that exists already."""


@dataclass(frozen=True)
class Grant:
    """A role for a group, for an identity of the landing zone, or for a service itself, on one part."""

    name: str
    """Key of the grant, unique in the stack."""
    role: str
    """Azure role by name."""
    part: GrantingPart | Literal["encryption"]
    """Part whose resource the role is granted on."""
    identity: str | None = None
    """Key of the identity that gets the role, or None."""
    group: str | None = None
    """Object id of the Entra group that gets the role, or None."""
    service: Literal["search"] | None = None
    """Service whose own (system-assigned) identity gets the role, or None."""


@dataclass(frozen=True)
class Plan:
    """Everything that is decided before the first resource."""

    configuration: Configuration
    """Where it comes from."""
    namer: Namer
    """Names."""
    tags: dict[str, str]
    """Tags of every resource."""
    subnets: tuple[SubnetPlan, ...]
    """Subnets in the order in which they are written."""
    zones: tuple[str, ...]
    """Names of the private DNS zones."""
    endpoints: tuple[EndpointName, ...]
    """Private endpoints in the order in which they are written."""
    identities: tuple[str, ...]
    """Keys of the user-assigned identities."""
    keys: tuple[str, ...]
    """Customer-managed keys."""
    grants: tuple[Grant, ...]
    """Role assignments across parts."""

    def key_name(self, service: str) -> str:
        """Return the name of a service's customer-managed key. A key never moves between hardware and software: the
        other kind has another name, so that a changed `encryption.sku` makes new keys and services move to them.
        """
        return service if self.settings.encryption.sku == "premium" else f"{service}-software"

    @property
    def settings(self) -> Settings:
        """Settings that the plan was made from."""
        return self.configuration.settings

    @property
    def gateway_kind(self) -> str:
        """Kind of the gateway's subnet: classic tiers and version 2 differ in delegation and rules."""
        return gateway_kind(self.settings)


def make_plan(configuration: Configuration) -> Plan:
    """Return the plan of a checked configuration."""
    settings, namer = configuration.settings, Namer(configuration)
    return Plan(
        configuration=configuration,
        namer=namer,
        tags=_tags(settings),
        subnets=tuple(_subnets(settings, namer)),
        zones=zones_in_use(configuration),
        endpoints=tuple(_ENDPOINT_OF[arm_type] for arm_type, _ in private_link_types(configuration)),
        identities=tuple(_identities(settings)),
        keys=tuple(_keys(settings)),
        grants=(*_platform_grants(settings), *_configured_grants(settings)),
    )


def gateway_kind(settings: Settings) -> str:
    """Return the kind of subnet that the gateway's tier needs."""
    return "api_management_v2" if settings.ai_gateway.sku == "PremiumV2" else "api_management_classic"


def _tags(settings: Settings) -> dict[str, str]:
    own = {
        "owner": settings.tags.owner,
        "cost-center": settings.tags.cost_center,
        "data-classification": settings.tags.data_classification,
        "environment": settings.naming.environment,
        "workload": settings.naming.workload,
        "managed-by": "pulumi",
    }
    return {**settings.tags.additional, **own}


def _subnets(settings: Settings, namer: Namer) -> Iterator[SubnetPlan]:
    """Yield the subnets of the parts that are on."""
    ranges = address_plan(settings.network)
    for name in subnets_in_use(settings):
        purpose = name.replace("_", "-")
        yield SubnetPlan(
            kind=gateway_kind(settings) if name == "ai_gateway" else name,
            name=namer.name("subnet", purpose),
            security_group=namer.name("security_group", purpose),
            cidr=_range(ranges.get(name)),
            existing_id=_existing(settings, name),
        )


def _range(cidr: object) -> str:
    return "" if cidr is None else str(cidr)


def _existing(settings: Settings, name: SubnetName) -> str | None:
    return subnet_settings(settings.network, name).existing_id


def _identities(settings: Settings) -> Iterator[str]:
    platform = {
        "encryption": settings.encryption.enabled,
        "foundry": settings.foundry.enabled,
        "search": settings.search.enabled,
        "gateway": settings.ai_gateway.enabled,
    }
    yield from (name for name, wanted in platform.items() if wanted)
    yield from (workload.name for workload in settings.access.workloads)


def _keys(settings: Settings) -> Iterator[str]:
    """Yield one key per service that encrypts with it; search uses its key for each index, on the data plane."""
    if settings.encryption.enabled:
        services = {
            # First, because its account takes longest and waits for its key: keys are written one after the other.
            "foundry": settings.foundry.enabled,
            "artifact-store": settings.artifact_store.enabled,
            "search": settings.search.enabled,
        }
        yield from (name for name, wanted in services.items() if wanted)


def _platform_grants(settings: Settings) -> Iterator[Grant]:
    """Yield what the services themselves may do with each other."""
    foundry, search = settings.foundry.enabled, settings.search.enabled
    if foundry and search:
        yield Grant("foundry-writes-indexes", "Search Index Data Contributor", "search", identity="foundry")
        yield Grant("foundry-manages-indexes", "Search Service Contributor", "search", identity="foundry")
        # Its own identity: firewalls that let trusted services pass do not know the ones that are assigned to it.
        yield Grant("search-uses-models", "Cognitive Services OpenAI User", "foundry", service="search")
    if foundry and settings.artifact_store.enabled:
        yield Grant("foundry-writes-artifacts", "Storage Blob Data Contributor", "artifact_store", identity="foundry")
    if search and settings.artifact_store.enabled:
        yield Grant("search-reads-artifacts", "Storage Blob Data Reader", "artifact_store", service="search")
    if search and settings.encryption.enabled:
        yield Grant("search-uses-keys", "Key Vault Crypto Service Encryption User", "encryption", identity="search")
    if foundry and settings.ai_gateway.enabled:
        yield Grant("gateway-uses-models", "Cognitive Services OpenAI User", "foundry", identity="gateway")


def _configured_grants(settings: Settings) -> Iterator[Grant]:
    """Yield the grants of the section `access`."""
    for group in settings.access.groups:
        for role in group.roles:
            yield Grant(f"group-{group.name}-{_slug(role)}", role, PART_OF_ROLE[role], group=group.object_id)
    for workload in settings.access.workloads:
        for role in workload.roles:
            yield Grant(f"workload-{workload.name}-{_slug(role)}", role, PART_OF_ROLE[role], identity=workload.name)


def _slug(role: str) -> str:
    return role.lower().replace(" ", "-")
