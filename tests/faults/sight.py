"""What everybody sees: every chat as it stands on the phones, kept up to date by a single long poll for all of them."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

from stage import Control, buttons_of

T = TypeVar("T")
Message = dict[str, Any]
POLL = 20


class View:
    """One chat. Messages are kept in the order in which they last changed: that is what draws the eye."""

    def __init__(self) -> None:
        self.messages: dict[int, Message] = {}
        self._bell = asyncio.Event()

    def put(self, message: Message) -> None:
        self.messages.pop(message["message_id"], None)
        self.messages[message["message_id"]] = message
        self._bell.set()

    def of_bot(self) -> list[Message]:
        """Return what the bot wrote, newest first."""
        return [message for message in reversed(self.messages.values()) if message["from"]["is_bot"]]

    async def until(self, find: Callable[[], T | None], patience: float | None = None) -> T | None:
        """Return what ``find`` finds as soon as it does, looking again at every change; None when patience has run out."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while (found := find()) is None:
                    self._bell.clear()
                    await self._bell.wait()
                return found
        return None

    def transcript(self, last: int = 14) -> list[str]:
        return [
            f"{m['message_id']} {m['from']['first_name']}: {m.get('text', '·')[:60]!r} {[b['text'] for b in buttons_of(m)]}"
            for m in list(self.messages.values())[-last:]
        ]


class Sight:
    """All chats by id."""

    def __init__(self, control: Control) -> None:
        self._control = control
        self.chats: dict[int, View] = defaultdict(View)

    async def follow(self) -> None:
        """Look until cancelled."""
        after = 0
        while True:
            heard = await self._control.get("wait", after=after, timeout=POLL)
            for event in heard["events"]:
                if event["type"] in ("message", "edit"):
                    self.chats[event["chat"]].put(event["message"])
                after = event["n"]

    async def catch_up(self) -> None:
        """Return once everything that has happened so far has been seen."""
        for chat in await self._control.get("chats"):
            view, last = self.chats[chat["id"]], chat["last_message_id"]
            seen = await view.until(lambda view=view, last=last: last == 0 or last in view.messages or None, POLL)
            assert seen, f"message {last} of chat {chat['id']} was never seen"


@asynccontextmanager
async def sight_of(control: Control) -> AsyncIterator[Sight]:
    sight = Sight(control)
    following = asyncio.create_task(sight.follow())
    try:
        yield sight
    finally:
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
