"""Whether the running bot is well, for monitors: one check for each thing that can be wrong, without personal data."""

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.upkeep import LOW_DISK, utc
from storage.backup import nightly_stamps
from storage.database import Database
from storage.facts import remember
from storage.vitals import Numbers, numbers

LONGEST_SILENCE = 90.0
OLDEST_BACKUP = 26 * 3600.0
OLDEST_DUE = 600.0
PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that can be wrong; ``seconds`` is its age where it has one."""

    ok: bool
    seconds: float | None = None


class Vitals:
    """Looks at the running bot. ``last_poll`` gives monotonic time, or None before the first answer; None with a webhook."""

    def __init__(
        self, database: Database, backups: Path, clock: Clock, last_poll: Callable[[], float | None] | None = None
    ) -> None:
        self._database = database
        self._backups = backups
        self._clock = clock
        self._last_poll = last_poll

    async def checks(self) -> dict[str, Check]:
        """Return every check by name."""
        found = {
            "disk": Check(shutil.disk_usage(self._database.path.parent).free >= LOW_DISK),
            "backup": _younger(self.backup_age(), OLDEST_BACKUP),
            "database": Check(ok=False),
            "outbox": Check(ok=False),
        }
        if self._last_poll:
            last = self._last_poll()
            found["polling"] = _younger(None if last is None else self._clock.monotonic() - last, LONGEST_SILENCE)
        try:
            async with asyncio.timeout(PATIENCE):
                await self._write()
                found["database"] = Check(ok=True)
                due = (await self.numbers()).due_since
        except (SQLAlchemyError, OSError):  # a timeout is an OSError
            return found
        age = 0.0 if due is None else max(0.0, (self._clock.now() - due) / 1000)
        return found | {"outbox": _younger(age, OLDEST_DUE)}

    async def numbers(self) -> Numbers:
        """Return what waits and what ended."""
        async with self._database.reading() as connection:
            return await numbers(connection, self._clock.now())

    def backup_age(self) -> float | None:
        """Return the age of the newest nightly backup in seconds, None if there is none."""
        newest = max(nightly_stamps(self._backups), default=None)
        return None if newest is None else (utc(self._clock) - newest).total_seconds()

    async def metrics(self) -> bytes:
        """Return the numbers as Prometheus reads them."""
        found, registry = await self.numbers(), CollectorRegistry()

        def gauge(name: str, meaning: str, value: float) -> None:
            Gauge(f"alliance_{name}", meaning, registry=registry).set(value)

        gauge("inbox_waiting", "Events stored and not yet handled", found.waiting)
        gauge("inbox_poisoned", "Events set aside after three tries, last 14 days", found.poisoned)
        gauge("outbox_uncertain", "Messages that may or may not have arrived, last 14 days", found.uncertain)
        gauge("outbox_held", "Messages held since a restore", found.held)
        age = self.backup_age()
        if age is not None:
            gauge("backup_age_seconds", "Age of the newest nightly backup", age)
        rows = Gauge("alliance_outbox_rows", "Messages by state; those that ended: last 24 hours", ["state"], registry=registry)
        for state, count in ({"pending": found.pending, "sending": found.sending} | found.ended).items():
            rows.labels(state).set(count)
        return generate_latest(registry)

    async def _write(self) -> None:
        async with self._database.writing() as connection:
            await remember(connection, "probe", str(self._clock.now()))


def _younger(age: float | None, limit: float) -> Check:
    return Check(age is not None and age < limit, None if age is None else round(age, 1))
