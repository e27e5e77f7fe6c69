"""Foundry: the account, its project, models and guardrails."""

from typing import Annotated, Literal

from pydantic import Field

from landing_zone.settings.sections.base import Part, Section
from landing_zone.settings.types import DeploymentName, DisplayName, ModelVersion, Slug

DEPLOYMENT_SKUS = Literal[
    "Standard", "DataZoneStandard", "GlobalStandard", "ProvisionedManaged", "DataZoneProvisionedManaged",
    "GlobalProvisionedManaged",
]  # fmt: skip


class ModelSettings(Section):
    """One model deployment."""

    name: DeploymentName
    """Name of the deployment, unique in the account; clients use it as model name."""
    model: DeploymentName
    """Model in the catalogue, such as `gpt-4o`."""
    version: ModelVersion
    """Version of the model; it stays until it is changed here."""
    publisher: DisplayName = "OpenAI"
    """Publisher (format) of the model."""
    sku: DEPLOYMENT_SKUS = "DataZoneStandard"
    """Where requests are processed: the region, its data zone, or anywhere (Global...)."""
    capacity: Annotated[int, Field(ge=1, le=100_000)] = 10
    """Thousands of tokens a minute, or provisioned throughput units."""


class BlocklistItem(Section):
    """A term that is blocked in prompts and completions."""

    name: Slug
    """Name of the item."""
    pattern: Annotated[str, Field(min_length=1, max_length=1000)]
    """Exact term or regular expression."""
    is_regex: bool = False
    """Whether `pattern` is a regular expression."""


class ContentFilterSettings(Section):
    """Guardrail that every model deployment uses."""

    severity: Literal["low", "medium", "high"] = "medium"
    """Content of this severity and above is blocked; `high` needs the relaxation `weak-content-filter`."""
    blocklist: list[BlocklistItem] = Field(default_factory=list[BlocklistItem])
    """Terms of the organisation that are blocked."""


class FoundrySettings(Part):
    """The Foundry account."""

    project: Slug = "default"
    """Name of the project in the account."""
    models: list[ModelSettings] = Field(default_factory=list[ModelSettings])
    """Model deployments, made in this order."""
    content_filter: ContentFilterSettings = ContentFilterSettings()
    """The guardrail."""
