"""Who may use what: Entra groups, and identities for workloads."""

from typing import Annotated, Literal

from pydantic import Field

from landing_zone.settings.sections.base import Section
from landing_zone.settings.types import Guid, Slug

GrantedRole = Literal[
    "Azure AI User",
    "Azure AI Project Manager",
    "Cognitive Services OpenAI User",
    "Cognitive Services User",
    "Search Index Data Reader",
    "Search Index Data Contributor",
    "Storage Blob Data Reader",
    "Storage Blob Data Contributor",
    "Log Analytics Reader",
    "Monitoring Reader",
    "Monitoring Metrics Publisher",
]
"""Azure roles that can be granted; each applies to the one service that it is about."""


class GroupSettings(Section):
    """An Entra group and what its members may do."""

    name: Slug
    """Name for this grant; part of resource names in Pulumi."""
    object_id: Guid
    """Object id of the group in Entra ID."""
    roles: Annotated[list[GrantedRole], Field(min_length=1)]
    """Roles of the members."""


class WorkloadSettings(Section):
    """An application that runs in the landing zone: it gets a managed identity."""

    name: Slug
    """Name of the workload."""
    roles: list[GrantedRole] = Field(default_factory=list[GrantedRole])
    """Roles of its identity."""


class AccessSettings(Section):
    """People and workloads."""

    groups: list[GroupSettings] = Field(default_factory=list[GroupSettings])
    """Entra groups; single users are not granted anything."""
    workloads: list[WorkloadSettings] = Field(default_factory=list[WorkloadSettings])
    """Workloads with an identity of their own."""
