"""Strategies over the Bot API's description: any value of any type, now and then with something missing, extra or mistyped."""

from collections.abc import Callable
from typing import Any

from hostile_api import SIMPLE, Field, fields, subtypes
from hostile_texts import ANSWERS, LANGUAGES, LONG, ODD, SHOWN
from hypothesis import strategies as st

Draw = Callable[[st.SearchStrategy[Any]], Any]

PEOPLE = range(100_001, 100_041)
"""Ids of people who exist; the first few of them are in the middle of a form."""

STAFF_CHAT = -1001000000001
OFFICIAL = (4242, 777000, 1087968824, 136817688)
ODD_IDS = (0, -1, 1, *OFFICIAL, 2**31, 2**40, 2**52, 2**53 + 1, 2**63 - 1, -(2**63), STAFF_CHAT, -500001)

DEPTH = 3
"""Below this only required fields are filled: an update is deep enough to be read, not to be slow."""

PERCENT = st.integers(0, 99)
"""Fair only because it is short: over a wider range the library favours the ends."""

ids = st.one_of(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), st.sampled_from(ODD_IDS), st.integers(1, 2**31))
texts = st.one_of(st.sampled_from(SHOWN), st.sampled_from(ODD + ANSWERS), st.sampled_from(SHOWN + LONG), st.text(max_size=8))
dates = st.sampled_from((0, 1, 1_780_000_000, 1_790_000_000, 2**31))
junk = st.sampled_from((None, True, False, -1, 1.5, 2**63, "", "x", [], [1], {}, {"id": 1}, [[]], "1" * 300))

CHAT_TYPES = ("private", "private", "group", "supergroup", "channel", "sender", "brand_new")
ENTITY_TYPES = ("bold", "bot_command", "url", "text_link", "mention", "text_mention", "custom_emoji", "pre", "brand_new")
NAMED = {
    ("Chat", "id"): ids.filter(bool),  # 0 is no chat: the server takes it for a missing id
    ("Chat", "type"): st.sampled_from(CHAT_TYPES),
    ("MessageEntity", "type"): st.sampled_from(ENTITY_TYPES),
    ("MessageEntity", "offset"): st.integers(0, 20),
    ("MessageEntity", "length"): st.integers(1, 40),
    ("User", "language_code"): st.sampled_from(LANGUAGES),
    ("Sticker", "type"): st.sampled_from(("regular", "mask", "custom_emoji", "brand_new")),
    ("Poll", "type"): st.sampled_from(("regular", "quiz")),
}
MAKERS: dict[str, st.SearchStrategy[Any]] = {
    "Integer": st.integers(-2, 2**33),
    "Float": st.floats(-180, 180),
    "String": texts,
    "Boolean": st.booleans(),
    "True": st.just(True),
}


def filled(draw: Draw, kind: str, depth: int = 0, extra: int = 2) -> dict[str, Any]:
    """Draw an object of ``kind`` with its required fields and up to ``extra`` others."""
    while subtypes(kind):
        kind = draw(st.sampled_from(subtypes(kind)))
    known = fields(kind)
    optional = [name for name, field in known.items() if not field.required]
    chosen = draw(st.lists(st.sampled_from(optional), max_size=extra, unique=True)) if optional and depth < DEPTH else []
    made = {name: _field(draw, kind, field, depth) for name, field in known.items() if field.required or name in chosen}
    return spoilt(draw, made)


def spoilt(draw: Draw, made: dict[str, Any]) -> dict[str, Any]:
    """Take a field away, add one or change one for something else, in three objects of a hundred."""
    chance = draw(PERCENT)
    if chance == 99 and made:
        del made[draw(st.sampled_from(sorted(made)))]
    elif chance == 98:
        made[draw(st.sampled_from(("brand_new", "text", "from", "__class__", "chat")))] = draw(junk)
    elif chance == 97 and made:
        made[draw(st.sampled_from(sorted(made)))] = draw(junk)
    return made


def _field(draw: Draw, kind: str, field: Field, depth: int) -> Any:
    if field.const is not None:
        return field.const
    named = NAMED.get((kind, field.name))
    if named is not None:
        return draw(named)
    return _value(draw, field.kinds[0] if len(field.kinds) == 1 else draw(st.sampled_from(field.kinds)), field.name, depth)


def _value(draw: Draw, kind: str, name: str, depth: int) -> Any:
    if kind.startswith("*"):
        return [_value(draw, kind[1:], name, depth + 1) for _ in range(draw(st.integers(0, 2)))]
    if kind not in SIMPLE:
        return filled(draw, kind, depth + 1)
    if kind == "Integer" and name.endswith("date"):
        return draw(dates)
    if kind == "Integer" and name in ("id", "user_id"):
        return draw(ids)
    return draw(MAKERS[kind])
