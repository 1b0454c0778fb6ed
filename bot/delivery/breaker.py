"""A line as a whole: when it is down, one call at a time asks whether it is up again.

Without this an outage of minutes would send every waiting row into its own failure, and leave staff a long list of rows nobody
can be sure of. One chat that never answers says nothing about the line to Telegram: it takes failures in two.
"""

from dataclasses import dataclass

from bot.alarms import Trouble, Watch
from bot.clock import Clock


@dataclass(frozen=True, slots=True)
class Temper:
    """When a line counts as down: after ``failures`` in a row, met by ``recipients``. The rest is seconds it is left alone."""

    failures: int = 3
    recipients: int = 2
    first_pause: float = 1.0
    longest_pause: float = 60.0
    locked_out: float = 30.0


class Breaker:
    """How the last calls went, and when the next may go. ``trouble`` is what owners are told of."""

    def __init__(self, clock: Clock, watch: Watch, trouble: Trouble, temper: Temper | None = None) -> None:
        self._clock, self._watch, self._trouble = clock, watch, trouble
        self._temper = temper or Temper()
        self._failures = 0
        self._recipients: set[str] = set()
        self._closed_at = float("-inf")
        self.open_at = float("-inf")

    @property
    def down(self) -> bool:
        """Whether only a probe may go."""
        return self._failures >= self._temper.failures and len(self._recipients) >= self._temper.recipients

    def failed(self, began: float, recipient: str) -> None:
        """Note a call that got no answer; one begun before the last pause says nothing new."""
        self._watch.failing(self._trouble)
        if began > self._closed_at:
            self._failures += 1
            if len(self._recipients) < self._temper.recipients:
                self._recipients.add(recipient)
            if self.down:
                self._close(self._pause())

    def probe(self) -> None:
        """Note that a call leaves to ask whether the line is up; the next one waits, whatever older calls still hang on."""
        self.open_at = self._clock.monotonic() + self._pause()

    def locked_out(self) -> None:
        """Note that the other side does not know us: waiting is all we can do, and somebody must look."""
        self._watch.failing(self._trouble)
        self._close(self._temper.locked_out)

    def worked(self) -> None:
        """Note a call that was answered, whatever was said."""
        self._watch.well(self._trouble)
        if self.down:
            self.open_at = float("-inf")
        self._failures = 0
        self._recipients.clear()

    def pause_seconds(self) -> float:
        """Return how long a row that did not leave should wait."""
        return max(self._temper.first_pause, self.open_at - self._clock.monotonic())

    def _pause(self) -> float:
        doubled = 2.0 ** max(0, min(10, self._failures - self._temper.failures))
        return min(self._temper.longest_pause, self._temper.first_pause * doubled)

    def _close(self, seconds: float) -> None:
        self._closed_at = self._clock.monotonic()
        self.open_at = self._closed_at + seconds
