"""The sandbox's routes: the Bot API, open to whoever knows a token as Telegram's is; control API and page behind a guard."""

from __future__ import annotations

import secrets
from base64 import b64encode
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.sandbox.api import BotApi, serve_file
from bot.sandbox.bell import Bell
from bot.sandbox.control.http import Control
from bot.sandbox.world import World

PAGE = Path(__file__).parent / "page"
HERE = ("127.0.0.1", "localhost", "[::1]")
"""What this machine calls itself. Any other name that leads here belongs to a site that wants to reach in (DNS rebinding)."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_WRITES = frozenset({"POST", "DELETE"})


def build_app(worlds: dict[str, World], closing: Bell, host: str, password: str | None) -> ASGIApp:
    """The whole HTTP application; with a password, all but the Bot API asks for it, by whatever name it is reached."""
    api, control = BotApi(worlds, closing), Control(worlds)
    page = StaticFiles(directory=PAGE)

    async def file(request: Request) -> Response:
        return await serve_file(worlds, request)

    async def index(request: Request) -> Response:
        return await page.get_response("index.html", request.scope)

    guarded = Starlette(
        routes=[
            Route("/control/{path:path}", control.serve, methods=["GET", "POST", "DELETE"]),
            Route("/", index),
            Mount("/page", page),
        ]
    )
    hosts = ["*"] if password else [*HERE, host]
    return Starlette(
        routes=[
            Route("/bot{token}/{method}", api.serve, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", file),
            Mount("/", Guard(TrustedHostMiddleware(guarded, hosts), password)),
        ]
    )


class Guard:
    """In front of everything people's browsers reach: password, foreign pages, security headers."""

    def __init__(self, app: ASGIApp, password: str | None) -> None:
        self.app = app
        self.expected = b64encode(f"sandbox:{password}".encode()).decode() if password else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer it here."""
        headers, send = Headers(scope=scope), _with_headers(send)
        if not self._knows_password(headers):
            challenge = {"WWW-Authenticate": 'Basic realm="sandbox", charset="UTF-8"'}
            await PlainTextResponse("Password, please", 401, challenge)(scope, receive, send)
        elif scope["method"] in _WRITES and not _same_origin(headers):
            await PlainTextResponse("Not from another site", 403)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _knows_password(self, headers: Headers) -> bool:
        if self.expected is None:
            return True
        kind, _, given = headers.get("authorization", "").partition(" ")
        return kind.lower() == "basic" and secrets.compare_digest(given.encode(), self.expected.encode())


def _same_origin(headers: Headers) -> bool:
    origin = headers.get("origin")
    return origin is None or origin.partition("://")[2] == headers.get("host")


def _with_headers(send: Send) -> Send:
    """Pages may change with every version, so browsers ask each time; what has not changed is answered with 304."""

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.update(HEADERS)
            headers.setdefault("Cache-Control", "no-cache")
        await send(message)

    return guarded
