"""One HTTP client for everything that goes to Telegram, which knows after a failure whether the request left us.

An exception's name does not tell: a reset connection means "never arrived" before the request was written and "nobody
knows" after it. So the body notes the moment its last bytes are handed to the socket, and only that decides between
`NotSent` and `Doubtful`. aiohttp repeats idempotent methods by itself, a POST never; redirects are not followed, because
that would post again.

A URL holds the bot's token. No exception from here carries a URL, and none is chained to one that does.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp
from aiohttp.abc import AbstractStreamWriter

CONNECT_TIMEOUT = 10.0
WRITE_TIMEOUT = 60.0
CONNECTIONS = 256
CHUNK = 65_536


class TransportError(Exception):
    """A call without an answer. ``cause`` is one word for logs; it names no address."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


class NotSent(TransportError):
    """Nothing can have reached Telegram: calling again is safe."""


class Doubtful(TransportError):
    """The request was written whole and no usable answer came: it may have been carried out.

    ``answered``: Telegram said that something went wrong on its side, so most likely it was not.
    """

    def __init__(self, cause: str, *, answered: bool = False) -> None:
        super().__init__(cause)
        self.answered = answered


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes with a call."""

    name: str
    content: bytes
    media_type: str = "application/octet-stream"


class Body(aiohttp.Payload):
    """The bytes of one request, which know whether the socket has taken the last of them."""

    def __init__(self, content: bytes, content_type: str) -> None:
        super().__init__(content, content_type=content_type)
        self._size = len(content)
        self.written = False

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        """Return the body as text (aiohttp asks for it in its own error reports)."""
        return str(self._value, encoding, errors)

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        """Write the body in pieces; the mark is set just before the last one."""
        view = memoryview(self._value)
        last = max(0, (len(view) - 1) // CHUNK * CHUNK)
        for start in range(0, last, CHUNK):
            await writer.write(view[start : start + CHUNK])
            await writer.drain()
        self.written = _is_open(writer)
        # Without draining, this neither pauses nor is interrupted: a socket that is closing right after it was open right
        # before has refused these bytes, and the request cannot have become whole on the other side.
        await writer.write(view[last:], drain=False)  # type: ignore[call-arg]  # as the client's own writer has it
        self.written = self.written and _is_open(writer)

    async def write(self, writer: AbstractStreamWriter) -> None:
        """Write the whole body (the older of the two interfaces)."""
        await self.write_with_length(writer, None)


def _is_open(writer: AbstractStreamWriter) -> bool:
    transport = writer.transport
    return transport is not None and not transport.is_closing()


class Transport:
    """The pooled client. Made anywhere, opened by the first call, closed by `close`."""

    def __init__(self, proxy: str | None = None) -> None:
        self._proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    async def post(self, url: str, body: Body, read_timeout: float) -> tuple[int, bytes]:
        """Post ``body`` and return status and content of the answer, or raise `NotSent` or `Doubtful`."""
        try:
            return await self._exchange("POST", url, body, read_timeout)
        except (aiohttp.ClientError, OSError) as error:
            failure = (Doubtful if body.written else NotSent)(_cause(error))
        raise failure  # outside the except: not even __context__ leads to the URL

    async def get(self, url: str, read_timeout: float) -> tuple[int, bytes]:
        """Get ``url``; without effect on the other side, so every failure is a `NotSent`."""
        try:
            return await self._exchange("GET", url, None, read_timeout)
        except (aiohttp.ClientError, OSError) as error:
            failure = NotSent(_cause(error))
        raise failure

    async def close(self) -> None:
        """Close every connection; a later call opens anew."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _exchange(self, method: str, url: str, body: Body | None, read_timeout: float) -> tuple[int, bytes]:
        timeout = aiohttp.ClientTimeout(
            total=CONNECT_TIMEOUT + WRITE_TIMEOUT + read_timeout,  # a peer that stops reading is caught by this alone
            connect=CONNECT_TIMEOUT,
            sock_read=read_timeout,
        )
        request = self._opened().request(method, url, data=body, timeout=timeout, proxy=self._proxy, allow_redirects=False)
        async with request as response:
            return response.status, await response.read()

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,  # a proxy is a setting of ours, not a surprise of the environment
            )
        return self._session


async def multipart(fields: Mapping[str, str], files: Mapping[str, Upload]) -> Body:
    """Return a form with ``files``; plain calls go as JSON instead."""
    form = aiohttp.FormData(quote_fields=False)  # Telegram takes names of files as they are
    for name, value in fields.items():
        form.add_field(name, value)
    for name, file in files.items():
        form.add_field(name, io.BytesIO(file.content), filename=file.name, content_type=file.media_type)
    payload = form()
    return Body(await payload.as_bytes(), payload.headers["Content-Type"])


def _cause(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, (aiohttp.ClientProxyConnectionError, aiohttp.ClientHttpProxyError)):
        return "proxy"
    if isinstance(error, aiohttp.ClientConnectorError):
        return "connect"
    if isinstance(error, aiohttp.ClientPayloadError):
        return "truncated"
    return "cut"
