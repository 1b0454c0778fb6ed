"""Reads members in from a table, as the command line has it done: a verdict for each row, and all rows or none."""

import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.clock import Clock
from bot.errors import OperationError, UserError
from bot.tables import verdicts
from bot.tables.read import UnreadableError, content_of, rows_of
from bot.tables.words import headings_read, words_read
from domain.imports import Step, Verdict, judge
from domain.profile import Profile
from domain.roster_table import Line, NoTableError, arranged, read
from handlers.kit.roster import listed
from locales.texts import N_, Msg, Texts
from storage import import_undo, imports
from storage.database import Database
from storage.unit import Unit

UNREAD = N_("Columns that are not read: {columns}")
READ_BEFORE = N_("This very file was read in on {when}, as import {number}.")
SUMMARY = N_("New: {added}. Changed: {changed}. As they are: {unchanged}. Cannot be read in: {refused}.")
REFUSED = N_("Nothing was read in: please mend the rows named above.")
DRY = N_("This was a dry run: nothing was written.")
NOTHING = N_("There was nothing to change.")
DONE = N_("Read in as import {number}. To take it back: import-members --undo {number}")
UNKNOWN = N_("There is no import {number}.")
UNDONE_BEFORE = N_("Import {number} has been taken back already.")
UNDONE = N_("Import {number}: {count} members are as they were before.")
LEFT = N_("{name} has changed since, or something hangs on it: it stays as it is.")
PARTLY = N_("Import {number} could not be taken back whole.")


@dataclass(frozen=True, slots=True)
class Importing:
    """Works on one database and says in ``texts``, line by line, what comes of it."""

    database: Database
    clock: Clock
    profile: Profile
    texts: Texts
    say: Callable[[str], None]

    async def read_in(self, file: Path, *, dry_run: bool) -> None:
        """Read a file in, or with ``dry_run`` only say what would become of its rows; raise `UserError` if it cannot be."""
        content = self._content(file)
        digest = hashlib.sha256(content).hexdigest()
        lines, unread = await self._lines(content)
        async with self._unit() as unit:
            if unread:
                self._tell(UNREAD, columns=listed(unread, self.texts))
            if before := await imports.earlier(unit, digest):
                self._tell(READ_BEFORE, when=self.texts.moment(before.at), number=before.id)
            known = await imports.roster_now(unit)
            steps = judge(lines, known)
            self._report(steps)
            if any(step.verdict is Verdict.REFUSED for step in steps):
                raise UserError(self.texts.say(REFUSED))
            if dry_run:
                self._tell(DRY)
            elif any(step.verdict is not Verdict.UNCHANGED for step in steps):
                self._tell(DONE, number=await imports.enter(unit, steps, known, file_name=file.name, digest=digest))
            else:
                self._tell(NOTHING)

    async def undo(self, number: int) -> None:
        """Take an import back; raise `UserError` if there is none, `OperationError` if a part of it had to stay."""
        async with self._unit() as unit:
            found = await imports.by_id(unit, number)
            if found is None or found.undone_at is not None:
                raise UserError(self.texts.say(UNKNOWN if found is None else UNDONE_BEFORE).format(number=number))
            undone = await import_undo.undo(unit, number)
        self._tell(UNDONE, number=number, count=undone.restored)
        for name in undone.left:
            self._tell(LEFT, name=name)
        if undone.left:
            raise OperationError(self.texts.say(PARTLY).format(number=number))

    def _content(self, file: Path) -> bytes:
        try:
            return content_of(file)
        except UnreadableError as error:
            raise UserError(verdicts.why(error.why, self.texts)) from None

    async def _lines(self, content: bytes) -> tuple[list[Line], Sequence[str]]:
        """Return what each row says, and the headings that nobody knows."""
        words = words_read(self.profile)
        try:
            table = arranged(await rows_of(content), headings_read())
            return [read(number, cells, words) for number, cells in table.rows], table.unread
        except UnreadableError as error:
            raise UserError(verdicts.why(error.why, self.texts)) from None
        except NoTableError as error:
            raise UserError(verdicts.no_table(error, self.texts)) from None

    def _report(self, steps: Sequence[Step]) -> None:
        for step in steps:
            for line in verdicts.verdict(step, self.profile, self.texts):
                self.say(line)
        counts = {str(verdict): sum(step.verdict is verdict for step in steps) for verdict in Verdict}
        self._tell(SUMMARY, **counts)

    def _tell(self, what: Msg, **values: object) -> None:
        self.say(self.texts.say(what).format(**values))

    @asynccontextmanager
    async def _unit(self) -> AsyncIterator[Unit]:
        """Yield a transaction in which all is written or, where something is raised, nothing."""
        async with self.database.writing() as connection:
            unit = Unit(connection, self.clock.now())
            yield unit
            await unit.keep()
