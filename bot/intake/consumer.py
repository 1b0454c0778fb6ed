"""The single consumer: events in order, each handled in exactly one transaction.

Waiting events share a commit; each has its own savepoint, so a handler that raises undoes only its own event. What cannot be
written at all ends the consumer: the library's memory and the disk would disagree, so everything starts from disk again.
"""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import structlog
from sqlalchemy.exc import DBAPIError
from telegram import Update

from bot.clock import Clock
from bot.intake.application import BotApplication
from bot.intake.batch import Batch, Item
from bot.intake.persistence import ConversationStore
from bot.intake.shape import concerns_us, mistyped
from bot.intake.taps import TapAnswers, log_refusal
from handlers.kit.capability import Outcome, Registry
from handlers.kit.event import Event, current
from handlers.kit.failures import apologise, report
from handlers.kit.office import Office
from storage import forms, inbox, staff
from storage.database import Database, is_failing
from storage.unit import Unit

log = structlog.get_logger()

BATCH = 64
TRIES = 3
"""How often an event is tried before it is set aside and no longer in the way."""

LOOK_AGAIN = 5.0
"""Seconds after which the inbox is looked at even if nobody rang."""


class Consumer:
    """Takes events from the inbox until it is stopped."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        application: BotApplication,
        store: ConversationStore,
        office: Office,
        registry: Registry,
        taps: TapAnswers,
        on_commit: Callable[[], None],
        first_life: bool,
    ) -> None:
        self._database = database
        self._clock = clock
        self._application = application
        self._store = store
        self._office = office
        self._registry = registry
        self._taps = taps
        self._on_commit = on_commit
        self._first_life = first_life  # of this process: being built anew in it is no kill
        self._bell = asyncio.Event()
        self._tick_due = False
        self._stopping = False

    def ring(self) -> None:
        """Say that something waits in the inbox."""
        self._bell.set()

    def tick(self) -> None:
        """Say that it is time to look for what has become due."""
        self._tick_due = True
        self._bell.set()

    def stop(self) -> None:
        """End after the transaction that is under way."""
        self._stopping = True
        self._bell.set()

    async def run(self) -> None:
        """Handle events until stopped."""
        await self._recover()
        while not self._stopping:
            self._bell.clear()
            while not self._stopping and await self._take(BATCH):
                pass
            if self._tick_due and not self._stopping:
                self._tick_due = False
                await self._run_jobs()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._bell.wait(), LOOK_AGAIN)

    async def _recover(self) -> None:
        """Handle what an earlier process left one at a time, each try counted first: one of them may have killed it."""
        async with self._database.reading() as connection:
            last = await inbox.last_waiting(connection)
        while not self._stopping:
            async with self._database.writing() as connection:
                rows = await inbox.waiting(connection, 1)
                if not rows or rows[0].id > last:
                    return
                if self._first_life:
                    await inbox.count_try(connection, rows[0].id)
            await self._take(1)

    async def _take(self, limit: int) -> bool:
        """Handle up to ``limit`` waiting events in one transaction; return whether there were any."""
        now = self._clock.now()
        async with self._database.writing() as connection:
            rows = await inbox.waiting(connection, limit)
            if not rows:
                return False
            batch = await Batch.load(connection, rows, now, self._office, self._registry)
            ends = {item.row.id: await self._handle(batch, item) for item in batch.items}
            await batch.unit.flush()
            await inbox.done(connection, [number for number, kind in ends.items() if kind is None], now)
            await inbox.set_aside(connection, [(number, kind) for number, kind in ends.items() if kind is not None], now)
        self._taps.release()
        self._on_commit()
        return True

    async def _handle(self, batch: Batch, item: Item) -> str | None:
        """Handle one event; return the kind of its last error when it has to be set aside."""
        kind = _hopeless(item) or await self._try(batch, item)
        if kind is not None:
            event = await batch.event(item)
            apologise(event)
            report(event, item.row.id, kind)
            await batch.unit.keep()
            batch.learn(event)
        return kind

    async def _try(self, batch: Batch, item: Item) -> str | None:
        """Handle an event, three times if it raises; return the kind of the last error, None when it ended well."""
        kind = None
        for _ in range(TRIES):
            event = await batch.event(item)
            error = await self._dispatch(batch, event, item)
            if error is None:
                await self._keep(batch, event, item)
                return None
            await batch.unit.undo()
            self._store.changes()
            kind = type(error).__name__
            log.error("event.failed", number=item.row.id, exc_info=error)
        return kind

    async def _keep(self, batch: Batch, event: Event, item: Item) -> None:
        await self._application.update_persistence()
        for name, key, state in self._store.changes():
            await forms.move_conversation(batch.unit, name, key, state)
        await batch.unit.keep()
        batch.learn(event)
        if event.query_id is not None:
            if event.toast.alert:
                log_refusal(event, item.data or {})
            self._taps.collect(event.query_id, event.toast)

    async def _dispatch(self, batch: Batch, event: Event, item: Item) -> Exception | None:
        current.set(event)
        try:
            if item.row.source == "outbox":
                await self._end_of_row(event, item.data or {})
            elif item.letter is not None:
                await self._letter(batch, event, item.letter)
            else:
                await self._update(event, item.data or {})
        except Exception as error:  # noqa: BLE001 - whatever it is, it belongs to this event
            return _unless_fatal(error)
        raised = self._application.error()
        return _unless_fatal(raised) if raised is not None else None

    async def _update(self, event: Event, data: dict[str, Any]) -> None:
        wrong = mistyped(data)
        if wrong is not None:
            log.warning("event.mistyped", key=event.key, field=wrong)
        if wrong is not None or not concerns_us(data, known=event.actor is not None):
            return
        await self._application.process_update(Update.de_json(data, self._application.bot))

    async def _letter(self, batch: Batch, event: Event, number: int) -> None:
        """Hand a letter over; one that was forgotten meanwhile, or is by somebody blocked, to nobody."""
        received = await batch.open(event, number)
        if received is None or (event.actor is not None and event.actor.person.blocked):
            return
        for part in self._registry.capabilities:
            if part.letters is not None:
                await part.letters(event, received)

    async def _end_of_row(self, event: Event, data: dict[str, Any]) -> None:
        outcome = Outcome(data["row"], data["subject"], data["state"], data["reason"])
        topic = outcome.subject.partition(":")[0]
        for part in self._registry.capabilities:
            if topic in part.outcomes:
                await part.outcomes[topic](event, outcome)

    async def _run_jobs(self) -> None:
        """Let every capability look for what is due, each in its own transaction."""
        for part in self._registry.capabilities:
            for job in part.jobs:
                now = self._clock.now()
                async with self._database.writing() as connection:
                    unit = Unit(connection, now)
                    self._office.appointed = await staff.appointed(connection)
                    event = Event(f"tick:{part.name}:{job.__name__}:{now}", unit, self._office, self._registry)
                    try:
                        await job(event)
                    except Exception as error:  # one job must not stop the others
                        _unless_fatal(error)
                        await unit.undo()
                        log.error("job.failed", capability=part.name, exc_info=error)
                    else:
                        await unit.keep()
                        await unit.flush()
        self._on_commit()


def _hopeless(item: Item) -> str | None:
    """Return why an event is not even tried: nobody can read it, or it has ended the process again and again."""
    if item.data is None:
        return "Unreadable"
    return "KilledTheProcess" if item.row.tries > TRIES else None


def _unless_fatal(error: Exception) -> Exception:
    """Return ``error`` as the event's own fault; raise it when the database itself has failed."""
    if isinstance(error, DBAPIError) and is_failing(error):
        raise error
    return error
