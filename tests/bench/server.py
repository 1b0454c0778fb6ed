"""A Bot API server that costs next to nothing, so that what is measured is the client: `python -m tests.bench.server`.

It believes everything it is told and checks nothing. Standard output carries one JSON object a line: the port, ``polling`` once
the first getUpdates has come, and the result once the last reply is here, with the share of a core the server itself used.
"""

import argparse
import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import orjson
import uvloop

from tests.bench.feed import DATE, LARGEST_BATCH, Feed

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_OFFSET = re.compile(rb'(?:^|[&"])offset"?[=:\r\n ]+(\d+)')
_LIMIT = re.compile(rb'(?:^|[&"])limit"?[=:\r\n ]+(\d+)')
_TIMEOUT = re.compile(rb'(?:^|[&"])timeout"?[=:\r\n ]+(\d+)')

_ME = b'{"id":4242,"is_bot":true,"first_name":"Bench","username":"bench_bot","can_join_groups":true}'
_CHAT = b'{"id":4242,"type":"private","first_name":"Wei","accent_color_id":0,"max_reaction_count":1,"accepted_gift_types":{}}'
_SENT = b'{"message_id":%d,"date":%d,"chat":{"id":100001,"type":"private","first_name":"Wei"},"text":"ok"}'


@dataclass
class Run:
    """What one run has seen so far."""

    feed: Feed
    expected: int
    sent: int = 0
    began: float | None = None
    _cpu: float = 0.0
    _told: set[str] = field(default_factory=set)

    def begin(self) -> None:
        """Start the clock, once."""
        if self.began is None:
            self.began, self._cpu = time.perf_counter(), time.process_time()

    def count(self) -> int:
        """Count a message and return its number."""
        self.begin()
        self.sent += 1
        if self.sent == self.expected and self.began is not None:
            seconds = time.perf_counter() - self.began
            tell({"seconds": seconds, "server_share": (time.process_time() - self._cpu) / seconds})
        return self.sent

    def polling(self) -> None:
        """Say that the first getUpdates has come, once."""
        if "polling" not in self._told:
            self._told.add("polling")
            tell({"polling": True})


class Connection(asyncio.Protocol):
    """One client's connection: requests in, pre-built answers out."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._buffer = b""
        self._methods: dict[bytes, Callable[[bytes], None]] = {
            b"getupdates": self._updates,
            b"sendmessage": lambda _body: self._answer(_SENT % (self._run.count(), DATE)),
            b"getme": lambda _body: self._answer(_ME),
            b"getchat": lambda _body: self._answer(_CHAT),
        }

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(self._buffer, 0, end)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < whole:
                return
            body, path = self._buffer[end + 4 : whole], self._buffer.split(b" ", 2)[1]
            self._buffer = self._buffer[whole:]
            method = path.rpartition(b"/")[2].partition(b"?")[0].lower()
            self._methods.get(method, lambda _body: self._answer(b"true"))(body)

    def _updates(self, body: bytes) -> None:
        self._run.polling()
        batch = self._run.feed.batch(_number(_OFFSET, body, 0), _number(_LIMIT, body, LARGEST_BATCH))
        if batch == b"[]":
            asyncio.get_running_loop().call_later(_number(_TIMEOUT, body, 0), self._answer, batch)
        else:
            self._run.begin()
            self._answer(batch)

    def _answer(self, result: bytes) -> None:
        if not self._transport.is_closing():
            head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % (len(result) + 21)
            self._transport.write(head + b'{"ok":true,"result":' + result + b"}")  # type: ignore[attr-defined]


def _number(pattern: re.Pattern[bytes], body: bytes, default: int) -> int:
    found = pattern.search(body)
    return int(found[1]) if found else default


def tell(what: dict[str, object]) -> None:
    """Write one line for whoever runs this."""
    print(orjson.dumps(what).decode(), flush=True)


async def _serve(run: Run) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: Connection(run), "127.0.0.1", 0)
    tell({"port": server.sockets[0].getsockname()[1]})
    await server.serve_forever()


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kind", default="command")
    parser.add_argument("--updates", type=int, default=0)
    parser.add_argument("--expected", type=int, default=0)
    given = parser.parse_args()
    uvloop.run(_serve(Run(Feed(given.kind, given.updates), given.expected)))


if __name__ == "__main__":
    main()
