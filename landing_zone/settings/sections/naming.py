"""What resource names are made of."""

from typing import Annotated

from pydantic import Field

from landing_zone.settings.sections.base import Section
from landing_zone.settings.types import Environment, Instance, Workload


class NamingSettings(Section):
    """Parts of `<abbreviation>-<workload>-<environment>-<region>-<instance>`. Frozen once a stack is deployed."""

    workload: Workload
    """What the landing zone is for, such as `ai`."""
    environment: Environment
    """Stage, such as `dev` or `prod`."""
    instance: Instance = "001"
    """Number of this landing zone among its equals."""
    incarnation: Annotated[int, Field(ge=1, le=99)] = 1
    """Raised by one after a destroy whose soft-deleted names (vault, accounts, gateway, workspace) are still held."""
