"""Long polling that confirms nothing it has not stored, and never gives up.

The library's own updater confirms what is only in memory, stops for good after one 401 from a proxy and spins on an update it
cannot read (measured with version 22.8), so updates are taken raw here and read later, one at a time.
"""

from typing import Any

import structlog

from bot.alarms import Trouble, Watch
from bot.clock import Clock
from bot.intake.receiver import ALLOWED_UPDATES, Receiver
from bot.telegram.gateway import Gateway, Refused
from bot.telegram.transport import NotSent, TransportError

log = structlog.get_logger()

LONG_POLL = 50
"""Seconds Telegram may wait for the first update; its own limit."""

MARGIN = 15
"""Seconds beyond the long poll before the connection counts as dead."""

LONGEST_PAUSE = 30.0


class Polling:
    """The loop that asks Telegram for updates. ``last_success`` is monotonic time, None before the first answer."""

    def __init__(self, gateway: Gateway, receiver: Receiver, clock: Clock, watch: Watch) -> None:
        self._gateway = gateway
        self._receiver = receiver
        self._clock = clock
        self._watch = watch
        self._webhook_removed = False
        self._offset: int | None = None  # none on the first call: ids may restart at random after a quiet week
        self.last_success: float | None = None

    async def run(self) -> None:
        """Take updates until cancelled. A database that cannot store ends it: the process starts again from disk."""
        failures = 0
        while True:
            try:
                updates = await self._ask()
            except (TransportError, Refused) as error:
                failures += 1
                await self._pause(error, failures)
                continue
            failures = 0
            await self._take(updates)

    async def _ask(self) -> list[dict[str, Any]]:
        if not self._webhook_removed:  # one that is set would keep every update for itself
            await self._gateway.call("deleteWebhook", {})
            self._webhook_removed = True
        timeout = LONG_POLL if self.last_success is not None else 0  # the first answer shows that all is well
        parameters: dict[str, Any] = {"timeout": timeout, "allowed_updates": ALLOWED_UPDATES}
        if self._offset is not None:
            parameters["offset"] = self._offset
        answer = await self._gateway.call("getUpdates", parameters, read_timeout=LONG_POLL + MARGIN)
        updates = [each for each in (answer if isinstance(answer, list) else []) if _is_numbered(each)]
        if not updates and answer != []:
            raise NotSent("no updates in the answer")  # asking again at once would only spin
        return updates

    async def _take(self, updates: list[dict[str, Any]]) -> None:
        if updates:
            await self._receiver.store(updates)
            self._offset = updates[-1]["update_id"] + 1
        self.last_success = self._clock.monotonic()
        self._watch.well(Trouble.POLLING)

    async def _pause(self, error: TransportError | Refused, failures: int) -> None:
        self._watch.failing(Trouble.POLLING)
        pause = min(LONGEST_PAUSE, 0.5 * 2 ** min(failures, 10))
        if isinstance(error, Refused):
            pause = max(pause, float(error.retry_after or 0))
            log.warning("polling.refused", code=error.code, pause=pause)
        else:
            log.warning("polling.failed", cause=error.cause, pause=pause)
        await self._clock.sleep(pause)


def _is_numbered(update: Any) -> bool:
    """Whether ``update`` can be confirmed; an offset that is no plain positive number would mean something else."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return type(number) is int and 0 <= number < 2**62
