"""`python -m landing_zone.held_names`: names of a stack that Azure keeps after a delete, by incarnation.

Reads `{"stack": ..., "settings": {...}, "provider": {...}}` from standard input and prints a list of
`{"type": ..., "name": ..., "incarnation": ...}`. What soft delete holds belongs to the stack if it is in that list.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from landing_zone.errors import ConfigurationError
from landing_zone.naming import NAME_RULES, Namer
from landing_zone.settings.load import parse
from landing_zone.settings.model import Configuration

MOST_INCARNATIONS = 99
"""As many as the settings allow."""


@dataclass(frozen=True)
class HeldName:
    """A name that a deleted resource keeps for a while."""

    type: str
    """ARM type."""
    name: str
    """Name."""
    incarnation: int
    """Incarnation that gives it."""


def held_names(configuration: Configuration) -> Iterator[HeldName]:
    """Yield every held name that the stack had, has or may get."""
    settings = configuration.settings
    for incarnation in range(1, MOST_INCARNATIONS + 1):
        naming = settings.naming.model_copy(update={"incarnation": incarnation})
        changed = replace(configuration, settings=settings.model_copy(update={"naming": naming}))
        for kind, rule in NAME_RULES.items():
            if rule.held:
                yield HeldName(rule.arm_type, Namer(changed).name(kind), incarnation)


def main() -> int:
    """Print the names; 2 when the configuration is wrong."""
    asked = json.load(sys.stdin)
    try:
        configuration = parse(asked["stack"], asked["settings"], asked["provider"], "the stack file")
    except ConfigurationError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    json.dump([asdict(name) for name in held_names(configuration)], sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
