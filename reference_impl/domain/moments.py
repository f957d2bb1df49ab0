"""Moments of time: always aware, always Asia/Ho_Chi_Minh (UTC+7, no daylight saving)."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")


def in_vietnam(moment: datetime) -> datetime:
    """Return the aware ``moment`` on the Vietnamese wall clock."""
    return moment.astimezone(VIETNAM)


class Clock:
    """The wall clock of the machine."""

    def now(self) -> datetime:
        """Return the present moment in Vietnam."""
        return datetime.now(VIETNAM)


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What the test clock shows, whether it was set, and whether it stands still."""

    now: datetime
    simulated: bool
    frozen: bool


class SandboxClock(Clock):
    """A clock that a tester may set; it then runs on from there, or stands still."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._shift = timedelta(0)
        self._frozen_at: datetime | None = None
        self._simulated = False

    def now(self) -> datetime:
        """Return the moment that the portal takes for the present."""
        with self._guard:
            return self._frozen_at or datetime.now(VIETNAM) + self._shift

    def set(self, moment: datetime, *, frozen: bool) -> None:
        """Show ``moment`` (aware) from now on; stand still there if ``frozen``."""
        with self._guard:
            self._simulated = True
            self._shift = in_vietnam(moment) - datetime.now(VIETNAM)
            self._frozen_at = in_vietnam(moment) if frozen else None

    def reset(self) -> None:
        """Go back to the real time."""
        with self._guard:
            self._simulated, self._shift, self._frozen_at = False, timedelta(0), None

    def reading(self) -> ClockReading:
        """Return how the clock stands."""
        return ClockReading(self.now(), self._simulated, self._frozen_at is not None)
