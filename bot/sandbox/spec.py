"""Requests are checked against the Bot API's own description (`botapi.json`): names, presence, types, nested objects."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import orjson

from bot.sandbox.errors import mistake

Field = dict[str, Any]
Fields = dict[str, Field]

_DESCRIPTION: dict[str, Any] = orjson.loads((Path(__file__).parent / "botapi.json").read_bytes())
METHODS: dict[str, tuple[str, Fields]] = {name.lower(): (name, fields) for name, fields in _DESCRIPTION["methods"].items()}
TYPES: dict[str, dict[str, Any]] = _DESCRIPTION["types"]
_RIGHTS = [name for name in TYPES["ChatAdministratorRights"]["fields"] if name != "is_anonymous"]
RIGHTS = (*_RIGHTS, "can_send_welcome_messages")  # the last one is of Bot API 10.3, whose clients insist on it
# Taken out of the description: another emoji is refused with an error of its own, REACTION_INVALID.
REACTIONS: frozenset[str] = frozenset(TYPES["ReactionTypeEmoji"]["fields"]["emoji"].pop("values"))

# What Telegram says when these are left out.
_MISSING = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "action": "wrong parameter action in request",
    "user_id": "invalid user_id specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "voice": "there is no voice in the request",
    "video": "there is no video in the request",
    "audio": "there is no audio in the request",
    "animation": "there is no animation in the request",
    "video_note": "there is no video note in the request",
    "sticker": "there is no sticker in the request",
    "file_id": "file_id not specified",
}
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


class Upload:
    """A file that came with a request."""

    __slots__ = ("content", "filename", "mime")

    def __init__(self, filename: str, mime: str, content: bytes) -> None:
        self.filename, self.mime, self.content = filename, mime, content


def check(fields: Fields, given: dict[str, Any], files: dict[str, Upload]) -> dict[str, Any]:
    """The parameters in their proper types, or a 400 that names the first one that is wrong."""
    checked: dict[str, Any] = {}
    for name, value in given.items():
        field = fields.get(name)
        if field is None:
            raise mistake(f'unknown parameter "{name}"')
        if value is not None and value != "":
            checked[name] = _parameter(name, field, value)
    for name, upload in files.items():
        if name in fields and "InputFile" in fields[name]["types"]:
            checked[name] = upload
        elif f"attach://{name}" not in json.dumps(checked, default=str):
            raise mistake(f'unknown parameter "{name}"')
    for name, field in fields.items():
        if field.get("required") and name not in checked:
            raise mistake(_MISSING.get(name, f'parameter "{name}" is required'))
    return checked


def _parameter(name: str, field: Field, value: Any) -> Any:
    """One parameter; what is neither text nor a number may come as JSON in a string."""
    types = field["types"]
    if isinstance(value, str) and not any(kind in {"String", "InputFile"} for kind in types):
        if any(kind not in {"Integer", "Float", "Boolean"} for kind in types):
            value = _decoded(name, value)
        else:
            value = _number(name, types, value)
    try:
        return _fit(field, value)
    except ValueError as error:
        raise mistake(f"can't parse {name}: {error}") from error


def _decoded(name: str, value: str) -> Any:
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError as error:
        what = "reply keyboard markup" if name == "reply_markup" else name.replace("_", " ")
        raise mistake(f"can't parse {what} JSON object") from error


def _number(name: str, types: list[str], value: str) -> int | float | bool:
    try:
        if "Boolean" in types:
            return _TRUTH[value.lower()]
        return float(value) if "Float" in types else int(value)
    except (KeyError, ValueError) as error:
        raise mistake(f'parameter "{name}" must be of type {types[0]}') from error


def _fit(field: Field, value: Any) -> Any:
    """The value as one of the field's types; ValueError says why it is none of them."""
    types: list[str] = field["types"]
    if len(types) > 1 and all(kind.startswith("Array of ") for kind in types):
        return _mixed_array(types, value)
    problems: list[tuple[bool, str]] = []
    for kind in types:
        try:
            fitted = _as(kind, value)
        except ValueError as error:
            problems.append((_resembles(kind, value), str(error)))
            continue
        expected = field.get("const")
        if expected is not None and fitted != expected:
            raise ValueError(f'must be "{expected}"')
        if "values" in field and fitted not in field["values"]:
            raise ValueError("unexpected value")
        return fitted
    raise ValueError(max(problems, key=lambda problem: problem[0])[1])


def _mixed_array(types: list[str], value: Any) -> list[Any]:
    """A list whose items may be of several types."""
    if not isinstance(value, list):
        raise ValueError("expected an Array")
    item_types = {"types": [kind.removeprefix("Array of ") for kind in types]}
    return [_fit(item_types, item) for item in value]


def _resembles(kind: str, value: Any) -> bool:
    """Whether the value was probably meant as this type: it has the field the type cannot do without."""
    fields = TYPES.get(kind, {}).get("fields", {})
    if not isinstance(value, dict):
        return False
    return all(name in value for name, field in fields.items() if field.get("required"))


def _as(kind: str, value: Any) -> Any:
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            raise ValueError("expected an Array")
        return [_as(kind[9:], item) for item in value]
    if kind in _SIMPLE:
        return _simple(kind, value)
    description = TYPES[kind]
    if "subtypes" in description:
        return _fit({"types": description["subtypes"]}, value)
    return _object(kind, description["fields"], value)


_SIMPLE = {
    "String": (str,),
    "InputFile": (str,),
    "Boolean": (bool,),
    "Integer": (int,),
    "Float": (int, float),
}


def _simple(kind: str, value: Any) -> Any:
    expected = _SIMPLE[kind]
    if not isinstance(value, expected) or (isinstance(value, bool) and kind != "Boolean"):
        raise ValueError(f"expected {kind}")
    return value


def _object(kind: str, fields: Fields, value: Any) -> dict[str, Any]:
    """A nested object: known fields only, all required ones there."""
    if not isinstance(value, dict):
        raise ValueError(f"{kind} must be an Object")
    fitted = {}
    for name, item in value.items():
        if name not in fields:
            raise ValueError(f'{kind} has no field "{name}"')
        if item is not None:
            try:
                fitted[name] = _fit(fields[name], item)
            except ValueError as error:
                raise ValueError(f'field "{name}": {error}') from error
    for name, field in fields.items():
        if field.get("required") and name not in fitted:
            raise ValueError(f'field "{name}" must be specified')
    return fitted
