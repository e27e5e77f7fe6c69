"""Names that have to be unique."""

from collections.abc import Iterable, Iterator

from landing_zone.errors import Problem


def duplicates(entries: Iterable[tuple[str, str]], what: str) -> Iterator[Problem]:
    """Yield a problem for each (path, name) whose name came before; Azure compares names without case."""
    first_seen: dict[str, str] = {}
    for path, name in entries:
        earlier = first_seen.setdefault(name.lower(), path)
        if earlier != path:
            yield Problem(path, f"expected {what} that is not used before", name, f"also at {earlier}")
