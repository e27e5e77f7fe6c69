"""Tags that every resource carries."""

from typing import Literal

from pydantic import Field

from landing_zone.settings.sections.base import Section
from landing_zone.settings.types import TagName, TagValue

RESERVED_TAGS = frozenset({"owner", "cost-center", "data-classification", "environment", "workload", "managed-by"})
"""Names that the landing zone sets itself."""


class TagSettings(Section):
    """Who answers for the landing zone, who pays, and how sensitive its data is."""

    owner: TagValue
    """Team or mailbox that answers for the landing zone."""
    cost_center: TagValue
    """Cost centre that pays for it."""
    data_classification: Literal["public", "internal", "confidential", "restricted"] = "confidential"
    """Highest classification of data that may be stored or processed here."""
    additional: dict[TagName, TagValue] = Field(default_factory=dict[TagName, TagValue])
    """Further tags of the organisation."""
