"""Hands in one letter and says what becomes of its row; what the failure means for others goes to pace and breaker."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import structlog

from bot.clock import Clock
from bot.delivery.breaker import Breaker
from bot.delivery.mail.composing import Heading, Sender, compose, mailbox
from bot.delivery.mail.failures import Rejected, Step, Unclear, Unsent
from bot.delivery.mail.outcome import concerns_the_line, of_rejection, put_off
from bot.delivery.mail.smtp import Smtp
from bot.delivery.outcome import Again, Call, Ended, Outcome, of_doubt
from bot.telegram.gateway import Refused
from bot.telegram.transport import TransportError
from domain.letter_pace import LetterPace
from domain.outbox import Reason, State
from domain.outgoing import OutgoingLetter, message_id
from storage.delivery import Row

log = structlog.get_logger()


FETCH_AGAIN_MS = 30_000

Fetch = Callable[[str], Awaitable[bytes]]
"""Fetches a file from Telegram by its id, and fails as any call does."""


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as it goes over the wire."""

    to: str
    content: bytes
    automatic: bool


class LetterCaller:
    """Knows the mail server, who writes, and how to get at files. Knows no database."""

    def __init__(self, smtp: Smtp, sender: Sender, pace: LetterPace, breaker: Breaker, clock: Clock, *, fetch: Fetch) -> None:
        self._smtp, self._sender, self._pace, self._breaker, self._clock = smtp, sender, pace, breaker, clock
        self._fetch = fetch

    async def make(self, call: Call) -> Outcome:
        """Send the letter and return what becomes of the row."""
        written = await self._written(call)
        return await self._hand_in(call.row, written) if isinstance(written, Written) else written

    async def _written(self, call: Call) -> Written | Outcome:
        """Write the letter, or say why that cannot be."""
        row = call.row
        try:
            letter = await self._completed(OutgoingLetter.of(call.params))
            name = message_id(row.id, row.token or "", self._sender.domain)
            to = mailbox(row.recipient)
            heading = Heading(name, self._sender, to, self._clock.now())
            content = await asyncio.to_thread(compose, letter, heading)  # with large files it takes a while
        except Refused as refused:
            if refused.code != 429:
                return Ended(State.FAILED, Reason.REFUSED, f"file {refused.code}")
            return self._later(row, round((refused.retry_after or 1) * 1000), "file 429")
        except TransportError as error:
            return self._later(row, FETCH_AGAIN_MS, f"file {error.cause}")
        except Exception as error:  # noqa: BLE001 - no address, a blanked payload, or a mistake of ours; nothing has left
            log.error("letter.unwritable", row=row.id, error=type(error).__name__)
            return Ended(State.FAILED, Reason.REFUSED, "unwritable")
        return Written(to, content, letter.auto_submitted is not None)

    async def _completed(self, letter: OutgoingLetter) -> OutgoingLetter:
        """Fetch the files that Telegram keeps."""
        files = [replace(each, content=await self._fetch(each.file_id)) if each.file_id else each for each in letter.enclosures]
        return replace(letter, enclosures=tuple(files))

    async def _hand_in(self, row: Row, written: Written) -> Outcome:
        began = self._clock.monotonic()
        try:
            await self._send(row, written)
        except Unsent as error:
            self._breaker.failed(began, row.recipient)
            return self._stayed(row, error.cause, error.step)
        except Unclear as error:
            self._breaker.failed(began, row.recipient)
            return of_doubt(row, error.cause)
        except Rejected as rejected:
            return self._rejected(row, rejected, began)
        except Exception as error:  # noqa: BLE001 - a mistake of ours; how far the letter got, nobody knows
            log.error("letter.broken", row=row.id, error=type(error).__name__)
            return of_doubt(row, "broken")
        self._breaker.worked()
        return Ended(State.SENT)

    async def _send(self, row: Row, written: Written) -> None:
        """Send; what nobody wrote without a sender, so that no bounce comes back, unless the server insists on one."""
        if written.automatic:
            try:
                return await self._smtp.send("", written.to, written.content)
            except Rejected as rejected:
                if rejected.step is not Step.SENDER:
                    raise
                log.info("letter.sender_demanded", row=row.id, code=rejected.code)
        await self._smtp.send(self._sender.address, written.to, written.content)

    def _rejected(self, row: Row, rejected: Rejected, began: float) -> Outcome:
        log.warning("letter.refused", row=row.id, lane=int(row.lane), code=rejected.code, step=rejected.step.name.lower())
        if not concerns_the_line(rejected):
            self._breaker.worked()
            return of_rejection(row, rejected)
        if rejected.permanent:
            self._breaker.locked_out()
        else:
            self._breaker.failed(began, row.recipient)
        return self._stayed(row, rejected.cause, rejected.step)

    def _stayed(self, row: Row, cause: str, step: Step) -> Outcome:
        """Decide about a letter that surely was not taken. One that breaks the line in its middle is not tried for ever."""
        if step is Step.CONTENT:
            return put_off(row, cause)
        return self._later(row, round(self._breaker.pause_seconds() * 1000), cause)

    def _later(self, row: Row, delay_ms: int, cause: str) -> Again:
        self._pace.give_back(row.recipient, row.lane, row.method)
        return Again(delay_ms, cause)
