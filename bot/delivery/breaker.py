"""The line to Telegram as a whole: when it is down, one call at a time asks whether it is up again.

Without this an outage of minutes would send every waiting row into its own failure, and leave staff a long list of rows nobody
can be sure of. One chat that never answers says nothing about the line: it takes failures in two.
"""

from bot.alarms import Trouble, Watch
from bot.clock import Clock

PATIENCE = 3
"""Failures in a row before the line counts as down."""

CHATS = 2
"""In how many chats."""

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
LOCKED_OUT_SECONDS = 30.0


class Breaker:
    """How the last calls went, and when the next may go."""

    def __init__(self, clock: Clock, watch: Watch) -> None:
        self._clock, self._watch = clock, watch
        self._failures = 0
        self._chats: set[str] = set()
        self._closed_at = float("-inf")
        self.open_at = float("-inf")

    @property
    def down(self) -> bool:
        """Whether only a probe may go."""
        return self._failures >= PATIENCE and len(self._chats) >= CHATS

    def failed(self, began: float, recipient: str) -> None:
        """Note a call that got no answer; one begun before the last pause says nothing new."""
        self._watch.failing(Trouble.SENDING)
        if began > self._closed_at:
            self._failures += 1
            if len(self._chats) < CHATS:
                self._chats.add(recipient)
            if self.down:
                self._close(self._pause())

    def probe(self) -> None:
        """Note that a call leaves to ask whether the line is up; the next one waits, whatever older calls still hang on."""
        self.open_at = self._clock.monotonic() + self._pause()

    def locked_out(self) -> None:
        """Note that Telegram does not know the token: waiting is all we can do, and somebody must look."""
        self._watch.failing(Trouble.SENDING)
        self._close(LOCKED_OUT_SECONDS)

    def worked(self) -> None:
        """Note a call that Telegram answered, whatever it said."""
        self._watch.well(Trouble.SENDING)
        self._failures = 0
        self._chats.clear()

    def pause_seconds(self) -> float:
        """Return how long a row that did not leave should wait."""
        return max(FIRST_PAUSE, self.open_at - self._clock.monotonic())

    def _pause(self) -> float:
        return min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** max(0, min(10, self._failures - PATIENCE)))

    def _close(self, seconds: float) -> None:
        self._closed_at = self._clock.monotonic()
        self.open_at = self._closed_at + seconds
