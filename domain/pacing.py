"""How fast messages may leave: Telegram's limits as arithmetic on instants that the caller gives.

Thirty a second overall, one a second in a private chat (three at once for an answer), twenty a minute in a group. Lower
lanes leave a part of each limit unused, so that somebody who waits for an answer never waits for a notice. Instants are
seconds of a clock that only grows.
"""

from collections import deque
from enum import StrEnum

from domain.outbox import Lane

GROUP_LIMIT, GROUP_SECONDS = 20, 60.0
GROUP_MARGIN = 1.0
"""Telegram counts when a message arrives, we when it leaves; the difference must not make twenty-one."""

GROUP_RESERVE = 3
"""Of a group's twenty, how many only answers and marks may use."""

PRIVATE_EVERY, PRIVATE_BURST = 1.0, 3
LOWER_SHARE = 0.9
"""The part of the overall rate reminders and notices may use together."""

FORGET_EVERY = 60.0
SAME_MOMENT = 1.0
"""Two chats refused within this time mean that the bot as a whole is too fast."""


class Kind(StrEnum):
    """What Telegram limits together."""

    SEND = "send"
    TOPIC = "topic"
    EDIT = "edit"
    OTHER = "other"


def kind_of(method: str) -> Kind:
    """Return which limit a Bot API method falls under."""
    if method.endswith("ForumTopic"):
        return Kind.TOPIC
    if method.startswith(("editMessage", "deleteMessage")) or method == "setMessageReaction":
        return Kind.EDIT
    if method.startswith(("send", "copy", "forward")) and method != "sendChatAction":
        return Kind.SEND
    return Kind.OTHER


class Window:
    """At most ``limit`` in any stretch of ``seconds``."""

    def __init__(self, limit: int, seconds: float) -> None:
        self._limit, self._seconds = limit, seconds
        self._taken: deque[float] = deque()

    def free_at(self, now: float, reserve: int = 0) -> float:
        """Return when one more fits and ``reserve`` places still stay free; ``now`` at the earliest."""
        while self._taken and self._taken[0] + self._seconds <= now:
            self._taken.popleft()
        excess = len(self._taken) - (self._limit - reserve)
        return now if excess < 0 else self._taken[excess] + self._seconds

    def take(self, now: float) -> None:
        """Note one that leaves ``now``."""
        self._taken.append(now)

    def give_back(self) -> None:
        """Forget the last one: it did not leave after all."""
        if self._taken:
            self._taken.pop()

    @property
    def idle(self) -> bool:
        """Whether nothing is remembered."""
        return not self._taken


class Spacing:
    """One every so often, with some allowed early: ``_due`` is when the ones taken so far would have left evenly spaced."""

    def __init__(self, every: float) -> None:
        self._every = every
        self._due = float("-inf")

    def free_at(self, now: float, early: int = 0) -> float:
        """Return when one more fits if ``early`` may leave ahead of their time; ``now`` at the earliest."""
        return max(now, self._due - early * self._every)

    def take(self, now: float) -> None:
        """Note one that leaves ``now``."""
        self._due = max(now, self._due) + self._every

    def give_back(self) -> None:
        """Forget the last one: it did not leave after all."""
        self._due -= self._every

    def idle_at(self, now: float) -> bool:
        """Whether the past no longer matters."""
        return self._due <= now


class Pacer:
    """Every limit at once. ``rate`` is messages a second overall; without one nothing is limited but what Telegram pauses."""

    def __init__(self, rate: int | None = 30) -> None:
        self._rate = rate
        self._overall = Window(rate or 1, 1.0)
        self._lower = Spacing(1 / (LOWER_SHARE * (rate or 1)))
        self._lower_early = (rate or 1) // 10
        self._groups: dict[str, Window] = {}
        self._private: dict[str, Spacing] = {}
        self._paused: dict[tuple[str | None, Kind], float] = {}
        self._forget_at = float("-inf")
        self._last_refusal: tuple[float, str, float] = (float("-inf"), "", 0.0)  # when, which chat, until when

    def overall_at(self, now: float, lane: Lane) -> float:
        """Return when the overall rate has room for ``lane``."""
        if self._rate is None:
            return now
        at = self._overall.free_at(now)
        return at if lane is Lane.INTERACTIVE else max(at, self._lower.free_at(now, self._lower_early))

    def chat_at(self, now: float, recipient: str, lane: Lane, method: str) -> float:
        """Return when this chat takes one more call of this sort."""
        kind = kind_of(method)
        at = max(now, self._paused.get((recipient, kind), now), self._paused.get((None, kind), now))
        if self._rate is None or not _counts(kind):
            return at
        interactive = lane is Lane.INTERACTIVE
        if recipient in self._groups:
            return max(at, self._groups[recipient].free_at(now, 0 if interactive else GROUP_RESERVE))
        if recipient in self._private:
            return max(at, self._private[recipient].free_at(now, PRIVATE_BURST - 1 if interactive else 0))
        return at

    def take(self, now: float, recipient: str, lane: Lane, method: str) -> None:
        """Note a call that leaves ``now``."""
        if self._rate is None:
            return
        if now >= self._forget_at:
            self._forget(now)
        self._overall.take(now)
        if lane is not Lane.INTERACTIVE:
            self._lower.take(now)
        if _counts(kind_of(method)):
            self._chat(recipient).take(now)

    def give_back(self, recipient: str, lane: Lane, method: str) -> None:
        """Forget the last call noted for this chat: it did not leave after all."""
        if self._rate is None:
            return
        self._overall.give_back()
        if lane is not Lane.INTERACTIVE:
            self._lower.give_back()
        if _counts(kind_of(method)):
            self._chat(recipient).give_back()

    def refused(self, now: float, recipient: str, method: str, retry_after: float) -> None:
        """Pause what Telegram named: this chat and sort of call; the sort everywhere if another chat was refused just now."""
        kind, until = kind_of(method), now + retry_after
        self._pause(recipient, kind, until)
        at, other, other_until = self._last_refusal
        if other != recipient and now - at <= SAME_MOMENT:
            self._pause(None, kind, min(until, other_until))
        self._last_refusal = (now, recipient, until)

    def _forget(self, now: float) -> None:
        """Drop what no longer limits anything, so that memory follows the present and not the past."""
        self._forget_at = now + FORGET_EVERY
        for window in self._groups.values():
            window.free_at(now)
        self._groups = {name: window for name, window in self._groups.items() if not window.idle}
        self._private = {name: spacing for name, spacing in self._private.items() if not spacing.idle_at(now)}
        self._paused = {key: until for key, until in self._paused.items() if until > now}

    def _pause(self, recipient: str | None, kind: Kind, until: float) -> None:
        self._paused[recipient, kind] = max(until, self._paused.get((recipient, kind), until))

    def _chat(self, recipient: str) -> Window | Spacing:
        if recipient.startswith("-"):
            return self._groups.setdefault(recipient, Window(GROUP_LIMIT, GROUP_SECONDS + GROUP_MARGIN))
        return self._private.setdefault(recipient, Spacing(PRIVATE_EVERY))


def _counts(kind: Kind) -> bool:
    """Whether calls of this kind put something into the chat, which is what its own limit counts."""
    return kind in (Kind.SEND, Kind.TOPIC)
