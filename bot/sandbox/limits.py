"""Telegram's sending limits: 30 messages a second overall, one a second per private chat, 20 a minute per group."""

from __future__ import annotations

import math
from collections import deque

from bot.sandbox.clock import Clock
from bot.sandbox.errors import ApiError

OVERALL = 30.0
PRIVATE_BURST = 5.0
GROUP_MESSAGES = 20
GROUP_WINDOW = 60.0
TOLERANCE = 1e-6


class Bucket:
    """So many at once, refilled at a steady rate."""

    def __init__(self, capacity: float, rate: float, now: float) -> None:
        self.capacity, self.rate = capacity, rate
        self.level, self.at = capacity, now

    def missing(self, weight: float, now: float) -> float:
        """Seconds until `weight` fits (0: now)."""
        self.level = min(self.capacity, self.level + (now - self.at) * self.rate)
        self.at = now
        return max(0.0, (min(weight, self.capacity) - self.level) / self.rate)

    def take(self, weight: float) -> None:
        """Use up `weight`."""
        self.level -= weight


class Window:
    """So many within any stretch of a minute."""

    def __init__(self) -> None:
        self.sent: deque[float] = deque()

    def missing(self, weight: int, now: float) -> float:
        """Seconds until `weight` more fit (0: now)."""
        while self.sent and self.sent[0] <= now - GROUP_WINDOW:
            self.sent.popleft()
        excess = len(self.sent) + min(weight, GROUP_MESSAGES) - GROUP_MESSAGES
        return self.sent[excess - 1] + GROUP_WINDOW - now if excess > 0 else 0.0

    def take(self, weight: int, now: float) -> None:
        """Note `weight` messages sent now."""
        self.sent.extend([now] * weight)


class Limits:
    """What a bot has sent lately, and whether it may send more."""

    def __init__(self, clock: Clock, *, enforced: bool = True) -> None:
        self.clock = clock
        self.enforced = enforced
        self._overall = Bucket(OVERALL, OVERALL, clock.pace())
        self._private: dict[int, Bucket] = {}
        self._groups: dict[int, Window] = {}
        self._barred: dict[int, float] = {}

    def take(self, chat_id: int, weight: int = 1, *, paid: bool = False) -> None:
        """Count messages to a chat, or answer 429."""
        if not self.enforced:
            return
        now = self.clock.pace()
        chat_wait = self._chat_wait(chat_id, weight, now)
        wait = max(chat_wait, 0.0 if paid else self._overall.missing(weight, now))
        if wait > TOLERANCE:
            raise self._refusal(chat_id, wait, now)
        self._barred.pop(chat_id, None)
        if not paid:
            self._overall.take(weight)
        if chat_id > 0:
            self._private[chat_id].take(weight)
        else:
            self._groups[chat_id].take(weight, now)

    def _chat_wait(self, chat_id: int, weight: int, now: float) -> float:
        if chat_id < 0:
            return self._groups.setdefault(chat_id, Window()).missing(weight, now)
        bucket = self._private.get(chat_id)
        if bucket is None:
            bucket = self._private[chat_id] = Bucket(PRIVATE_BURST, 1.0, now)
        return bucket.missing(weight, now)

    def _refusal(self, chat_id: int, wait: float, now: float) -> ApiError:
        """A 429; asking again before the time it named is up is a violation."""
        seconds = max(1, math.ceil(wait / self.clock.speed))
        impatient = now < self._barred.get(chat_id, now)
        self._barred[chat_id] = now + wait
        return too_many_requests(seconds, violation=impatient)


def too_many_requests(seconds: int, *, violation: bool = False) -> ApiError:
    """The 429 that asks to wait so long."""
    return ApiError(
        429,
        f"Too Many Requests: retry after {seconds}",
        parameters={"retry_after": seconds},
        violation=violation,
    )
