"""Two clocks: operations last scaled real seconds, retention follows a settable offset.

Durations are slept for real (scaled) because instant operations never overlap: a check for conflicting writes
would then prove nothing.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

SECONDS_PER_MINUTE = 60.0
SECONDS_PER_DAY = 86_400.0


@dataclass(frozen=True)
class Clock:
    """The time of one request.

    Args:
        now: real time, seconds since the epoch.
        scale: real seconds per simulated second.
        offset_days: how far the calendar has been set ahead, in days.
    """

    now: float
    scale: float
    offset_days: float = 0.0

    @property
    def calendar(self) -> float:
        """The simulated date, seconds since the epoch; retention periods count on it."""
        return self.now + self.offset_days * SECONDS_PER_DAY

    def after(self, minutes: float) -> float:
        """The real time at which something of so many simulated minutes that starts now is over."""
        return self.now + self.real_seconds(minutes)

    def real_seconds(self, minutes: float) -> float:
        """How many real seconds some simulated minutes last."""
        return minutes * SECONDS_PER_MINUTE * self.scale

    def passed(self, since: float, minutes: float) -> bool:
        """Whether so many simulated minutes went by since a real time, or the calendar was set past them."""
        return self.now - since >= self.real_seconds(minutes)

    @staticmethod
    def stamp(seconds: float) -> str:
        """A timestamp as Azure writes it."""
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f0Z")


def real_now() -> float:
    """Seconds since the epoch."""
    return time.time()
