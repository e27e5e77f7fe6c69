"""Groups and workloads."""

from collections.abc import Iterator, Sequence
from typing import Final

from landing_zone.errors import Problem
from landing_zone.grants import PART_OF_ROLE
from landing_zone.settings.checks.duplicates import duplicates
from landing_zone.settings.model import Configuration, Settings

PLATFORM_IDENTITIES: Final = frozenset({"encryption", "foundry", "search", "gateway"})
"""Names of the identities that the landing zone makes for its own services."""


def problems(configuration: Configuration) -> Iterator[Problem]:
    """Yield problems of the section `access`."""
    settings = configuration.settings
    groups, workloads = list(enumerate(settings.access.groups)), list(enumerate(settings.access.workloads))
    names = [(f"access.groups[{i}].name", group.name) for i, group in groups]
    yield from duplicates(names, "a group name")
    yield from duplicates(((f"access.groups[{i}].object_id", group.object_id) for i, group in groups), "a group")
    names = [(f"access.workloads[{i}].name", workload.name) for i, workload in workloads]
    yield from duplicates(names, "a workload name")
    for path, name in names:
        if name in PLATFORM_IDENTITIES:
            reserved = ", ".join(sorted(PLATFORM_IDENTITIES))
            yield Problem(path, f"expected a name that the platform does not use itself ({reserved})", name)
    for index, group in groups:
        yield from _roles(settings, f"access.groups[{index}].roles", group.roles)
    for index, workload in workloads:
        yield from _roles(settings, f"access.workloads[{index}].roles", workload.roles)


def _roles(settings: Settings, path: str, roles: Sequence[str]) -> Iterator[Problem]:
    """Yield problems of one list of roles: repeated ones, and those of a part that is off."""
    paths = [(f"{path}[{index}]", role) for index, role in enumerate(roles)]
    yield from duplicates(paths, "a role")
    for role_path, role in paths:
        part = PART_OF_ROLE[role]
        if not getattr(settings, part).enabled:
            accepted = f"expected a role of a part that is on, but {part}.enabled is false"
            yield Problem(role_path, accepted, role, f"remove it, or switch {part} on")
