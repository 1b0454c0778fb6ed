"""The control API over HTTP: finding the call, reading its fields, and the two that wait for events."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse

from bot.sandbox.control import groups, letters, people, process, talk, watch
from bot.sandbox.control.downloads import download
from bot.sandbox.control.fields import Fields
from bot.sandbox.control.views import event_view
from bot.sandbox.errors import ControlError
from bot.sandbox.world import World

Handler = Callable[[World, Fields], Any]
CALLS: dict[tuple[str, str], Handler] = {**people.CALLS, **groups.CALLS, **talk.CALLS, **watch.CALLS, **letters.CALLS}
WAITING: dict[tuple[str, str], Callable[[World, Fields], Awaitable[Any]]] = {**process.CALLS}
LONGEST_WAIT = 60.0
HEARTBEAT = 15.0


class Control:
    """Answers `/control/…`; `?bot=ID` chooses among several bots, the first one by default."""

    def __init__(self, worlds: dict[str, World]) -> None:
        self.worlds = {str(world.bot.id): world for world in worlds.values()}

    async def serve(self, request: Request) -> Response:
        """One control call."""
        try:
            fields = await self._fields(request)
            return await self._call(request, fields)
        except ControlError as error:
            return _json({"ok": False, "error": str(error)}, 400)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is there to read it

    async def _fields(self, request: Request) -> Fields:
        given: dict[str, Any] = dict(request.query_params)
        world = self.worlds.get(given.pop("bot", next(iter(self.worlds))))
        if world is None:
            raise ControlError("bot: no such bot")
        if request.method == "POST":
            given.update(await _body(request))
        return Fields(world, given)

    async def _call(self, request: Request, fields: Fields) -> Response:
        path, world = request.path_params["path"], fields.world
        if request.method == "GET" and path == "events":
            if seen := request.headers.get("last-event-id"):
                fields.given["after"] = seen
            return _stream(world, fields.get("after", int, world.events.last))
        if request.method == "GET" and path == "wait":
            return await self._wait(fields)
        if request.method == "GET" and path.startswith("files/"):
            return _file(world, path.removeprefix("files/"))
        if request.method == "GET" and path.startswith("letters/"):
            return letters.served(world, path.removeprefix("letters/")) or _json({"ok": False, "error": "no such letter"}, 404)
        if request.method == "GET" and path.startswith("queries/"):
            fields.given["query_id"] = path.removeprefix("queries/")
            return _json(talk.query(world, fields))
        call = (request.method, path)
        if call in WAITING:
            return _json(await WAITING[call](world, fields))
        if call not in CALLS:
            return _json({"ok": False, "error": "no such control call"}, 404)
        world.changed = world.changed or request.method != "GET"
        return _json(CALLS[call](world, fields))

    async def _wait(self, fields: Fields) -> Response:
        world, after = fields.world, fields.get("after", int, 0)
        try:
            timeout = min(LONGEST_WAIT, float(fields.given.get("timeout", 25)))
        except ValueError as error:
            raise ControlError("timeout: expected a number of seconds") from error
        events = await world.events.wait(after, timeout)
        last = events[-1]["n"] if events else max(after, world.events.last)
        return _json({"events": [event_view(world, event) for event in events], "last": last})


async def _body(request: Request) -> dict[str, Any]:
    """The JSON body; another content type is refused, so that no web page can post here unasked."""
    body = await request.body()
    if not body:
        return {}
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise ControlError("expected a body of type application/json")
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise ControlError("expected JSON") from error
    if not isinstance(given, dict):
        raise ControlError("expected a JSON object")
    return given


def _file(world: World, file_id: str) -> Response:
    stored = world.files.files.get(file_id)
    if stored is None:
        return _json({"ok": False, "error": "no such file"}, 404)
    return download(stored.name, stored.mime, stored.content)


def _json(body: Any, status: int = 200) -> Response:
    return Response(orjson.dumps(body, option=orjson.OPT_NON_STR_KEYS), status, media_type="application/json")


def _stream(world: World, after: int) -> Response:
    headers = {"Cache-Control": "no-store"}
    return StreamingResponse(_events(world, after), media_type="text/event-stream", headers=headers)


async def _events(world: World, after: int) -> AsyncIterator[bytes]:
    """Events as they happen; a comment now and then shows a dead connection."""
    yield b": listening\n\n"
    while not world.events.bell.silenced:
        events = await world.events.wait(after, HEARTBEAT)
        for event in events:
            after = event["n"]
            body = orjson.dumps(event_view(world, event), option=orjson.OPT_NON_STR_KEYS)
            yield b"id: %d\nevent: %s\ndata: %s\n\n" % (after, event["type"].encode(), body)
        if not events:
            yield b": still here\n\n"
