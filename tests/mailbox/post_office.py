"""A mailbox with real servers before it, and the bot's receiver reading it into a database of its own."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from clocks import TestClock

from bot.alarms import Trouble
from bot.mailbox.account import Account
from bot.mailbox.collecting import Collecting
from bot.sandbox.mail.folders import Folder
from bot.sandbox.mail.post import INBOX, Post
from bot.sandbox.server import Sandbox
from bot.sandbox.world import World
from storage.database import Database

JOIN = "desk@alliance.example"
PATIENCE = 15.0
FAST = 100.0


def letter(number: int, text: str = "请问怎样入会？", **headers: str) -> bytes:
    """Return a letter as a prospect's mail program sends it; with ``number`` it differs from the others."""
    message = EmailMessage()
    fields = {
        "From": f"王小明 <writer{number}@firm.example>",
        "To": JOIN,
        "Subject": f"入会咨询 {number}",
        "Date": "Tue, 24 Nov 2026 10:00:00 +0800",
        "Message-ID": f"<{number}@firm.example>",
    }
    for name, value in (fields | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        message[name] = value
    message.set_content(text)
    return message.as_bytes(policy=SMTP)


class Looks:
    """The watch of a receiver: counts its complete looks into the mailbox, and its failures."""

    def __init__(self) -> None:
        self.count = 0
        self.failures = 0
        self._bell = asyncio.Event()

    def failing(self, trouble: Trouble) -> None:
        assert trouble is Trouble.MAILBOX
        self.failures += 1
        self._bell.set()

    def well(self, trouble: Trouble) -> None:
        assert trouble is Trouble.MAILBOX
        self.count += 1
        self._bell.set()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Look again after every event of the receiver until ``holds``."""
        async with asyncio.timeout(PATIENCE):
            while not holds():
                self._bell.clear()
                await self._bell.wait()


class Reading:
    """A database, and the bot's receiver reading the mailbox of ``account`` into it."""

    def __init__(self, database: Database, account: Account) -> None:
        self.database = database
        self.account = account
        self.clock = TestClock(FAST)
        self.rung = 0

    @asynccontextmanager
    async def reading(self, **more: Any) -> AsyncIterator[Looks]:
        """Read the mailbox while the block runs; before it begins, everything in it has been looked at once."""
        looks = Looks()
        collecting = Collecting(
            self.account, self.database, self.clock, looks, **{"since": None, "on_stored": self._ring} | more
        )
        running = asyncio.ensure_future(collecting.run())
        running.add_done_callback(lambda _: looks.failing(Trouble.MAILBOX))
        try:
            await looks.until(lambda: looks.count > 0 or running.done())
            yield looks
        finally:
            running.cancel()
            [ended] = await asyncio.gather(running, return_exceptions=True)
            assert isinstance(ended, asyncio.CancelledError), ended

    async def read(self, **more: Any) -> None:
        """Read the mailbox once."""
        async with self.reading(**more):
            pass

    def rows(self, sql: str) -> list[Any]:
        with closing(sqlite3.connect(self.database.path)) as connection:
            return connection.execute(sql).fetchall()

    def taken(self) -> list[str]:
        """Return the Message-IDs of the letters on disk; each has exactly one event that says so."""
        found = self.rows("SELECT message_id, id FROM letters ORDER BY id")
        events = self.rows("SELECT payload FROM inbox WHERE source LIKE 'mail:%' ORDER BY id")
        assert [payload for (payload,) in events] == [f'{{"letter":{number}}}' for _, number in found]
        return [message_id for message_id, _ in found]

    def _ring(self) -> None:
        self.rung += 1


class Office(Reading):
    """A reading of the sandbox's mailbox, and the post behind it."""

    def __init__(self, sandbox: Sandbox, database: Database) -> None:
        super().__init__(database, Account.of_url(sandbox.imap_url or ""))
        self.sandbox = sandbox

    @property
    def post(self) -> Post:
        return self.world.mail

    @property
    def world(self) -> World:
        return self.sandbox.world

    @property
    def inbox(self) -> Folder:
        return self.post.folders[INBOX]

    def comes(self, raw: bytes) -> None:
        """Let a letter come."""
        self.post.deliver("writer@firm.example", raw)

    def renumber(self) -> None:
        """Number the letters of the inbox anew, as a provider does that has moved its mailboxes."""
        letters = list(self.inbox.items.values())
        anew = self.post.make_folder(INBOX)
        for item in letters:
            anew.add(item.letter, item.flags)
