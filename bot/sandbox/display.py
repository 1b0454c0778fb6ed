"""Messages as HTML for the page: only the tags that entities stand for, everything else escaped."""

from __future__ import annotations

from html import escape
from typing import Any

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
}
_LINKS = ("http://", "https://", "mailto:", "tg://")


def as_html(message: dict[str, Any]) -> str:
    """The text or caption of a message as safe HTML."""
    text = message.get("text") or message.get("caption") or ""
    entities = message.get("entities") or message.get("caption_entities") or []
    if not entities:
        return escape(text)
    units = text.encode("utf-16-le", "surrogatepass")
    return _render(units, entities, 0, len(units) // 2)


def _render(units: bytes, entities: list[dict[str, Any]], start: int, end: int) -> str:
    """The stretch from start to end; entities are sorted, so nested ones follow the one around them."""
    parts: list[str] = []
    at, index = start, 0
    while index < len(entities):
        entity = entities[index]
        first, last = entity["offset"], min(entity["offset"] + entity["length"], end)
        inner = index + 1
        while inner < len(entities) and entities[inner]["offset"] < last:
            inner += 1
        if first >= at and last > first:
            parts.append(_plain(units, at, first))
            parts.append(_wrapped(units, entity, _render(units, entities[index + 1 : inner], first, last)))
            at = last
        index = inner
    parts.append(_plain(units, at, end))
    return "".join(parts)


def _plain(units: bytes, start: int, end: int) -> str:
    return escape(units[start * 2 : end * 2].decode("utf-16-le", "replace"))


def _wrapped(units: bytes, entity: dict[str, Any], inner: str) -> str:
    kind = entity["type"]
    if kind in _TAGS:
        return f"<{_TAGS[kind]}>{inner}</{_TAGS[kind]}>"
    url = _target(kind, entity, units)
    return f'<a href="{escape(url)}" rel="noopener noreferrer" target="_blank">{inner}</a>' if url else inner


def _target(kind: str, entity: dict[str, Any], units: bytes) -> str:
    content = units[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le", "replace")
    url = {
        "text_link": entity.get("url", ""),
        "url": content if "://" in content else f"http://{content}",
        "email": f"mailto:{content}",
    }.get(kind, "")
    return str(url) if url.lower().startswith(_LINKS) else ""
