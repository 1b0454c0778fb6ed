"""The Bot API over HTTP: finding the world, reading and checking the request, acting, answering, going wrong on demand."""

from __future__ import annotations

import time
from inspect import isawaitable
from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp

from bot.sandbox import methods, parameters
from bot.sandbox.bell import Bell
from bot.sandbox.calls import Call
from bot.sandbox.connection import Cut
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Fault, refusal
from bot.sandbox.spec import METHODS, Upload, check
from bot.sandbox.world import World

GARBAGE = b"<html><body>Please log in to the guest network</body></html>"


class BotApi:
    """Answers `/bot{token}/{method}` for the worlds it is given."""

    def __init__(self, worlds: dict[str, World], closing: Bell) -> None:
        self.worlds = worlds
        self.closing = closing

    async def serve(self, request: Request) -> ASGIApp:
        """One request to the Bot API."""
        name, addressed = request.path_params["method"], self.worlds.get(request.path_params["token"])
        world = addressed or next(iter(self.worlds.values()))  # a wrong token is nobody's: the first world notes it
        call, began = world.calls.begin(METHODS.get(name.lower(), (name,))[0], world.clock.now_ms()), time.monotonic()
        try:
            if addressed is None:
                return _refused(world, call, ApiError(401, "Unauthorized", violation=True))
            return await self._serve(request, world, call)
        finally:
            call.took_ms = round((time.monotonic() - began) * 1000)

    async def _serve(self, request: Request, world: World, call: Call) -> ASGIApp:
        if world.faults.cuts_at_accept(call.method):
            call.fault = "cut at accept"
            return Cut()
        try:
            given, files = await parameters.read(request)
        except ApiError as error:
            return _refused(world, call, error)
        except ClientDisconnect:
            return Cut()
        call.parameters = parameters.for_log(given, files)
        fault = world.faults.pick(call.method, call.chat())
        early = await self._before(fault, world, call) if fault else None
        if early is not None:
            return early
        answer = await _act(world, call, given, files)
        return await self._after(fault, answer) if fault else answer

    async def _before(self, fault: Fault, world: World, call: Call) -> ASGIApp | None:
        """What a fault does instead of acting: drop the connection or refuse; or it only holds things up."""
        call.fault = orjson.dumps(fault.do).decode()
        if fault.do.get("cut") in {"accept", "body"}:
            return Cut()
        if "delay" in fault.do:
            await self.closing.wait(fault.do["delay"])
        error = refusal(fault.do)
        return _refused(world, call, error) if error else None

    async def _after(self, fault: Fault, answer: Response) -> ASGIApp:
        """What a fault does to the answer once the method has acted."""
        if "slow" in fault.do:
            await self.closing.wait(fault.do["slow"])
        if "cut" in fault.do:
            return Cut(bytes(answer.body) if fault.do["cut"] == "half" else b"")
        return Response(GARBAGE, media_type="text/html") if "garbage" in fault.do else answer


async def _act(world: World, call: Call, given: dict[str, Any], files: dict[str, Upload]) -> Response:
    """Check the request and do what it asks for."""
    try:
        if call.method not in methods.METHODS:
            raise ApiError(404, "Not Found: method not found", violation=True)
        checked = check(METHODS[call.method.lower()][1], given, files)
        call.parameters = parameters.for_log(checked, files)
        result = methods.METHODS[call.method](world, checked, files)
        if isawaitable(result):
            result = await result
    except ApiError as error:
        return _refused(world, call, error)
    call.acted = True
    world.changed = world.changed or not call.method.startswith("get")
    return _answered(call, 200, {"ok": True, "result": result})


def _refused(world: World, call: Call, error: ApiError) -> Response:
    answer: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        answer["parameters"] = error.parameters
    if error.violation:
        world.calls.violation(call, error.description)
    return _answered(call, error.code, answer)


def _answered(call: Call, status: int, answer: dict[str, Any]) -> Response:
    call.status, call.answer = status, answer
    return Response(orjson.dumps(answer), status, media_type="application/json")


async def serve_file(worlds: dict[str, World], request: Request) -> Response:
    """`/file/bot{token}/{path}`: the content of a file."""
    world = worlds.get(request.path_params["token"])
    stored = world.files.at(request.path_params["path"]) if world else None
    if stored is None:
        body = {"ok": False, "error_code": 404, "description": "Not Found"}
        return Response(orjson.dumps(body), 404, media_type="application/json")
    headers = {"X-Content-Type-Options": "nosniff"}  # a browser saves it, whatever it is
    return Response(stored.content, media_type="application/octet-stream", headers=headers)
