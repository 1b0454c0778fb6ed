"""The line to Telegram as a whole: when it is down, one call at a time asks whether it is up again.

Without this an outage of minutes would send every waiting row into its own failure, and leave staff a long list of rows
nobody can be sure of. Owners are told once when it lasts, and once when it is over.
"""

from typing import Protocol

from bot.alarms import Trouble
from bot.clock import Clock

PATIENCE = 3
"""Failures in a row before the line counts as down."""

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
LOCKED_OUT_SECONDS = 30.0
ALARM_AFTER = 60.0


class Alarms(Protocol):
    """Who is told when sending has been failing."""

    def on_trouble(self, trouble: Trouble, since: int) -> None:
        """Sending has been failing since this instant (UTC milliseconds)."""
        ...

    def on_well(self, trouble: Trouble) -> None:
        """It works again."""
        ...


class Breaker:
    """How the last calls went, and when the next may go."""

    def __init__(self, clock: Clock, alarms: Alarms) -> None:
        self._clock, self._alarms = clock, alarms
        self._failures = 0
        self._closed_at = float("-inf")
        self._since: tuple[int, float] | None = None  # on both clocks: one is shown, the other measures
        self._told = False
        self.open_at = float("-inf")

    @property
    def down(self) -> bool:
        """Whether only a probe may go."""
        return self._failures >= PATIENCE

    def failed(self, began: float) -> None:
        """Note a call that got no answer; one begun before the last pause says nothing new."""
        self._begin_trouble()
        if began > self._closed_at:
            self._failures += 1
            if self.down:
                self._close(self._pause())

    def probe(self) -> None:
        """Note that a call leaves to ask whether the line is up; the next one waits, whatever older calls still hang on."""
        self.open_at = self._clock.monotonic() + self._pause()

    def locked_out(self) -> None:
        """Note that Telegram does not know the token: waiting is all we can do, and somebody must look."""
        self._begin_trouble()
        self._close(LOCKED_OUT_SECONDS)
        self._tell()

    def worked(self) -> None:
        """Note a call that Telegram answered, whatever it said."""
        if self._told:
            self._alarms.on_well(Trouble.SENDING)
        self._failures, self._since, self._told = 0, None, False

    def pause_seconds(self) -> float:
        """Return how long a row that did not leave should wait."""
        return max(FIRST_PAUSE, self.open_at - self._clock.monotonic())

    def check(self) -> None:
        """Tell the owners once it has lasted."""
        if self._since is not None and self._clock.monotonic() - self._since[1] >= ALARM_AFTER:
            self._tell()

    def _pause(self) -> float:
        return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** max(0, min(10, self._failures - PATIENCE)))

    def _begin_trouble(self) -> None:
        if self._since is None:
            self._since = (self._clock.now(), self._clock.monotonic())

    def _close(self, seconds: float) -> None:
        self._closed_at = self._clock.monotonic()
        self.open_at = self._closed_at + seconds

    def _tell(self) -> None:
        if not self._told and self._since is not None:
            self._told = True
            self._alarms.on_trouble(Trouble.SENDING, self._since[0])
