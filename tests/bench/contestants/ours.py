"""The bot as it runs, with its database in the current folder.

Only limits are lifted: those on sending, which are Telegram's, and that on how much one person may write in a minute.
"""

import asyncio
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bot.alarms import Trouble
from bot.clock import SystemClock
from bot.delivery.line import telegram_line
from bot.delivery.worker import Worker
from bot.profile import load
from bot.service import Service
from bot.settings import Settings, given
from bot.start import ready, run_until_done
from bot.stopping import stopped_by_signal
from bot.telegram.gateway import BotApi
from bot.telegram.transport import Transport
from domain.enquiries import Subject
from domain.languages import Language
from domain.outbox import Lane, OnDoubt
from domain.people import ChannelKind
from storage import enquiries, people
from storage.database import Database
from storage.facts import take_lease
from storage.schema import outbox, payloads
from storage.unit import Unit
from tests.bench.contestants import NOTICE, TOKEN
from tests.bench.feed import CHATS, FIRST_USER, user
from tests.bench.server import tell


async def _inbound(settings: Settings) -> None:
    with stopped_by_signal() as stop:
        profile = load(settings)
        tireless = replace(profile, desk=replace(profile.desk, messages_a_minute=10**9))
        await Service(settings, tireless, SystemClock(), paced=False).run(stop)


async def _open_enquiries(settings: Settings) -> None:
    """Let everybody have written before, so that each further message belongs to an enquiry that is open."""
    database = Database(settings.database)
    async with database.writing() as connection:
        unit = Unit(connection, SystemClock().now())
        for number in range(CHATS):
            person, _ = await people.add(
                unit,
                name=f"Wei Lin {user(number)}",
                language=Language.CHINESE,
                kind=ChannelKind.TELEGRAM,
                address=str(user(number)),
            )
            reference = await enquiries.next_reference(unit, 2026)
            await enquiries.add(
                unit, person_id=person.id, ref=reference, subject=Subject.OTHER, answers={}, consent_version=None
            )
        await unit.keep()
        await unit.flush()
    await database.close()


async def _notice(settings: Settings, count: int) -> None:
    database, transport, clock = Database(settings.database), Transport(), SystemClock()
    async with database.writing() as connection:
        epoch = await take_lease(connection, "bot", clock.now())
        await connection.execute(insert(payloads), [{"id": 1, "body": f'{{"chat_id":0,"text":"{NOTICE}"}}'}])
        await connection.execute(insert(outbox), [_row(chat, clock.now()) for chat in range(FIRST_USER, FIRST_USER + count)])
    gateway = _Counted(BotApi(transport, settings.bot_api_url, TOKEN), count)
    line = telegram_line(gateway, database, clock, _Calm(), rate=None)
    worker = Worker(database, line, clock, epoch=epoch, on_report=lambda: None)
    began = time.perf_counter()
    life = asyncio.ensure_future(worker.run())
    await gateway.done.wait()
    await worker.stop()  # which records the last answers
    await life
    tell({"seconds": time.perf_counter() - began})
    await transport.close()
    await database.close()


def _row(chat: int, now: int) -> dict[str, Any]:
    return {
        "lane": int(Lane.BULK),
        "channel": ChannelKind.TELEGRAM,
        "recipient": str(chat),
        "method": "sendMessage",
        "payload_id": 1,
        "dedupe_key": f"notice:1:{chat}",
        "subject": "notice:1",
        "on_doubt": OnDoubt.HOLD,
        "created_at": now,
    }


class _Counted:
    """The gateway, and a bell for when so many calls have been answered."""

    def __init__(self, gateway: BotApi, count: int) -> None:
        self._gateway, self._left = gateway, count
        self.done = asyncio.Event()

    async def call(self, method: str, params: Any, **options: Any) -> Any:
        result = await self._gateway.call(method, params, **options)
        self._left -= 1
        if not self._left:
            self.done.set()
        return result


class _Calm:
    def failing(self, trouble: Trouble) -> None:
        raise RuntimeError(trouble)

    def well(self, trouble: Trouble) -> None:
        pass


def main(mode: str, root: str, count: int) -> None:
    """Take part."""
    settings = given(bot_token=TOKEN, bot_api_url=root, data_dir=Path("data"))
    with ready(settings):
        if mode == "text":
            asyncio.run(_open_enquiries(settings))
        run_until_done(_notice(settings, count) if mode == "notice" else _inbound(settings))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
