"""How fast letters may leave: so many an hour, because mail providers close accounts that write more."""

from collections.abc import Iterable

from domain.outbox import Lane
from domain.pacing import Window

HOUR_SECONDS = 3600.0
RESERVE = 10
"""One in so many of an hour's letters is kept for answers."""


class LetterPace:
    """At most ``rate`` letters in any hour. ``left`` are the instants at which the last ones left, oldest first.

    Instants are seconds of a clock that only grows.
    """

    def __init__(self, rate: int, left: Iterable[float] = ()) -> None:
        self._window = Window(rate, HOUR_SECONDS)
        self._reserve = rate // RESERVE
        for instant in left:
            self._window.take(instant)

    def overall_at(self, now: float, lane: Lane) -> float:
        """Return when a letter of ``lane`` may leave."""
        return self._window.free_at(now, 0 if lane is Lane.INTERACTIVE else self._reserve)

    def chat_at(self, now: float, recipient: str, lane: Lane, method: str) -> float:
        """Return when this recipient takes one more: at once, for the limit is the sender's."""
        return now

    def take(self, now: float, recipient: str, lane: Lane, method: str) -> None:
        """Note a letter that leaves ``now``."""
        self._window.take(now)

    def give_back(self, recipient: str, lane: Lane, method: str) -> None:
        """Forget the last one: it did not leave after all."""
        self._window.give_back()
