"""A desk for letters: a real database, a real worker, and a mail server that does as a test says."""

import asyncio
from collections.abc import Callable
from typing import Any

from clocks import TestClock
from delivery_desk import Rows
from mail_server import MailServer
from sqlalchemy import Row, select

from bot.alarms import Trouble
from bot.delivery.mail.composing import Sender
from bot.delivery.mail.line import letter_line
from bot.delivery.worker import Worker
from domain.languages import Bilingual, Language
from domain.outbox import Draft, Lane
from domain.outgoing import METHOD, OutgoingLetter
from domain.people import ChannelKind
from storage import outbox as queue
from storage.database import Database
from storage.schema import inbox

SENDER = Sender(Bilingual("示例联盟", "Example Alliance"), "desk@alliance.example")
READER = "li@firm.example"
PATIENCE, GLANCE = 20.0, 0.005
ENDED = ("sent", "failed", "uncertain")


def letter(**given: Any) -> OutgoingLetter:
    return OutgoingLetter(**{"language": Language.CHINESE, "subject": "Re: 入会咨询", "text": "您好！\n"} | given)


async def eventually(holds: Callable[[], object]) -> None:
    for _ in range(round(PATIENCE / GLANCE)):
        if holds():
            return
        await asyncio.sleep(GLANCE)
    raise AssertionError("waited in vain")


class Told:
    """Who hears how sending fares."""

    def __init__(self) -> None:
        self.troubles: list[Trouble] = []
        self.is_well = True

    def failing(self, trouble: Trouble) -> None:
        self.troubles.append(trouble)
        self.is_well = False

    def well(self, trouble: Trouble) -> None:
        self.is_well = True


class LetterDesk(Rows):
    """Everything around one worker; after `kill`, `start` begins another as a new process would."""

    def __init__(self, database: Database, server: MailServer, *, rate: int = 1000, speed: float = 1000) -> None:
        super().__init__(database)
        self.server, self.rate = server, rate
        self.url = server.url
        self.clock = TestClock(speed)
        self.told = Told()
        self.epoch = self._keys = 0
        self.fetch_fails: list[Exception] = []
        self.life: asyncio.Task[None] | None = None

    async def fetch(self, file_id: str) -> bytes:
        """Play Telegram's files: one for each id, unless something is to fail first."""
        if self.fetch_fails:
            raise self.fetch_fails.pop(0)
        return f"content of {file_id}".encode()

    async def put(
        self, to: str = READER, lane: Lane = Lane.INTERACTIVE, content: OutgoingLetter | None = None, **given: Any
    ) -> int:
        """Queue a letter and return its row."""
        self._keys += 1
        payload = (content or letter()).payload()
        draft = Draft(to, METHOD, payload, f"key:{self._keys}", lane, channel=ChannelKind.MAIL, **given)
        async with self.database.writing() as connection:
            await queue.insert(connection, [draft], self.clock.now())
            row = await queue.row_of(connection, draft.dedupe_key)
        if self.life is not None:
            self.worker.wake()
        return row

    async def start(self) -> None:
        self.epoch += 1
        line = await letter_line(self.url, SENDER, self.database, self.clock, self.told, rate=self.rate, fetch=self.fetch)
        self.worker = Worker(self.database, line, self.clock, epoch=self.epoch, on_report=lambda: None)
        self.life = asyncio.create_task(self.worker.run())

    async def kill(self) -> None:
        """End the worker without any goodbye."""
        if self.life is not None:
            self.life.cancel()
            await asyncio.wait({self.life})
            self.life = None

    async def until(self, number: int, *states: str) -> Row[Any]:
        """Return a row once it is in one of ``states``, by default at its end."""
        async with asyncio.timeout(PATIENCE):
            while (row := await self.row(number)).state not in (states or ENDED):
                if self.life is not None and self.life.done():
                    self.life.result()
                await asyncio.sleep(GLANCE)
        return row

    async def reports(self) -> list[str]:
        async with self.database.reading() as connection:
            return list((await connection.execute(select(inbox.c.payload).where(inbox.c.source == "outbox"))).scalars())
