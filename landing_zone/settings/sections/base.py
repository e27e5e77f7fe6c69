"""What all sections of the settings have in common."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A part of the settings: strict types, no unknown keys, immutable; field docstrings feed schema and messages."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, use_attribute_docstrings=True)


class Part(Section):
    """A part of the landing zone that can be switched off."""

    enabled: bool = True
    """Whether this part is deployed."""
