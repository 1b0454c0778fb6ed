"""What happened, numbered, for pages and tests that watch: message, edit, delete, reaction, answer, topic and so on."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import Any

from bot.sandbox.bell import Bell

KEPT = 10_000


class EventLog:
    """The last events; numbers only grow."""

    def __init__(self) -> None:
        self.last = 0
        self.bell = Bell()
        self._events: deque[dict[str, Any]] = deque(maxlen=KEPT)

    def add(self, kind: str, chat: int | None, **details: Any) -> None:
        """Note an event and wake whoever waits for one."""
        self.last += 1
        self._events.append({"n": self.last, "type": kind, "chat": chat, **details})
        self.bell.ring()

    def after(self, n: int) -> list[dict[str, Any]]:
        """The events numbered above `n`, oldest first."""
        known = len(self._events)
        start = max(0, known - (self.last - n)) if n < self.last else known
        return list(islice(self._events, start, None))

    async def wait(self, n: int, seconds: float) -> list[dict[str, Any]]:
        """The events above `n`, as soon as there is one; an empty list when the time is up."""
        events = self.after(n)
        if events or seconds <= 0:
            return events
        await self.bell.wait(seconds)
        return self.after(n)
