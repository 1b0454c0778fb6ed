"""Whether an update has the types the Bot API promises, in the fields the bot builds on.

The library takes a mistyped value without a word, and it would surface anywhere: in a filter, in a handler, in a query, where
it even looks like a failing database. No app of Telegram's brings such an update forth, so it is left alone as a whole. Most
of what is missing the library notices by itself.
"""

from typing import Any

from bot.intake.receiver import ALLOWED_UPDATES

_CHAT = {"id": int, "type": str}
_USER = {"id": int}
_ENTITIES = [{"type": str, "offset": int, "length": int, "url": str, "language": str}]
_WRITTEN = {
    "message_id": int,
    "message_thread_id": int,
    "is_topic_message": bool,
    "chat": _CHAT,
    "from": _USER,
    "sender_chat": _CHAT,
    "text": str,
    "entities": _ENTITIES,
    "caption": str,
    "caption_entities": _ENTITIES,
    "migrate_to_chat_id": int,
}
_MESSAGE = {**_WRITTEN, "reply_to_message": _WRITTEN}
_SHAPES: dict[str, Any] = {
    "message": _MESSAGE,
    "edited_message": _MESSAGE,
    "callback_query": {"id": str, "from": _USER, "data": str, "message": {"message_id": int, "chat": _CHAT}},
    "my_chat_member": {"chat": _CHAT, "from": _USER, "old_chat_member": {"status": str}, "new_chat_member": {"status": str}},
}
_NEEDED = {
    "message": ("chat",),
    "edited_message": ("chat",),
    "my_chat_member": ("chat", "old_chat_member", "new_chat_member"),
}
"""What the library does not miss, and handlers would."""


def mistyped(update: dict[str, Any]) -> str | None:
    """Return the path of the first field that has not the promised type, None when all is well."""
    for kind in _kinds(update):
        wrong = _wrong(_SHAPES[kind], update[kind], kind)
        missing = [] if wrong else [name for name in _NEEDED.get(kind, ()) if update[kind].get(name) is None]
        if wrong or missing:
            return wrong or f"{kind}.{missing[0]}"
    return None


def concerns_us(update: dict[str, Any], *, known: bool) -> bool:
    """Whether a well-typed update is one thing we asked to be told; a tap, one by somebody ``known`` on a button with data."""
    kinds = _kinds(update)
    if kinds != ["callback_query"]:
        return len(kinds) == 1  # two at once would let one person act with the other's rights
    return known and bool(update["callback_query"].get("data"))


def _kinds(update: dict[str, Any]) -> list[str]:
    return [kind for kind in ALLOWED_UPDATES if update.get(kind) is not None]


def _wrong(shape: Any, value: Any, path: str) -> str | None:
    """Return the path of what is wrong with ``value``; null counts as missing."""
    if value is None:
        return None
    if isinstance(shape, list):
        items = value if isinstance(value, list) else [value]
        return next((wrong for item in items if (wrong := _wrong(shape[0], item, path))), None)
    if isinstance(shape, type):
        return None if _is(shape, value) else path
    if not isinstance(value, dict):
        return path
    return next((wrong for name in shape if (wrong := _wrong(shape[name], value.get(name), f"{path}.{name}"))), None)


def _is(kind: type, value: Any) -> bool:
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63
    return isinstance(value, kind)
