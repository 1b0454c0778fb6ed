"""python-telegram-bot over our own HTTP client: one pool, one classification of failures, no address in any error."""

from typing import Any

import orjson
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.telegram.transport import Body, Transport, TransportError, Upload, multipart

READ_TIMEOUT = 60.0


class AiohttpRequest(BaseRequest):
    """The library's requests through a `Transport`. The owner of the transport closes it, not the library."""

    __slots__ = ("_read_timeout", "_transport")

    def __init__(self, transport: Transport, read_timeout: float = READ_TIMEOUT) -> None:
        self._transport = transport
        self._read_timeout = read_timeout

    @property
    def read_timeout(self) -> float:
        """How long an answer is waited for when the caller does not say."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Do nothing: the transport opens with its first call."""

    async def shutdown(self) -> None:
        """Do nothing: the transport is shared."""

    async def do_request(  # noqa: PLR0917 - the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one request; the transport's own connect and write limits hold whatever the caller says."""
        wait = read_timeout if isinstance(read_timeout, (int, float)) else self._read_timeout
        try:
            if method == "GET":
                return await self._transport.get(url, wait)
            status, content = await self._transport.post(url, await _body(request_data), wait)
        except TransportError as error:
            failure = _as_telegram_error(error)
        else:
            # The library quotes an error page in its exception; a page without Telegram's JSON is reduced to its status.
            return status, content if status < 300 or _is_object(content) else b"{}"
        raise failure

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Parse an answer; one that is none leaves no trace of its content."""
        try:
            parsed: dict[str, Any] = orjson.loads(payload)
        except orjson.JSONDecodeError:
            raise TelegramError("Invalid server response") from None
        return parsed


async def _body(data: RequestData | None) -> Body:
    if data is None:
        return Body(b"{}", "application/json")
    if not data.contains_files:
        return Body(orjson.dumps(data.parameters), "application/json")
    files = {name: _upload(*parts) for name, parts in data.multipart_data.items()}
    return await multipart(data.json_parameters, files)


def _upload(name: str, content: Any, media_type: str) -> Upload:
    return Upload(name, content if isinstance(content, bytes) else content.read(), media_type)


def _as_telegram_error(error: TransportError) -> NetworkError:
    return TimedOut() if error.cause == "timeout" else NetworkError(f"{type(error).__name__}: {error.cause}")


def _is_object(content: bytes) -> bool:
    try:
        return isinstance(orjson.loads(content), dict)
    except orjson.JSONDecodeError:
        return False
