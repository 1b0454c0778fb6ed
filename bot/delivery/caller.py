"""Makes one call and says what becomes of its row; what the failure means for others goes to pacer and breaker."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import structlog

from bot.clock import Clock
from bot.delivery.amend import amended, is_broken_markup
from bot.delivery.attachments import attached
from bot.delivery.breaker import Breaker
from bot.delivery.enclosures import Gone
from bot.delivery.outcome import Again, Call, Ended, Outcome, locked_out, of_answer, of_doubt, of_refusal
from bot.making.process import ChildFailed
from bot.telegram.gateway import Gateway, Refused
from bot.telegram.transport import Doubtful, NotSent, Upload
from domain.outbox import Reason, Report, State
from domain.pacing import Pacer
from storage.delivery import Row

log = structlog.get_logger()


class Source(Protocol):
    """Where files come from that a payload only names."""

    async def attached(self, params: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Upload]]:
        """Return ``params`` with every file of this source replaced by its address within the request, and the files."""
        ...


class Caller:
    """Knows the gateway, and the sources of files; knows no row but the call's own."""

    def __init__(self, gateway: Gateway, pacer: Pacer, breaker: Breaker, clock: Clock, sources: Sequence[Source] = ()) -> None:
        self._gateway, self._pacer, self._breaker, self._clock = gateway, pacer, breaker, clock
        self._sources = sources

    async def make(self, call: Call) -> Outcome:
        """Make the call and return what becomes of the row."""
        if call.orphaned:
            return Ended(State.FAILED, Reason.ORPHANED)
        began = self._clock.monotonic()
        try:
            result = await self._call(call)
        except NotSent as error:
            self._breaker.failed(began, call.row.recipient)
            return Again(round(self._breaker.pause_seconds() * 1000), error.cause)
        except Doubtful as error:
            self._breaker.failed(began, call.row.recipient)
            return of_doubt(call.row, error.cause, answered=error.answered)
        except Refused as refused:
            return self._refused(call.row, refused)
        except Gone:
            return Ended(State.FAILED, Reason.ORPHANED)
        except ChildFailed:
            log.error("delivery.not_made", row=call.row.id, method=call.row.method)
            return Ended(State.FAILED, Reason.NOT_MADE)
        except Exception as error:  # noqa: BLE001 - a mistake of ours; how far the call got, nobody knows
            log.error("delivery.broken", row=call.row.id, method=call.row.method, error=type(error).__name__)
            return of_doubt(call.row, "broken")
        self._breaker.worked()
        return of_answer(result)

    async def _call(self, call: Call) -> Any:
        """Call, and again without what Telegram objects to, as long as something can be left out."""
        params, files = attached(call.params)
        for source in self._sources:
            params, more = await source.attached(params)
            files |= more
        while True:
            try:
                return await self._gateway.call(call.row.method, params, files=files)
            except Refused as refused:
                topic_matters = call.row.report is not Report.NEVER
                mended = amended(call.row.method, params, refused, topic_matters=topic_matters)
                if mended is None:
                    raise
                level = log.error if is_broken_markup(refused) else log.warning
                level(
                    "delivery.amended", row=call.row.id, method=call.row.method, without=sorted(params.keys() - mended.keys())
                )
                params = mended

    def _refused(self, row: Row, refused: Refused) -> Outcome:
        if locked_out(refused):
            self._breaker.locked_out()
        else:
            self._breaker.worked()
        if refused.code == 429:
            self._pacer.refused(self._clock.monotonic(), row.recipient, row.method, refused.retry_after or 1)
        log.warning("delivery.refused", row=row.id, method=row.method, lane=int(row.lane), code=refused.code)
        return of_refusal(row, refused)
