"""The sandbox's routes: Bot API, files, control API and page."""

from __future__ import annotations

import secrets
from base64 import b64encode
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.sandbox.api import BotApi, serve_file
from bot.sandbox.bell import Bell
from bot.sandbox.control.http import Control
from bot.sandbox.world import World

PAGE = Path(__file__).parent / "page"
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)
_WRITES = frozenset({"POST", "DELETE"})


def build_app(worlds: dict[str, World], closing: Bell, password: str | None = None) -> ASGIApp:
    """The whole HTTP application; with a password, all but the Bot API asks for it."""
    api, control = BotApi(worlds, closing), Control(worlds)

    async def file(request: Request) -> Response:
        return await serve_file(worlds, request)

    async def index(request: Request) -> Response:
        page = PAGE / "index.html"
        return FileResponse(page) if page.exists() else PlainTextResponse("The sandbox is running.")

    routes: list[BaseRoute] = [
        Route("/bot{token}/{method}", api.serve, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", file),
        Route("/control/{path:path}", control.serve, methods=["GET", "POST", "DELETE"]),
        Route("/", index),
    ]
    if PAGE.is_dir():
        routes.append(Mount("/page", StaticFiles(directory=PAGE)))
    return Guard(Starlette(routes=routes), password)


class Guard:
    """In front of everything people's browsers reach: password, foreign pages, security headers."""

    def __init__(self, app: ASGIApp, password: str | None) -> None:
        self.app = app
        self.expected = b64encode(f"sandbox:{password}".encode()).decode() if password else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer it here."""
        if scope["type"] != "http" or scope["path"].startswith(("/bot", "/file/bot")):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not self._knows_password(headers):
            challenge = {"WWW-Authenticate": 'Basic realm="sandbox"'}
            await PlainTextResponse("Password, please", 401, challenge)(scope, receive, send)
        elif scope["method"] in _WRITES and not _same_origin(headers):
            await PlainTextResponse("Not from another site", 403)(scope, receive, send)
        else:
            await self.app(scope, receive, _with_policy(send))

    def _knows_password(self, headers: Headers) -> bool:
        if self.expected is None:
            return True
        kind, _, given = headers.get("authorization", "").partition(" ")
        return kind.lower() == "basic" and secrets.compare_digest(given.encode(), self.expected.encode())


def _same_origin(headers: Headers) -> bool:
    origin = headers.get("origin")
    return origin is None or origin.partition("://")[2] == headers.get("host")


def _with_policy(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Content-Security-Policy"] = POLICY
            headers["X-Content-Type-Options"] = "nosniff"
            headers["Referrer-Policy"] = "no-referrer"
        await send(message)

    return guarded
