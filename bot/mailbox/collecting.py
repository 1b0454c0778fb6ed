"""Takes letters out of the mailbox, for ever: looks, stores what is new, waits, and begins again whatever went wrong.

The mailbox is people's, and stays as they left it: letters are neither moved nor deleted nor marked as read. What was taken
stands in our database alone; a keyword on the letter shows it to people.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import structlog

from bot.alarms import Trouble, Watch
from bot.clock import Clock
from bot.mailbox.account import Account
from bot.mailbox.answers import Found
from bot.mailbox.failing import Cause, MailboxError
from bot.mailbox.session import Folder, Session
from bot.mailbox.taking import given_up, taken
from bot.mailbox.threads import logged_in, within
from domain.mailbox import Place, resumed
from storage import letters
from storage.database import Database
from storage.letters import Taken

log = structlog.get_logger()

ROUND = 60.0
"""Seconds after which the folder is looked at even if the server said nothing: connections die silently."""

LONGEST_PAUSE = 60.0

LOCKED_OUT_SECONDS = 300.0
"""The pause after a refused login: providers lock accounts that try a wrong password again and again."""

MARKED_AGAIN = 100
"""How many letters are marked once more when a session begins."""

TRIES = 3
"""How often a letter is asked for before no more is kept of it than that it is there, and it stops the rest no longer."""


class Collecting:
    """The loop that takes what is new. ``since``: what came before that instant (UTC milliseconds) stays untouched."""

    def __init__(
        self,
        account: Account,
        database: Database,
        clock: Clock,
        watch: Watch,
        *,
        since: int | None,
        on_stored: Callable[[], None],
    ) -> None:
        self._account = account
        self._mailbox = account.mailbox
        self._database = database
        self._clock = clock
        self._watch = watch
        self._since = since
        self._on_stored = on_stored
        self._failures = 0
        self._failed: Counter[tuple[int, int]] = Counter()  # by numbering and UID: how often a letter did not come

    async def run(self) -> None:
        """Take letters until cancelled. A database that cannot store ends it: the process starts again from disk."""
        while True:
            try:
                await self._collect()
            except MailboxError as error:
                await self._pause(error)

    async def _pause(self, error: MailboxError) -> None:
        self._failures += 1
        self._watch.failing(Trouble.MAILBOX)
        pause = min(LONGEST_PAUSE, 0.5 * 2 ** min(self._failures, 10))
        if error.cause is Cause.LOGIN:
            pause = LOCKED_OUT_SECONDS
        log.warning("mailbox.failed", cause=error.cause.value, pause=pause)
        await self._clock.sleep(pause)

    async def _collect(self) -> None:
        async with logged_in(self._account) as session:
            await self._mark_again(session)
            while True:
                await self._look(session)
                self._failures = 0
                self._watch.well(Trouble.MAILBOX)
                await (within(session, session.wait, ROUND) if session.idles else self._clock.sleep(ROUND))

    async def _look(self, session: Session) -> None:
        """Take every letter that has come since the last look."""
        folder = await within(session, session.look)
        place = await self._resume(session, folder)
        newer = await within(session, session.newer, place.uid, self._clock.now())
        for found in newer:
            if found.received_at >= place.since:
                await self._take(session, replace(place, uid=found.uid), found)
        highest = max([place.uid, folder.next_uid - 1, *(found.uid for found in newer)])
        await self._reach(replace(place, uid=highest), place)

    async def _take(self, session: Session, reached: Place, found: Found) -> None:
        """Store one letter and how far that brings us, in one transaction; only then is it marked."""
        letter = await self._fetch(session, reached, found)
        if letter is None:
            return
        async with self._database.writing() as connection:
            new = await letters.store(connection, self._mailbox, reached, letter, self._clock.now())
        if new:
            self._on_stored()
        await within(session, session.mark, [found.uid])

    async def _fetch(self, session: Session, reached: Place, found: Found) -> Taken | None:
        which = (reached.uidvalidity, found.uid)
        if self._failed[which] >= TRIES:
            log.warning("mailbox.given_up", uid=found.uid)
            return given_up(found, reached.uidvalidity)
        try:
            return await within(session, taken, session, found)
        except MailboxError:
            self._failed[which] += 1
            raise

    async def _resume(self, session: Session, folder: Folder) -> Place:
        async with self._database.reading() as connection:
            known = await letters.place(connection, self._mailbox)
        next_uid = folder.next_uid
        if known is None and not next_uid:
            next_uid = await within(session, session.highest) + 1
        place = resumed(known, folder.uidvalidity, next_uid, self._since, self._clock.now())
        await self._reach(place, known)
        return place

    async def _reach(self, place: Place, known: Place | None) -> None:
        if place != known:
            async with self._database.writing() as connection:
                await letters.reach(connection, self._mailbox, place)

    async def _mark_again(self, session: Session) -> None:
        """Mark what was stored last: the process may have ended between the commit and the mark."""
        folder = await within(session, session.look)
        async with self._database.reading() as connection:
            uids = await letters.newest_uids(connection, self._mailbox, folder.uidvalidity, MARKED_AGAIN)
        await within(session, session.mark, uids)
