"""A desk for trying the worker: a real database, a clock that moves when told, and a Telegram that does as a test says."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, insert, select, update

from bot.alarms import Trouble
from bot.delivery.line import telegram_line
from bot.delivery.worker import Worker
from domain.outbox import Draft, Lane
from storage import outbox as queue
from storage.database import Database
from storage.schema import facts, inbox, outbox

START = 1_800_000_000_000
PATIENCE = 60  # real seconds after which a test that hangs fails


class FakeClock:
    """Time passes only while the worker has nothing to do, and only as far as the test allows."""

    def __init__(self) -> None:
        self._passed = 0.0
        self._limit = 0.0
        self.wall_offset = 0
        self.quiet = asyncio.Event()

    def now(self) -> int:
        return START + self.wall_offset + round(self._passed * 1000)

    def monotonic(self) -> float:
        return self._passed

    def allow(self, seconds: float) -> None:
        self._limit = self._passed + seconds
        self.quiet.clear()

    async def sleep(self, seconds: float) -> None:
        target = self._passed + seconds
        for _ in range(10):  # whatever can run goes first
            await asyncio.sleep(0)
        if target > self._limit:
            self._passed = self._limit
            self.quiet.set()
            await asyncio.Event().wait()
        self._passed = target


@dataclass(frozen=True)
class Said:
    at: float
    method: str
    params: Mapping[str, Any]

    @property
    def chat(self) -> Any:
        return self.params.get("chat_id")

    @property
    def text(self) -> Any:
        return self.params.get("text")


Fault = Callable[[str, Mapping[str, Any]], Any]


class FakeGateway:
    """Keeps what was carried out. `fail` lists what happens to the next calls of a chat (None: any chat)."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.attempts: list[Said] = []
        self.sent: list[Said] = []
        self.gates: dict[Any, asyncio.Event] = {}
        self._failures: list[tuple[Any, BaseException]] = []
        self.on_the_way = self.most_on_the_way = 0

    def fail(self, chat: Any, *failures: BaseException) -> None:
        self._failures += [(chat, failure) for failure in failures]

    def gate(self, chat: Any) -> asyncio.Event:
        """Keep calls of ``chat`` on the way until the returned event is set."""
        return self.gates.setdefault(chat, asyncio.Event())

    async def call(self, method: str, params: Mapping[str, Any], *, files: Any = None, read_timeout: float = 60.0) -> Any:
        said = Said(self._clock.monotonic(), method, params)
        self.attempts.append(said)
        self.on_the_way += 1
        self.most_on_the_way = max(self.most_on_the_way, self.on_the_way)
        try:
            if said.chat in self.gates:
                await self.gates[said.chat].wait()
            for index, (chat, failure) in enumerate(self._failures):
                if chat in (None, said.chat):
                    del self._failures[index]
                    raise failure
        finally:
            self.on_the_way -= 1
        self.sent.append(said)
        return {"message_thread_id" if method == "createForumTopic" else "message_id": 1000 + len(self.sent)}

    def texts(self, chat: Any) -> list[Any]:
        return [said.text for said in self.sent if said.chat == chat]


class Told:
    """Who hears how sending fares."""

    def __init__(self) -> None:
        self.failures = 0
        self.is_well = True

    def failing(self, trouble: Trouble) -> None:
        assert trouble is Trouble.SENDING
        self.failures += 1
        self.is_well = False

    def well(self, trouble: Trouble) -> None:
        assert trouble is Trouble.SENDING
        self.is_well = True


class Rows:
    """The outbox of a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def row(self, number: int) -> Row[Any]:
        async with self.database.reading() as connection:
            return (await connection.execute(select(outbox).where(outbox.c.id == number))).one()

    async def change(self, number: int, **values: Any) -> None:
        async with self.database.writing() as connection:
            await connection.execute(update(outbox).where(outbox.c.id == number).values(**values))


class Desk(Rows):
    """Everything around one worker; `restart` replaces the worker as a new process would."""

    def __init__(self, database: Database, **options: Any) -> None:
        super().__init__(database)
        self.clock = FakeClock()
        self.gateway = FakeGateway(self.clock)
        self.told = Told()
        self.reports = 0
        self.epoch = 0
        self.options = options
        self.task: asyncio.Task[None] | None = None
        self._keys = 0

    async def put(self, recipient: int | str, text: str = "hello", lane: Lane = Lane.INTERACTIVE, **given: Any) -> int:
        """Queue one row and return its id."""
        [row] = await self.put_all([self.draft(recipient, text, lane, **given)])
        return row

    def draft(self, recipient: int | str, text: str = "hello", lane: Lane = Lane.INTERACTIVE, **given: Any) -> Draft:
        self._keys += 1
        payload = given.pop("payload", {"text": text})
        return Draft(str(recipient), given.pop("method", "sendMessage"), payload, f"key:{self._keys}", lane, **given)

    async def put_all(self, drafts: list[Draft]) -> list[int]:
        async with self.database.writing() as connection:
            await queue.insert(connection, drafts, self.clock.now())
            ids = [await queue.row_of(connection, draft.dedupe_key) for draft in drafts[:1]]
        return ids

    async def run(self, seconds: float = 0.0) -> None:
        """Let the worker work until it has nothing more to do within so many seconds of its clock."""
        if self.task is None:
            self.start()
        self.clock.allow(seconds)
        self.worker.wake()
        quiet = asyncio.ensure_future(self.clock.quiet.wait())
        async with asyncio.timeout(PATIENCE):
            await asyncio.wait({quiet, self.task}, return_when=asyncio.FIRST_COMPLETED)
        quiet.cancel()
        if self.task.done():
            self.task.result()

    def start(self) -> None:
        self.epoch += 1
        self.worker = Worker(
            self.database,
            telegram_line(self.gateway, self.database, self.clock, self.told, **self.options),
            self.clock,
            epoch=self.epoch,
            on_report=self._hear,
        )
        self.task = asyncio.create_task(self.worker.run())

    async def kill(self) -> None:
        """End the worker without any goodbye."""
        self.task.cancel()
        await asyncio.wait({self.task})
        self.task = None

    async def states(self) -> list[str]:
        async with self.database.reading() as connection:
            return list((await connection.execute(select(outbox.c.state).order_by(outbox.c.id))).scalars())

    async def hold_through(self, value: int) -> None:
        async with self.database.writing() as connection:
            await connection.execute(facts.delete())
            await connection.execute(insert(facts).values(name="hold_through", value=str(value)))

    async def reported(self) -> list[Row[Any]]:
        async with self.database.reading() as connection:
            return list(await connection.execute(select(inbox).where(inbox.c.source == "outbox").order_by(inbox.c.id)))

    def _hear(self) -> None:
        self.reports += 1
