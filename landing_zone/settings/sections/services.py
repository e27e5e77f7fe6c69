"""Artifact store and search."""

from typing import Annotated, Literal

from pydantic import Field

from landing_zone.settings.sections.base import Part
from landing_zone.settings.types import ContainerName


class ArtifactStoreSettings(Part):
    """Blob storage for models, datasets and outputs."""

    redundancy: Literal["LRS", "ZRS", "GRS", "GZRS"] = "ZRS"
    """How blobs are replicated."""
    containers: Annotated[list[ContainerName], Field(min_length=1)] = Field(
        default_factory=lambda: ["models", "datasets", "outputs"]
    )
    """Blob containers."""
    soft_delete_days: Annotated[int, Field(ge=7, le=365)] = 30
    """Days for which deleted blobs and containers can be restored."""


class SearchSettings(Part):
    """AI Search."""

    sku: Literal["basic", "standard", "standard2", "standard3"] = "standard"
    """Pricing tier."""
    replicas: Annotated[int, Field(ge=1, le=12)] = 1
    """Copies of the indexes; 3 for the availability promise on writes."""
    partitions: Literal[1, 2, 3, 4, 6, 12] = 1
    """Shards of the indexes."""
