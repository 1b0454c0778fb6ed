"""The text of a message as Telegram keeps it: parsed, trimmed, measured, with addresses and commands found by itself."""

from __future__ import annotations

import re
from typing import Any

from bot.sandbox.errors import mistake
from bot.sandbox.htmltext import Entity, parse_html, utf16_length

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024

_KINDS = frozenset(
    {
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    }
)
_REST = r"[^\s<>\"，。、；：！？（）【】《》]*(?<![.,;:!?)\]'])"  # an address does not end in punctuation
_FOUND = re.compile(
    rf"(?P<url>\b(?:https?|ftp)://{_REST}"
    rf"|\b(?:[a-z0-9-]+\.)+(?:com|org|net|cn|io|dev|eu)\b(?![@\w]|\.\w)(?:/{_REST})?)"
    r"|(?P<email>\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?<![\w/<>])(?P<bot_command>/\w{1,64}(?:@\w{3,32})?)(?![\w/<>])"
    r"|(?<!\w)(?P<mention>@\w{2,32})\b"
    r"|(?<!\w)(?P<hashtag>#\w{1,256})\b",
    re.ASCII | re.IGNORECASE,
)
_HINT = re.compile(r"[/@#.]")


def formatted(params: dict[str, Any], *, caption: bool = False) -> tuple[str, list[Entity]]:
    """The text (or caption) of a request and its entities, checked against Telegram's limits."""
    name, entities_name = ("caption", "caption_entities") if caption else ("text", "entities")
    source = params.get(name, "")
    mode = params.get("parse_mode", "").lower()
    if mode == "html":
        text, entities = parse_html(source)
    elif mode in {"", "none"}:
        text, entities = source, _given(source, params.get(entities_name, []))
    elif mode in {"markdown", "markdownv2"}:
        raise mistake("the sandbox does not serve Markdown; use HTML or entities")
    else:
        raise mistake("unsupported parse_mode")
    text, entities = trimmed(text, entities)
    _measure(text, caption=caption)
    return text, with_found(text, entities)


def _measure(text: str, *, caption: bool) -> None:
    if not text and not caption:
        raise mistake("message text is empty")
    if len(text) * 2 > CAPTION_LIMIT and utf16_length(text) > (CAPTION_LIMIT if caption else TEXT_LIMIT):
        raise mistake("message caption is too long" if caption else "message is too long")


def _given(text: str, entities: list[Entity]) -> list[Entity]:
    """Entities given instead of markup."""
    length = utf16_length(text)
    for entity in entities:
        if entity["type"] not in _KINDS:
            raise mistake("can't parse MessageEntity: Unsupported type specified")
        if entity["offset"] < 0 or entity["length"] <= 0 or entity["offset"] + entity["length"] > length:
            raise mistake("can't parse MessageEntity: entity is out of the text")
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Without white space at both ends, as Telegram stores it; entities move along."""
    text = text.rstrip()
    bare = text.lstrip()
    if not entities:
        return bare, entities
    shift, length = len(text) - len(bare), utf16_length(bare)
    moved = []
    for entity in entities:
        start = max(0, entity["offset"] - shift)
        end = min(length, entity["offset"] + entity["length"] - shift)
        if end > start:
            moved.append({**{k: v for k, v in entity.items() if not k.startswith("_")}, "offset": start, "length": end - start})
    return bare, moved


def with_found(text: str, entities: list[Entity]) -> list[Entity]:
    """The entities plus what Telegram finds by itself: addresses, mail, commands, mentions, hashtags."""
    if not _HINT.search(text):
        return entities
    found = []
    for match in _FOUND.finditer(text):
        offset, length = utf16_length(text[: match.start()]), utf16_length(match.group())
        if not any(e["offset"] < offset + length and offset < e["offset"] + e["length"] for e in entities):
            found.append({"offset": offset, "length": length, "type": match.lastgroup})
    return sorted([*entities, *found], key=lambda e: (e["offset"], -e["length"])) if found else entities
