"""The HTTP surface: health and metrics for whoever watches on this machine, and the webhook for Telegram.

One Starlette application; further pages are routes of it. What is for this machine alone does not answer a request that came
through a proxy, so a proxy that forwards too much shows nothing.
"""

import asyncio
import hmac
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict
from typing import Any

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.errors import CannotStart
from bot.setting_types import Listen
from bot.telegram.reading import read_json
from bot.vitals import Vitals

LARGEST_UPDATE = 1_000_000
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of the header
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")

Endpoint = Callable[[Request], Awaitable[Response]]
Receive = Callable[[Sequence[dict[str, Any]]], Awaitable[None]]
"""Takes updates in, and returns once they are committed."""

_log = structlog.get_logger()


def application(vitals: Vitals, *further: BaseRoute) -> Starlette:
    """Return the application: health, readiness, metrics and whatever ``further`` adds."""

    async def health(_request: Request) -> Response:
        return PlainTextResponse("alive\n")

    async def ready(_request: Request) -> Response:
        checks = await vitals.checks()
        well = all(check.ok for check in checks.values())
        body = {"ready": well, "checks": {name: asdict(check) for name, check in checks.items()}}
        return JSONResponse(body, status_code=200 if well else 503)

    async def metrics(_request: Request) -> Response:
        return Response(await vitals.metrics(), media_type="text/plain; version=0.0.4; charset=utf-8")

    local = [Route(f"/{endpoint.__name__}", _local(endpoint)) for endpoint in (health, ready, metrics)]
    return Starlette(routes=[*local, *further])


def webhook(path: str, secret: str, receive: Receive) -> Route:
    """Return the route Telegram posts updates to; 200 means the update is on disk."""

    async def take(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return Response(status_code=403)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        update = _update(body)
        if update is None:
            return Response(status_code=400)
        try:
            await receive([update])
        except Exception as error:  # noqa: BLE001 - whatever it was, Telegram must keep the update
            _log.error("webhook.unstored", exc_info=error)
            return Response(status_code=503)
        return Response(status_code=200)

    return Route(path, take, methods=["POST"])


@asynccontextmanager
async def serving(app: Starlette, listen: Listen) -> AsyncIterator[int]:
    """Serve ``app`` while the block runs; yield the port."""
    try:
        bound = socket.create_server(tuple(listen), family=socket.AF_INET6 if ":" in listen.host else socket.AF_INET)
    except OSError as error:
        raise CannotStart(
            f"HTTP_LISTEN: {listen.host}:{listen.port} cannot be used: {os.strerror(error.errno or 0)}."
        ) from None
    config = uvicorn.Config(
        app,
        log_config=None,  # through our own logs
        access_log=False,
        lifespan="off",
        proxy_headers=False,
        server_header=False,
        limit_concurrency=200,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=2,
    )
    server = _Server(config)
    serve = asyncio.create_task(server.serve([bound]))
    try:
        yield bound.getsockname()[1]
    finally:
        server.should_exit = True
        await serve


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the process."""
        yield


def _local(endpoint: Endpoint) -> Endpoint:
    async def guarded(request: Request) -> Response:
        if any(name in request.headers for name in FORWARDED):
            return Response(status_code=404)
        return await endpoint(request)

    return guarded


async def _body(request: Request) -> bytes | None:
    """Return the request's body, None when it is too large; no more of it than that is read."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > LARGEST_UPDATE:
                return None
    except ClientDisconnect:
        return b""
    return bytes(body)


def _update(body: bytes) -> dict[str, Any] | None:
    update = read_json(body)
    well = isinstance(update, dict) and type(update.get("update_id")) is int
    return update if well else None
