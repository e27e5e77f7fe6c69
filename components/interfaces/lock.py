"""Management locks: the last thing created on a service and the first thing deleted."""

from typing import NotRequired, TypedDict


class LockArgs(TypedDict):
    """Management lock on one resource."""

    level: str
    """`CanNotDelete` or `ReadOnly`. `ReadOnly` on a storage account also blocks new containers and role assignments."""
    notes: NotRequired[str]
    """Why the lock is there, shown to whoever runs into it."""
