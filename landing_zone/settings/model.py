"""The settings as a whole."""

from dataclasses import dataclass

from pydantic import Field

from landing_zone.settings.sections.access import AccessSettings
from landing_zone.settings.sections.ai_gateway import AiGatewaySettings, McpServerSettings
from landing_zone.settings.sections.base import Section
from landing_zone.settings.sections.foundry import FoundrySettings
from landing_zone.settings.sections.naming import NamingSettings
from landing_zone.settings.sections.network import NetworkSettings
from landing_zone.settings.sections.platform import EncryptionSettings, ObservabilitySettings
from landing_zone.settings.sections.relaxations import Relaxation
from landing_zone.settings.sections.services import ArtifactStoreSettings, SearchSettings
from landing_zone.settings.sections.tags import TagSettings
from landing_zone.settings.types import AzureRegion, Guid


class Settings(Section):
    """Everything below `ai-landing-zone:settings`."""

    naming: NamingSettings
    """What resource names are made of."""
    tags: TagSettings
    """Tags that every resource carries."""
    network: NetworkSettings = NetworkSettings()
    """The virtual network."""
    observability: ObservabilitySettings = ObservabilitySettings()
    """Logs and metrics."""
    encryption: EncryptionSettings = EncryptionSettings()
    """Customer-managed keys."""
    artifact_store: ArtifactStoreSettings = ArtifactStoreSettings()
    """Blob storage for models and datasets."""
    search: SearchSettings = SearchSettings()
    """AI Search."""
    foundry: FoundrySettings = FoundrySettings()
    """Foundry account, project and models."""
    ai_gateway: AiGatewaySettings = AiGatewaySettings()
    """API Management."""
    mcp_servers: list[McpServerSettings] = Field(default_factory=list[McpServerSettings])
    """MCP servers behind the gateway."""
    access: AccessSettings = AccessSettings()
    """Groups and workloads with their roles."""
    relaxations: list[Relaxation] = Field(default_factory=list[Relaxation])
    """Controls that are loosened on purpose."""
    protect_data: bool = True
    """Whether stores, vault and accounts are protected from `pulumi destroy`."""


class Target(Section):
    """Where the landing zone goes: what the stack file says to the provider itself."""

    location: AzureRegion
    """Region (`azure-native:location`)."""
    subscription_id: Guid
    """Subscription (`azure-native:subscriptionId`); part of globally unique names."""
    tenant_id: Guid
    """Entra tenant (`azure-native:tenantId`): the vault's, and issuer of the tokens for MCP servers."""


@dataclass(frozen=True)
class Configuration:
    """A checked configuration."""

    stack: str
    """Name of the Pulumi stack."""
    target: Target
    """Subscription, tenant and region."""
    settings: Settings
    """The stack's settings."""
