"""Calls of the Bot API, and the three ways one can fail: not sent, doubtful, refused.

`Gateway` is the seam: whatever sends or asks takes one, and tests put their own here.
"""

from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import quote

import orjson

from bot.telegram.reading import read_json
from bot.telegram.transport import Body, Doubtful, NotSent, Transport, Upload, multipart

READ_TIMEOUT = 60.0
"""Long, because every answer that is waited for is one message fewer that nobody can be sure of."""

TOO_LARGE = 413


class Refused(Exception):
    """Telegram's answer was no: the call was not carried out. ``description`` may quote what we sent; do not log it."""

    def __init__(
        self, code: int, description: str = "", *, retry_after: float | None = None, migrate_to: int | None = None
    ) -> None:
        super().__init__(code)
        self.code = code
        self.description = description
        self.retry_after = retry_after
        self.migrate_to = migrate_to


class Gateway(Protocol):
    """What can carry a call to Telegram."""

    async def call(
        self,
        method: str,
        params: Mapping[str, Any],
        *,
        files: Mapping[str, Upload] | None = None,
        read_timeout: float = READ_TIMEOUT,
    ) -> Any:
        """Return the call's ``result``, or raise `NotSent`, `Doubtful` or `Refused`."""
        ...


class BotApi:
    """The gateway of a running process. The token is part of every URL and appears nowhere else."""

    def __init__(self, transport: Transport, root: str, token: str) -> None:
        self._transport = transport
        self._prefix = f"{root}/bot{token}/"
        self._files = f"{root}/file/bot{token}/"

    async def call(
        self,
        method: str,
        params: Mapping[str, Any],
        *,
        files: Mapping[str, Upload] | None = None,
        read_timeout: float = READ_TIMEOUT,
    ) -> Any:
        """Return the call's ``result``, or raise `NotSent`, `Doubtful` or `Refused`."""
        body = await _form(params, files) if files else Body(orjson.dumps(params), "application/json")
        status, content = await self._transport.post(self._prefix + method, body, read_timeout)
        return _result(status, content)

    async def fetch(self, file_id: str) -> bytes:
        """Return what somebody sent, up to 20 MB; raise what `call` does."""
        found = await self.call("getFile", {"file_id": file_id})
        path = found.get("file_path") if isinstance(found, dict) else None
        status, content = await self._transport.get(self._files + quote(str(path)), READ_TIMEOUT)
        if 400 <= status < 500:
            raise Refused(status, "file not found")
        if status != 200:
            raise NotSent(f"status {status}")
        return content


async def _form(params: Mapping[str, Any], files: Mapping[str, Upload]) -> Body:
    fields = {name: value if isinstance(value, str) else orjson.dumps(value).decode() for name, value in params.items()}
    return await multipart(fields, files)


def _result(status: int, content: bytes) -> Any:
    """Read an answer. Only what has Telegram's own shape is believed: a proxy's page must not end anybody's message."""
    answer = _parsed(content)
    if answer.get("ok") is True and status < 300:
        return answer.get("result")
    if 400 <= status < 500:
        raise _refusal(status, answer)
    raise Doubtful(f"status {status}", answered=status >= 500)


def _parsed(content: bytes) -> dict[str, Any]:
    answer = read_json(content)
    return answer if isinstance(answer, dict) else {}


def _refusal(status: int, answer: dict[str, Any]) -> Exception:
    if status == TOO_LARGE:  # said by the web server in front of Telegram, in HTML
        return Refused(status, "Request Entity Too Large")
    if answer.get("ok") is not False:
        return NotSent(f"status {status}")  # something between us and Telegram turned the request away
    parameters = answer.get("parameters") or {}
    return Refused(
        int(answer.get("error_code", status)),
        str(answer.get("description", "")),
        retry_after=parameters.get("retry_after"),
        migrate_to=parameters.get("migrate_to_chat_id"),
    )
