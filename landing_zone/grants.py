"""Which part of the landing zone each grantable role is about; it is granted on that part's resource only."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

GrantingPart = Literal["foundry", "search", "artifact_store", "observability"]
"""Parts whose resource roles are granted on."""

PART_OF_ROLE: Final[Mapping[str, GrantingPart]] = MappingProxyType(
    {
        "Azure AI User": "foundry",
        "Azure AI Project Manager": "foundry",
        "Cognitive Services OpenAI User": "foundry",
        "Cognitive Services User": "foundry",
        "Search Index Data Reader": "search",
        "Search Index Data Contributor": "search",
        "Storage Blob Data Reader": "artifact_store",
        "Storage Blob Data Contributor": "artifact_store",
        "Log Analytics Reader": "observability",
        "Monitoring Reader": "observability",
        "Monitoring Metrics Publisher": "observability",
    }
)
"""Azure role name -> part."""
