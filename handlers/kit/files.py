"""Files that go with a form: what is kept of one, and how it is shown again. The file itself stays with Telegram."""

from collections.abc import Mapping
from typing import Any

from telegram import Message

Content = Mapping[str, Any]
"""What is kept of a file: its kind, Telegram's number of it, and its name and size in bytes where it has them."""

METHODS = {"document": "sendDocument", "photo": "sendPhoto"}
"""How each kind of file that is taken is sent again."""


def attached(message: Message) -> dict[str, Any] | None:
    """Return what is kept of the document or picture a message carries; None when it carries neither."""
    photo = message.photo[-1] if message.photo else None  # in several sizes, the largest last
    found = message.document or photo
    if found is None:
        return None
    kept = {name: getattr(found, name, None) for name in ("file_id", "file_name", "file_size")}
    kind = "photo" if found is photo else "document"
    return {"kind": kind} | {name: value for name, value in kept.items() if value is not None}


def sending(content: Content) -> tuple[str, dict[str, Any]]:
    """Return the Bot API method and parameter that send a file again."""
    kind = content["kind"]
    return METHODS[kind], {kind: content["file_id"]}
