"""Tags: what every resource of a landing zone carries, plus what a component adds."""

from collections.abc import Mapping

import pulumi

DATA_CLASSIFICATION = "data-classification"
"""Tag that says how sensitive the content of a store is. Rules and Purview scans read it."""


def merge_tags(
    base: Mapping[str, pulumi.Input[str]] | None, **added: pulumi.Input[str] | None
) -> dict[str, pulumi.Input[str]]:
    """Return the base tags plus those added; underscores in added names become hyphens, empty ones are left out."""
    extra = {name.replace("_", "-"): value for name, value in added.items() if value is not None}
    return {**(base or {}), **extra}
