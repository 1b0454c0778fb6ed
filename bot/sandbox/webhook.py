"""Webhook delivery as Telegram does it: in order per chat, several chats at once, again and again until a 200."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from urllib.parse import SplitResult, urlsplit

import orjson

from bot.sandbox.updates import Pending, UpdateQueue

FIRST_DELAY = 1.0
LONGEST_DELAY = 60.0
ANSWER_TIMEOUT = 30.0


class Webhook:
    """Where updates are delivered to, and the tasks that deliver them."""

    def __init__(self, queue: UpdateQueue) -> None:
        self.queue = queue
        self.url = ""
        self.secret: str | None = None
        self.max_connections = 40
        self.last_error: tuple[int, str] | None = None
        self._dispatcher: asyncio.Task[None] | None = None
        self._lanes: dict[str, asyncio.Task[None]] = {}

    async def set(self, url: str, *, secret: str | None = None, max_connections: int = 40) -> None:
        """Deliver there from now on; an empty address ends delivery."""
        await self.stop()
        self.url, self.secret, self.max_connections = url, secret, max_connections
        self.last_error = None
        self.start()

    def start(self) -> None:
        """Begin delivering, if an address is set."""
        if self.url and self._dispatcher is None:
            self._dispatcher = asyncio.create_task(self._dispatch())

    async def stop(self) -> None:
        """End all deliveries; what was not answered with 200 stays in the queue."""
        tasks = [*self._lanes.values(), *([self._dispatcher] if self._dispatcher else [])]
        self._lanes, self._dispatcher = {}, None
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _dispatch(self) -> None:
        """Give every lane with something to deliver a task of its own."""
        free = asyncio.Semaphore(self.max_connections)
        while not self.queue.bell.silenced:
            self._lanes = {lane: task for lane, task in self._lanes.items() if not task.done()}
            for lane in {entry.lane for entry in self.queue.pending.values()} - self._lanes.keys():
                self._lanes[lane] = asyncio.create_task(self._deliver_lane(lane, free))
            await self.queue.bell.wait(60)

    async def _deliver_lane(self, lane: str, free: asyncio.Semaphore) -> None:
        """Deliver one lane's updates in order, each until it is taken or expires."""
        delay = FIRST_DELAY
        while entry := self._head(lane):
            async with free:
                taken = await self._deliver(entry)
            if taken:
                self.queue.take(entry.update["update_id"])
                delay = FIRST_DELAY
            else:
                await asyncio.sleep(delay / self.queue.clock.speed)
                delay = min(delay * 2, LONGEST_DELAY)
        self._lanes.pop(lane, None)

    def _head(self, lane: str) -> Pending | None:
        self.queue.drop_expired()
        return next((entry for entry in self.queue.pending.values() if entry.lane == lane), None)

    async def _deliver(self, entry: Pending) -> bool:
        try:
            status = await asyncio.wait_for(post(self.url, orjson.dumps(entry.update), self.secret), ANSWER_TIMEOUT)
        except (OSError, ValueError, IndexError, TimeoutError, asyncio.IncompleteReadError) as error:
            problem = f"Connection failed: {type(error).__name__}"
        else:
            if status == 200:
                return True
            problem = f"Wrong response from the webhook: {status}"
        self.last_error = (self.queue.clock.now(), problem)
        return False


async def post(url: str, body: bytes, secret: str | None) -> int:
    """POST a JSON body, answering the status; a certificate of one's own making is fine here."""
    parts = urlsplit(url)
    context = ssl._create_unverified_context() if parts.scheme == "https" else None  # noqa: S323
    port = parts.port or (443 if context else 80)
    reader, writer = await asyncio.open_connection(parts.hostname, port, ssl=context)
    try:
        writer.write(_head(parts, len(body), secret) + body)
        await writer.drain()
        status_line = await reader.readline()
        return int(status_line.split()[1])
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


def _head(parts: SplitResult, length: int, secret: str | None) -> bytes:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [f"POST {path} HTTP/1.1", f"Host: {parts.netloc.rpartition('@')[2]}", "Content-Type: application/json"]
    if secret:
        lines.append(f"X-Telegram-Bot-Api-Secret-Token: {secret}")
    lines += [f"Content-Length: {length}", "Connection: close", "", ""]
    return "\r\n".join(lines).encode()
