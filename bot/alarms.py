"""Tell the owners once when something they must mend has been failing, and once when it works again.

Whoever meets a trouble only notes it; `check`, called by the ticker and before the process ends, decides. What is open is kept
in a file of its own and not in the database, because the database may be the trouble: a process that ends and starts again
counts on, and tells nothing twice.
"""

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, Protocol

import structlog

from bot.clock import Clock
from domain.languages import Language

QUIET = 3600.0
"""Seconds before the same trouble is told again, however often it comes and goes."""


class Trouble(StrEnum):
    """What can fail for long enough that a person must know."""

    POLLING = "polling"
    MAILBOX = "mailbox"
    SENDING = "sending"
    LETTERS = "letters"
    DATABASE = "database"
    DISK = "disk"
    BACKUP = "backup"


class Watch(Protocol):
    """Who is told how the parts of the process fare; both calls are cheap and may be made at every turn."""

    def failing(self, trouble: Trouble) -> None:
        """Note that ``trouble`` was met once more."""

    def well(self, trouble: Trouble) -> None:
        """Note that what failed works."""


class Patience(NamedTuple):
    """How long, and how many times, something may fail before a person is told."""

    seconds: float = 0.0
    times: int = 1


PATIENCE = {
    Trouble.POLLING: Patience(seconds=300),
    Trouble.MAILBOX: Patience(seconds=300),
    Trouble.SENDING: Patience(seconds=300, times=3),
    Trouble.LETTERS: Patience(seconds=300, times=3),
    Trouble.DATABASE: Patience(times=3),
    Trouble.DISK: Patience(),
    Trouble.BACKUP: Patience(),
}

Text = Callable[[Language, Trouble, bool], str]
"""The words for an owner: their language, the trouble, and whether all is well again."""

Tell = Callable[[str, Callable[[Language], str]], Awaitable[bool]]
"""Gives owners a text under a key that is never used twice; says whether it is on its way (`bot.owners.Owners.tell`)."""

_log = structlog.get_logger()


@dataclass(slots=True)
class _Case:
    started: int
    times: int = 0
    told: bool = False
    over: bool = False


class Alarms:
    """The troubles of this process. ``memory`` is the file that survives it."""

    def __init__(self, clock: Clock, tell: Tell, text: Text, memory: Path) -> None:
        self._clock = clock
        self._tell = tell
        self._text = text
        self._memory = memory
        self._cases = self._remembered()
        self._met = dict.fromkeys(self._cases, clock.monotonic())  # when this process met each of them first
        self._last: dict[Trouble, float] = {}

    def failing(self, trouble: Trouble) -> None:
        """Note that ``trouble`` was met once more."""
        case = self._cases.setdefault(trouble, _Case(self._clock.now()))
        self._met.setdefault(trouble, self._clock.monotonic())
        case.times += 1
        case.over = False
        if case.times <= PATIENCE[trouble].times:
            self._remember()

    def well(self, trouble: Trouble) -> None:
        """Note that what failed works."""
        case = self._cases.get(trouble)
        if case is not None and case.told:
            case.over = True
        elif case is not None:
            self._forget(trouble)

    async def check(self) -> None:
        """Tell what is due; what cannot be told now is tried again with the next call."""
        for trouble in list(self._cases):
            case = self._cases.get(trouble)
            if case is not None and case.over:
                await self._end(trouble, case)
            elif case is not None and self._is_due(trouble, case):
                await self._begin(trouble, case)

    async def _begin(self, trouble: Trouble, case: _Case) -> None:
        case.told = True  # before the wait: it may be over by the time it is told, and that is to be told as well
        if await self._say(trouble, case, over=False):
            self._last[trouble] = self._clock.monotonic()
            self._remember()
        else:
            case.told = False

    async def _end(self, trouble: Trouble, case: _Case) -> None:
        self._forget(trouble)  # before the wait: what fails meanwhile is a new case
        if not await self._say(trouble, case, over=True) and trouble not in self._cases:
            self._cases[trouble], self._met[trouble] = case, self._clock.monotonic()
            self._remember()

    def _is_due(self, trouble: Trouble, case: _Case) -> bool:
        now, patience = self._clock.monotonic(), PATIENCE[trouble]
        patient = now - self._met[trouble] < patience.seconds or case.times < patience.times
        quiet = now - self._last.get(trouble, -QUIET) < QUIET
        return not (case.told or case.over or patient or quiet)

    async def _say(self, trouble: Trouble, case: _Case, *, over: bool) -> bool:
        _log.warning("alarm.over" if over else "alarm", trouble=trouble.value, since=case.started)
        key = f"alarm:{trouble}:{case.started}:{'over' if over else 'failing'}"
        return await self._tell(key, lambda language: self._text(language, trouble, over))

    def _forget(self, trouble: Trouble) -> None:
        del self._cases[trouble], self._met[trouble]
        self._remember()

    def _remembered(self) -> dict[Trouble, _Case]:
        try:
            kept = json.loads(self._memory.read_text("utf-8"))
            return {Trouble(name): _Case(**case) for name, case in kept.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def _remember(self) -> None:
        part = self._memory.with_suffix(".part")
        with suppress(OSError):  # on a full disk this process still remembers
            part.write_text(json.dumps({trouble.value: asdict(case) for trouble, case in self._cases.items()}), "utf-8")
            part.replace(self._memory)
