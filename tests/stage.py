"""The whole bot on a stage: a sandbox plays Telegram, people are played over its control API, and everything goes over HTTP."""

import asyncio
import base64
import itertools
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aiohttp
from clocks import TestClock

from bot.clock import Clock
from bot.profile import load
from bot.sandbox.server import Sandbox, running_sandbox
from bot.sandbox.world import World
from bot.service import Service
from bot.settings import Settings, given
from domain.profile import Profile
from storage.migrate import migrate

PATIENCE = 15.0
FAST = 30.0
"""How much faster than the wall the bot paces its messages in tests."""
TOKEN = "4242:Sandbox-stage"


class Control:
    """The sandbox's control API; of a sandbox in this process, ``world`` tells at once where its events stand."""

    def __init__(self, url: str, http: aiohttp.ClientSession, world: World | None = None) -> None:
        self.url = url
        self._http = http
        self._world = world

    async def get(self, path: str, **query: Any) -> Any:
        async with self._http.get(f"{self.url}/control/{path}", params=query) as response:
            answer = await response.json()
        assert response.status == 200, answer
        return answer

    async def post(self, path: str, **fields: Any) -> Any:
        async with self._http.post(f"{self.url}/control/{path}", json=fields) as response:
            answer = await response.json()
        assert response.status == 200, (path, fields, answer)
        return answer

    async def delete(self, path: str) -> None:
        async with self._http.delete(f"{self.url}/control/{path}") as response:
            assert response.status == 200

    async def last_event(self) -> int:
        if self._world is not None:
            return self._world.events.last
        return int((await self.get("state"))["last"])

    async def until(self, check: Any, after: int, what: str) -> Any:
        """Return what ``check`` makes of an event after ``after``, as soon as it makes anything of one."""
        start, deadline = after, asyncio.get_running_loop().time() + PATIENCE
        while asyncio.get_running_loop().time() < deadline:
            heard = await self.get("wait", after=after, timeout=1)
            for event in heard["events"]:
                found = check(event)
                if found:
                    return found
            after = max(after, heard["last"] if not heard["events"] else heard["events"][-1]["n"])
        raise AssertionError(f"waited in vain for {what} after event {start}")

    async def eventually(self, check: Callable[[], Awaitable[bool]], what: str, patience: float = PATIENCE) -> None:
        """Look again after every event until ``check`` holds."""
        deadline = asyncio.get_running_loop().time() + patience
        while not await check():
            if asyncio.get_running_loop().time() > deadline:
                raise AssertionError(f"waited in vain for {what}")
            await self.get("wait", after=await self.last_event(), timeout=0.2)


@dataclass
class Player:
    """A person with a phone."""

    control: Control
    id: int
    name: str
    chat: int
    mark: int = 0
    thread: int | None = None

    def inside(self, chat: int, thread: int | None = None) -> "Player":
        """Return the same person looking at another chat."""
        return Player(self.control, self.id, self.name, chat, self.mark, thread)

    async def says(self, text: str, **more: Any) -> dict[str, Any]:
        return await self._act("say", {"text": text} | more)

    async def edits(self, message: dict[str, Any], text: str | None = None, **more: Any) -> Any:
        """Change the text or caption of one's own message, or with ``document=a_file(…)`` what it carries."""
        self.mark = await self.control.last_event()
        where = {"from": self.id, "chat": self.chat, "message": message["message_id"]}
        return await self.control.post("edit", **where, text=text, **more)

    async def deletes(self, *messages: dict[str, Any]) -> None:
        self.mark = await self.control.last_event()
        gone = [message["message_id"] for message in messages]
        await self.control.post("delete", **{"from": self.id, "chat": self.chat, "messages": gone})

    async def reacts(self, message: dict[str, Any], emoji: str | None) -> None:
        self.mark = await self.control.last_event()
        where = {"from": self.id, "chat": self.chat, "message": message["message_id"]}
        await self.control.post("react", **where, emoji=emoji)

    async def sends_file(self, name: str, content: bytes, **more: Any) -> dict[str, Any]:
        return await self.sends(document=a_file(name, content), **more)

    async def sends(self, **what: Any) -> dict[str, Any]:
        """Send what ``say`` takes: ``photo=a_file(…), caption="…"``, ``location={…}``, ``contact={…}``."""
        return await self._act("say", what)

    async def sends_album(self, *files: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
        """Send several as one album, each like ``{"photo": a_file(…), "caption": "…"}``; return its messages."""
        return await self._act("say", {"album": list(files)} | more)

    async def taps(self, label: str, message: dict[str, Any] | None = None) -> int:
        """Press the newest button whose label contains ``label``; return the query's id."""
        shown = [message] if message else reversed(await self.messages())
        for each in shown:
            for button in buttons_of(each):
                if label in button["text"]:
                    return await self.presses(each, data=button["callback_data"])
        raise AssertionError(f"{self.name} sees no button {label!r}: {await self.transcript()}")

    async def presses(self, message: dict[str, Any], **what: Any) -> Any:
        self.mark = await self.control.last_event()
        pressed = await self.control.post(
            "press", **{"from": self.id, "chat": self.chat, "message": message["message_id"]} | what
        )
        return pressed["query_id"]

    async def sees(self, *parts: str) -> dict[str, Any]:
        """Return the message of the bot that has appeared or changed since the last act and contains every part."""
        return await self._sees(lambda shown: all(part in shown for part in parts), f"{parts}")

    async def sees_one_of(self, *parts: str) -> dict[str, Any]:
        """Return the message of the bot that has appeared or changed since the last act and contains one of the parts."""
        return await self._sees(lambda shown: any(part in shown for part in parts), f"one of {parts}")

    async def _sees(self, fits: Callable[[str], bool], what: str) -> dict[str, Any]:
        def matches(event: dict[str, Any]) -> dict[str, Any] | None:
            message = event.get("message")
            if event["type"] not in ("message", "edit") or event["chat"] != self.chat or not isinstance(message, dict):
                return None
            if not message["from"]["is_bot"] or (self.thread is not None and message.get("message_thread_id") != self.thread):
                return None
            shown = message.get("text", "") + message.get("caption", "") + " ".join(b["text"] for b in buttons_of(message))
            return message if fits(shown) else None

        try:
            return await self.control.until(matches, self.mark, what)
        except AssertionError as error:
            raise AssertionError(f"{error}; {self.name} sees: {await self.transcript()}") from None

    async def sees_reaction(self, message: dict[str, Any], emoji: str) -> None:
        """Wait until the bot has set a reaction on ``message``."""
        wanted = message["message_id"]

        async def there() -> bool:
            found = [m for m in await self.messages() if m["message_id"] == wanted]
            return any(each["emoji"] == emoji for m in found for each in m.get("reactions", []))

        await self.control.eventually(there, f"{emoji} on {wanted}")

    async def answer_to(self, query: str) -> dict[str, Any]:
        """Return what the bot answered a tap with."""
        found: list[dict[str, Any]] = []

        async def there() -> bool:
            answer = await self.control.get(f"queries/{query}")
            answer = answer.get("answer", answer) if isinstance(answer, dict) else answer
            if answer:
                found.append(answer)
            return bool(answer)

        await self.control.eventually(there, f"the answer to {query}")
        return found[0]

    async def until_messages(self, count: int) -> list[dict[str, Any]]:
        """Return the messages of the chat once there are ``count`` of them."""

        async def there() -> bool:
            return len(await self.messages()) >= count

        await self.control.eventually(there, f"{count} messages")
        return await self.messages()

    async def messages(self) -> list[dict[str, Any]]:
        query = {"chat": self.chat} | ({"thread": self.thread} if self.thread is not None else {})
        answer = await self.control.get("messages", **query)
        return answer["messages"] if isinstance(answer, dict) else answer

    async def transcript(self) -> list[str]:
        return [f"{m['from']['first_name']}: {m.get('text') or m.get('caption') or '·'}" for m in (await self.messages())[-12:]]

    async def _act(self, call: str, fields: dict[str, Any]) -> Any:
        self.mark = await self.control.last_event()
        where = {"chat": self.chat} | ({"thread": self.thread} if self.thread is not None else {})
        return await self.control.post(call, **{"from": self.id} | where | fields)


PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def a_file(name: str, content: bytes = PNG, **more: Any) -> dict[str, Any]:
    """Return a file as ``say`` takes it; ``size=`` makes it pretend to be so many bytes."""
    return {"name": name, "base64": base64.b64encode(content).decode()} | more


def buttons_of(message: dict[str, Any]) -> list[dict[str, Any]]:
    return list(itertools.chain.from_iterable(message.get("reply_markup", {}).get("inline_keyboard", [])))


@dataclass
class Stage:
    """A sandbox with people and, if there is one, a staff group; `bot.service` runs against it with `settings`."""

    sandbox: Sandbox
    control: Control
    folder: Path
    owner: Player | None = None
    staff_chat: int | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    async def person(self, name: str, language: str | None = "zh-hans", **more: Any) -> Player:
        who = {"first_name": name} | ({"language_code": language} if language else {}) | more
        made = await self.control.post("people", **who)
        made = made.get("person", made)
        return Player(self.control, made["id"], name, made["id"])

    async def with_office(self, *, forum: bool = True, group: bool = True) -> "Stage":
        """Give the alliance an owner and, unless told otherwise, a staff group."""
        self.owner = await self.person("李同事")
        await self.owner.says("/start")
        if group:
            made = await self.control.post(
                "groups", title="工作群", forum=forum, members=[self.owner.id], admins=[self.owner.id], bot_admin=True
            )
            self.staff_chat = made.get("chat", made)["id"]
        return self

    def settings(self, **changes: Any) -> Settings:
        values: dict[str, Any] = {
            "bot_token": TOKEN,
            "bot_api_url": self.sandbox.url,
            "data_dir": self.folder,
            "staff_chat_id": self.staff_chat,
            "owner_ids": (self.owner.id,) if self.owner else (),
        }
        return given(**values | self.extra | changes)

    async def knows(self, message: dict[str, Any]) -> None:
        """Wait until the bot has noted what Telegram calls a message of its own, a moment after people see it."""
        known = "SELECT 1 FROM outbox WHERE recipient = ? AND message_id = ?"

        async def noted() -> bool:
            with closing(sqlite3.connect(self.folder / "alliance.db")) as database:
                return bool(database.execute(known, (str(message["chat"]["id"]), message["message_id"])).fetchone())

        await self.control.eventually(noted, "the bot knows its message")

    def at_desk(self, thread: int | None = None) -> Player:
        assert self.owner is not None
        assert self.staff_chat is not None
        return self.owner.inside(self.staff_chat, thread)

    async def may(self, **rights: bool) -> None:
        """Give the bot these administrator's rights in the staff group, or take them away; those not named it has."""
        me = (await self.control.get("state"))["bots"][0]["id"]
        await self.control.post("member", chat=self.staff_chat, person=me, status="administrator", rights=rights)

    async def violations(self) -> list[Any]:
        answer = await self.control.get("violations")
        return answer["violations"] if isinstance(answer, dict) else answer


@asynccontextmanager
async def a_stage(folder: Path, *, mail: bool = False, **world: Any) -> AsyncIterator[Stage]:
    async with running_sandbox(World(TOKEN, **world), mail=mail) as sandbox, aiohttp.ClientSession() as http:
        yield Stage(sandbox, Control(sandbox.url, http, sandbox.world), folder)


def ready_made(settings: Settings) -> Profile:
    """Do what comes before a life of the bot: see to the database, and return the profile.

    A new database is a copy of the first one, and the shipped profile is read once, however many tests begin with them.
    """
    if settings.database.exists():
        migrate(settings.database)
    else:
        a_new_database(settings.database)
    return load(settings) if settings.alliance_file or settings.join_address else _shipped_profile()


def a_new_database(path: Path) -> None:
    """Write a database with every table and no row."""
    path.write_bytes(_empty_database())


@cache
def _empty_database() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder, "alliance.db")
        migrate(path)
        return path.read_bytes()


@cache
def _shipped_profile() -> Profile:
    return load(given(bot_token=TOKEN))


@asynccontextmanager
async def running(stage: Stage, clock: Clock | None = None, **changes: Any) -> AsyncIterator[Service]:
    """Run the bot on a stage, in this process, until the block is left."""
    settings = stage.settings(**changes)
    service, stop = Service(settings, ready_made(settings), clock or TestClock(FAST)), asyncio.Event()
    life = asyncio.ensure_future(service.run(stop))
    ready = asyncio.ensure_future(service.running.wait())
    await asyncio.wait((life, ready), return_when=asyncio.FIRST_COMPLETED)
    ready.cancel()
    try:
        if life.done():
            await life
        yield service
    finally:
        stop.set()
        await life
