"""Loosened controls: only by name, with a reason. The policy pack still reports each one."""

from typing import Annotated, Literal

from pydantic import Field

from landing_zone.settings.sections.base import Section

RelaxationName = Literal["weak-content-filter"]
"""Controls that can be loosened."""


class Relaxation(Section):
    """One control that is loosened on purpose."""

    name: RelaxationName
    """Which control."""
    reason: Annotated[str, Field(min_length=10, max_length=400)]
    """Why, for whoever reviews it."""
