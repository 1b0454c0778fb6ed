"""How much one person may send in a minute, as arithmetic on instants that the caller gives.

Somebody who sends more is in a flood, until the minute before a message held no more than half as much. Commands meanwhile do
not prolong it: whoever presses /start again and again must not lock themselves out.
"""

from collections import deque
from dataclasses import dataclass, field
from enum import Enum, auto

from domain.instants import MINUTE


class Place(Enum):
    """Where a message stands: within what one may send, the first beyond it, or a further one."""

    WITHIN = auto()
    FIRST = auto()
    FURTHER = auto()


@dataclass(slots=True)
class _Minute:
    """What came of one person in the last minute, and the event that began the flood if there is one."""

    came: deque[tuple[int, str]] = field(default_factory=deque)
    began: str | None = None

    def forget(self, before: int) -> None:
        while self.came and self.came[0][0] <= before:
            self.came.popleft()


class Floods:
    """The last minute of everybody who has written in it, and nothing older."""

    def __init__(self) -> None:
        self._minutes: dict[int, _Minute] = {}
        self._forget_at = 0

    def place(self, who: int, event: str, now: int, limit: int, *, prolongs: bool = True) -> Place:
        """Note that ``who`` sent something ``now`` (ms) and return where it stands.

        An ``event`` that is tried again at once counts once. ``prolongs``: whether it keeps a flood going.
        """
        self._forget(now)
        minute = self._minutes.setdefault(who, _Minute())
        minute.forget(now - MINUTE)
        again = bool(minute.came) and minute.came[-1][1] == event
        if len(minute.came) - again <= limit // 2:
            minute.began = None
        if not again and (prolongs or minute.began is None):
            minute.came.append((now, event))
        if minute.began is None and len(minute.came) > limit:
            minute.began = event
        if minute.began is None:
            return Place.WITHIN
        return Place.FIRST if minute.began == event else Place.FURTHER

    def _forget(self, now: int) -> None:
        """Drop, once a minute, everybody who has been silent for one: memory follows the present."""
        if now < self._forget_at:
            return
        self._forget_at = now + MINUTE
        for minute in self._minutes.values():
            minute.forget(now - MINUTE)
        self._minutes = {who: minute for who, minute in self._minutes.items() if minute.came}
