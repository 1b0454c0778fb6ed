"""The Bot API's own description of an update: what fields there are, of which types, and which cannot be missing.

Both sides of the test stand on it: updates are generated over it, and whether a value has the promised type is asked of it,
not of the bot.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DESCRIPTION: dict[str, Any] = json.loads((Path(__file__).parent / "update_types.json").read_text("utf-8"))["types"]
SIMPLE: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "String": (str,),
    "Boolean": (bool,),
    "True": (bool,),
}


@dataclass(frozen=True)
class Field:
    """One field of a type; ``kinds`` are the types it may have, ``const`` its value when there is only one."""

    name: str
    kinds: tuple[str, ...]
    required: bool
    const: str | None


@cache
def fields(kind: str) -> dict[str, Field]:
    return {name: _field(name, text) for name, text in DESCRIPTION[kind].items()}


def subtypes(kind: str) -> list[str]:
    found = DESCRIPTION[kind]
    return found if isinstance(found, list) else []


def fits(kind: str, value: Any) -> bool:
    """Whether ``value`` and everything in it has the types the Bot API promises; fields it does not know do not matter."""
    if kind.startswith("*"):
        return isinstance(value, list) and all(fits(kind[1:], item) for item in value)
    if kind == "Integer" and isinstance(value, int) and not -(2**63) <= value < 2**63:
        return False  # the description leaves out the size; no number of Telegram's has more than 64 bits
    if kind in SIMPLE:
        return isinstance(value, SIMPLE[kind]) and (kind in ("Boolean", "True") or not isinstance(value, bool))
    if subtypes(kind):
        return any(fits(each, value) for each in subtypes(kind))
    return isinstance(value, dict) and all(_holds(field, value) for field in fields(kind).values())


def _holds(field: Field, value: dict[str, Any]) -> bool:
    if field.name not in value:
        return not field.required
    found = value[field.name]
    if field.const is not None:
        return bool(found == field.const)
    return any(fits(kind, found) for kind in field.kinds)


def _field(name: str, text: str) -> Field:
    required = text.endswith("!")
    text = text.removesuffix("!")
    if text.startswith("="):
        return Field(name, ("String",), required, text[1:])
    return Field(name, tuple(text.split("|")), required, None)
