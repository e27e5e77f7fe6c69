"""Parts that are switched off, limits of the services, names that have to be unique."""

from collections.abc import Iterator
from typing import Final

from landing_zone.errors import Problem
from landing_zone.settings.checks.duplicates import duplicates
from landing_zone.settings.model import Configuration, Settings
from landing_zone.settings.sections.tags import RESERVED_TAGS

_MOST_TAGS: Final = 50
_RESERVED_TAG_PREFIXES: Final = ("azure", "microsoft", "windows")


def problems(configuration: Configuration) -> Iterator[Problem]:
    """Yield problems of tags, platform, stores, search, models and relaxations."""
    settings = configuration.settings
    yield from _tags(settings)
    yield from _switched_off(settings)
    yield from _search(settings)
    yield from _uniqueness(settings)
    yield from _relaxations(settings)


def _tags(settings: Settings) -> Iterator[Problem]:
    for name, value in settings.tags.additional.items():
        path = f"tags.additional.{name}"
        if name.lower() in RESERVED_TAGS:
            yield Problem(path, "expected a name that the landing zone does not set itself", value)
        if name.lower().startswith(_RESERVED_TAG_PREFIXES):
            yield Problem(path, "expected a name that does not begin with azure, microsoft or windows", value)
    if len(settings.tags.additional) + len(RESERVED_TAGS) > _MOST_TAGS:
        room = _MOST_TAGS - len(RESERVED_TAGS)
        yield Problem("tags.additional", f"expected at most {room} tags", len(settings.tags.additional))


def _switched_off(settings: Settings) -> Iterator[Problem]:
    """Yield a problem for what is brought along for a part that is off: it would silently have no effect."""
    brought = (
        ("observability", "existing_workspace_id", settings.observability.existing_workspace_id),
        ("observability", "alert_email", settings.observability.alert_email),
        ("encryption", "existing_vault_id", settings.encryption.existing_vault_id),
    )
    parts = {"observability": settings.observability, "encryption": settings.encryption}
    for part, key, value in brought:
        if value is not None and not parts[part].enabled:
            accepted = f"expected only while {part} is on, but {part}.enabled is false"
            yield Problem(f"{part}.{key}", accepted, value)


def _search(settings: Settings) -> Iterator[Problem]:
    search = settings.search
    if search.replicas * search.partitions > 36:
        accepted = "expected replicas x partitions of at most 36 search units"
        yield Problem("search.replicas", accepted, search.replicas, f"search.partitions is {search.partitions}")
    for key, value in (("replicas", search.replicas), ("partitions", search.partitions)):
        if search.sku == "basic" and value > 3:
            yield Problem(f"search.{key}", "expected at most 3 in tier basic (search.sku)", value)


def _uniqueness(settings: Settings) -> Iterator[Problem]:
    models = enumerate(settings.foundry.models)
    yield from duplicates(((f"foundry.models[{i}].name", model.name) for i, model in models), "a deployment name")
    items = enumerate(settings.foundry.content_filter.blocklist)
    paths = ((f"foundry.content_filter.blocklist[{i}].name", item.name) for i, item in items)
    yield from duplicates(paths, "an item name")
    containers = enumerate(settings.artifact_store.containers)
    yield from duplicates(((f"artifact_store.containers[{i}]", name) for i, name in containers), "a container name")
    loosened = enumerate(settings.relaxations)
    yield from duplicates(((f"relaxations[{i}].name", entry.name) for i, entry in loosened), "a relaxation")


def _relaxations(settings: Settings) -> Iterator[Problem]:
    """Yield problems of loosened settings without relaxation and of relaxations without effect."""
    named = {entry.name for entry in settings.relaxations}
    severity = settings.foundry.content_filter.severity
    if severity == "high" and "weak-content-filter" not in named:
        accepted = "expected 'low' or 'medium', unless relaxations names weak-content-filter with a reason"
        yield Problem("foundry.content_filter.severity", accepted, severity)
    for index, entry in enumerate(settings.relaxations):
        if severity != "high" and entry.name == "weak-content-filter":
            accepted = "expected only with foundry.content_filter.severity: high; it loosens nothing"
            yield Problem(f"relaxations[{index}].name", accepted, entry.name)
