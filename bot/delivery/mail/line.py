"""The line to the mail server: one letter at a time over one connection, so many an hour, slow to ask again when it fails."""

from bot.alarms import Trouble, Watch
from bot.clock import Clock
from bot.delivery.breaker import Breaker, Temper
from bot.delivery.line import Line
from bot.delivery.mail.account import account
from bot.delivery.mail.caller import Fetch, LetterCaller
from bot.delivery.mail.composing import Sender
from bot.delivery.mail.smtp import Smtp
from domain.instants import HOUR
from domain.letter_pace import LetterPace
from domain.people import ChannelKind
from storage import delivery
from storage.database import Database

TEMPER = Temper(failures=1, recipients=1, first_pause=10.0, longest_pause=600.0, locked_out=600.0)
"""What fails before the letter's turn is the account's fault or the server's, and providers lock out whom they often refuse."""


async def letter_line(
    url: str, sender: Sender, database: Database, clock: Clock, watch: Watch, *, rate: int, fetch: Fetch
) -> Line:
    """Return the line for letters through the server at ``url``, ``rate`` an hour, also counted across a restart."""
    smtp = Smtp(account(url), sender.domain, clock)
    pace = LetterPace(rate, await _left(database, clock))
    breaker = Breaker(clock, watch, Trouble.LETTERS, TEMPER)
    caller = LetterCaller(smtp, sender, pace, breaker, clock, fetch=fetch)
    return Line(ChannelKind.MAIL, pace, breaker, caller, concurrency=1, close=smtp.close)


async def _left(database: Database, clock: Clock) -> list[float]:
    """Return when the letters of the last hour left, as instants of the monotonic clock, oldest first."""
    now, instant = clock.now(), clock.monotonic()
    async with database.reading() as connection:
        ended = await delivery.ended_since(connection, ChannelKind.MAIL, now - HOUR)
    return [instant - max(0, now - each) / 1000 for each in ended]
