"""A line is one channel as its worker sees it: how fast it takes rows, whether it is down, and who makes its calls.

Each line has a worker of its own, so that a mail server which does not answer never delays a word on Telegram.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.alarms import Trouble, Watch
from bot.clock import Clock
from bot.delivery.breaker import Breaker
from bot.delivery.caller import Caller, Source
from bot.delivery.enclosures import Enclosures
from bot.delivery.outcome import Call, Outcome
from bot.telegram.gateway import Gateway
from domain.outbox import Lane
from domain.pacing import Pacer
from domain.people import ChannelKind
from storage.database import Database


class Pace(Protocol):
    """When the next row may leave; instants are seconds of a clock that only grows."""

    def overall_at(self, now: float, lane: Lane) -> float:
        """Return when the line as a whole has room for ``lane``."""
        ...

    def chat_at(self, now: float, recipient: str, lane: Lane, method: str) -> float:
        """Return when this recipient takes one more."""
        ...

    def take(self, now: float, recipient: str, lane: Lane, method: str) -> None:
        """Note a call that leaves ``now``."""
        ...

    def give_back(self, recipient: str, lane: Lane, method: str) -> None:
        """Forget the last call noted: it did not leave after all."""
        ...


class Calls(Protocol):
    """Who makes a call and says what becomes of its row."""

    async def make(self, call: Call) -> Outcome:
        """Make the call and return what becomes of the row."""
        ...


async def _nothing() -> None:
    """Close a line that somebody else opened."""


@dataclass(frozen=True, slots=True)
class Line:
    """One channel. ``concurrency``: how many calls may be on the way at once; ``close`` is called when no more will be made."""

    channel: ChannelKind
    pace: Pace
    breaker: Breaker
    calls: Calls
    concurrency: int
    close: Callable[[], Awaitable[None]] = _nothing


def telegram_line(
    gateway: Gateway,
    database: Database,
    clock: Clock,
    watch: Watch,
    *,
    rate: int | None = 30,
    concurrency: int = 128,
    sources: Sequence[Source] = (),
) -> Line:
    """Return the line to Telegram. ``rate`` is messages a second; None lifts every limit of ours.

    ``sources``: where files come from beside the letters that came in.
    """
    pacer, breaker = Pacer(rate), Breaker(clock, watch, Trouble.SENDING)
    calls = Caller(gateway, pacer, breaker, clock, (Enclosures(database), *sources))
    return Line(ChannelKind.TELEGRAM, pacer, breaker, calls, concurrency)
