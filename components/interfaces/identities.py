"""Managed identities: user-assigned, by list of resource ids."""

from collections.abc import Sequence
from typing import TypedDict

import pulumi


class ManagedIdentityBlock(TypedDict):
    """The `identity` block that most services share."""

    type: str
    user_assigned_identities: list[pulumi.Input[str]]


def user_assigned(*identity_ids: pulumi.Input[str]) -> ManagedIdentityBlock | None:
    """Return the identity block of a service, without doubles, or None when there is no identity."""
    unique = _without_doubles(identity_ids)
    return {"type": "UserAssigned", "user_assigned_identities": unique} if unique else None


def _without_doubles(identity_ids: Sequence[pulumi.Input[str]]) -> list[pulumi.Input[str]]:
    unique: list[pulumi.Input[str]] = []
    for identity_id in identity_ids:
        # Outputs cannot be compared before they resolve; the same output object given twice is the case that occurs.
        if not any(identity_id is known or _same_text(identity_id, known) for known in unique):
            unique.append(identity_id)
    return unique


def _same_text(one: pulumi.Input[str], other: pulumi.Input[str]) -> bool:
    return isinstance(one, str) and isinstance(other, str) and one.lower() == other.lower()
