"""Reading a request's parameters, in any of the forms the Bot API takes: query, form, multipart, JSON."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from bot.sandbox.errors import ApiError, mistake
from bot.sandbox.spec import Upload

UPLOAD_LIMIT = 50 * 1024 * 1024


async def read(request: Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """The parameters as they came, and the files."""
    given: dict[str, Any] = _pairs(request.url.query) if request.scope["query_string"] else {}
    if request.method == "GET":
        return given, {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await _multipart(request, given)
    body = await request.body()
    if kind == "application/json":
        given.update(_json(body))
    elif kind in {"application/x-www-form-urlencoded", ""}:
        given.update(_pairs(body.decode("utf-8", "replace")))
    else:
        raise mistake(f"unsupported content type {kind}")
    return given, {}


def _pairs(query: str) -> dict[str, Any]:
    return dict(parse_qsl(query, keep_blank_values=True))


def _json(body: bytes) -> dict[str, Any]:
    try:
        parsed = orjson.loads(body or b"{}")
    except orjson.JSONDecodeError as error:
        raise mistake("can't parse request body as JSON") from error
    if not isinstance(parsed, dict):
        raise mistake("the request body must be a JSON object")
    return parsed


async def _multipart(request: Request, given: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Upload]]:
    files: dict[str, Upload] = {}
    try:
        async with request.form(max_files=50, max_part_size=4 * 1024 * 1024) as form:
            for name, value in form.multi_items():
                if not isinstance(value, UploadFile):
                    given[name] = value
                    continue
                content = await value.read()
                if len(content) > UPLOAD_LIMIT:
                    raise ApiError(413, "Request Entity Too Large", violation=True)
                files[name] = Upload(value.filename or name, value.content_type or "", content)
    except MultiPartException as error:
        raise mistake("can't parse multipart form") from error
    return given, files


def for_log(given: dict[str, Any], files: dict[str, Upload]) -> dict[str, Any]:
    """The parameters as the call log keeps them: files by name and size only."""
    if not files:
        return given
    return {**given, **{name: {"filename": f.filename, "size": len(f.content)} for name, f in files.items()}}
