"""What must be known of an update before the library reads it: who sent it, and where an answer would go.

Updates are hostile: every field may be missing or of the wrong type, and nothing here may raise.
"""

from dataclasses import dataclass
from typing import Any

from domain.organisations import one_line
from handlers.kit.markup import clip

NAME_LIMIT = 128

_WITH_SENDER = ("message", "callback_query", "my_chat_member", "edited_message")


@dataclass(frozen=True, slots=True)
class Envelope:
    """The outside of an update. ``speaks``: it is a new message, by which somebody becomes known."""

    user_id: int
    name: str
    language_code: str | None
    chat_id: int | None
    private: bool
    message_id: int | None
    thread_id: int | None
    query_id: str | None
    speaks: bool


def read(update: dict[str, Any]) -> Envelope | None:
    """Return the outside of an update, or None when no person of flesh and blood sent it."""
    kind = next((kind for kind in _WITH_SENDER if isinstance(update.get(kind), dict)), None)
    if kind is None:
        return None
    body = update[kind]
    sender = body.get("from")
    if not isinstance(sender, dict) or sender.get("is_bot") or not _is_id(sender.get("id")):
        return None
    message = body.get("message") if kind == "callback_query" else body
    message = message if isinstance(message, dict) else {}
    chat = message.get("chat")
    chat = chat if isinstance(chat, dict) else {}
    code = sender.get("language_code")
    return Envelope(
        user_id=sender["id"],
        name=_name(sender),
        language_code=code if isinstance(code, str) else None,
        chat_id=_whole(chat.get("id")),
        thread_id=_whole(message.get("message_thread_id")) if message.get("is_topic_message") is True else None,
        private=(chat.get("type") == "private" and chat.get("id") == sender["id"]) or (kind == "callback_query" and not chat),
        message_id=_whole(message.get("message_id")),
        query_id=body["id"] if kind == "callback_query" and isinstance(body.get("id"), str) else None,
        speaks=kind == "message",
    )


def _is_id(value: object) -> bool:
    return 0 < (_whole(value) or 0) < 2**52


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _name(sender: dict[str, Any]) -> str:
    parts = [sender.get("first_name"), sender.get("last_name")]
    return clip(one_line(" ".join(part for part in parts if isinstance(part, str))), NAME_LIMIT) or str(sender["id"])
