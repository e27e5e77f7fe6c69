"""Time that passes only when nobody has anything to do: hours of Azure in milliseconds, and the same every time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from simulated_azure.provider.client import ArmClient, World

T = TypeVar("T")


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock jumps to the next timer as soon as nothing else is ready."""

    def __init__(self, start: float) -> None:
        super().__init__()
        self.now = start
        # Seconds since the epoch leave a float no nanoseconds; without this a timer that is due would never run.
        self._clock_resolution = 1e-6

    def time(self) -> float:
        """Virtual seconds since the epoch."""
        return self.now

    def _run_once(self) -> None:
        # Both lists are the base loop's own; there is no public way to ask for the next timer.
        if not self._ready and self._scheduled:  # type: ignore[attr-defined] # private, see above
            self.now = max(self.now, self._scheduled[0]._when)  # type: ignore[attr-defined] # private, see above
        super()._run_once()  # type: ignore[misc] # private, see above


class InlineClient(ArmClient):
    """The provider's client on a world of this thread: every retry and wait of the real one, no thread of its own."""

    def __init__(self, world: World, *, now: Callable[[], float], alive: Callable[[], None]) -> None:
        super().__init__(lambda: world, time_scale=1.0, now=now)
        self._alive = alive

    async def _call(self, call: Callable[[World], T]) -> T:
        self._alive()
        return self._with_world(call)


def run(loop: VirtualLoop, work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end in virtual time."""
    asyncio.set_event_loop(loop)
    try:
        return loop.run_until_complete(work)
    finally:
        asyncio.set_event_loop(None)
