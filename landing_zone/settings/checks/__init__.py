"""What types cannot say: rules between several settings. Each module yields problems; all of them are reported."""

from collections.abc import Iterator

from landing_zone.errors import Problem
from landing_zone.settings.checks import access, gateway, network, parts
from landing_zone.settings.model import Configuration


def problems(configuration: Configuration) -> Iterator[Problem]:
    """Yield every problem that a configuration with valid types still has."""
    for module in (network, parts, gateway, access):
        yield from module.problems(configuration)
