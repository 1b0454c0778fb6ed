"""Telegram's HTML: its tags only, properly nested, refused in its own words with the byte offset of the mistake."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.sandbox.htmltags import TAGS, Tag, checked_link, reference, wrong

Entity = dict[str, Any]

_MARK = re.compile(r"[<&]")
_MENTION = re.compile(r"tg://user\?id=(\d+)$")


def utf16_length(text: str) -> int:
    """The length as Telegram counts it, in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """The plain text and its entities; a 400 when the markup is broken."""
    if "<" not in source and "&" not in source:
        return source, []
    return _Parser(source).run()


@dataclass(slots=True)
class _Open:
    """A tag not yet closed, and where its text begins."""

    tag: Tag
    offset: int
    part: int


class _Parser:
    """One pass over the source, keeping a stack of open tags."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.parts: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def run(self) -> tuple[str, list[Entity]]:
        """Parse to the end."""
        at = 0
        while (mark := _MARK.search(self.source, at)) is not None:
            self._add(self.source[at : mark.start()])
            if mark.group() == "&":
                character, at = reference(self.source, mark.start())
                self._add(character)
            else:
                at = self._take_tag(mark.start())
        self._add(self.source[at:])
        if self.open:
            raise wrong(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag.name}"')
        for entity in self.entities:
            entity.pop("_language", None)
        return self._text(), sorted(self.entities, key=lambda entity: (entity["offset"], -entity["length"]))

    def _text(self) -> str:
        """All of the text; halves of surrogate pairs must have found each other."""
        try:
            return "".join(self.parts).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        except UnicodeDecodeError as error:
            raise wrong(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            ) from error

    def _add(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.offset += utf16_length(text)

    def _take_tag(self, begin: int) -> int:
        """Open or close; answers where the tag ends."""
        if self.source.startswith("</", begin) and not self.open:
            raise wrong(f"Unexpected end tag at byte offset {len(self.source[:begin].encode('utf-8', 'surrogatepass'))}")
        tag = Tag(self.source, begin)
        if not tag.closing:
            self.open.append(_Open(tag, self.offset, len(self.parts)))
            return tag.at
        opened = self.open.pop()
        if tag.name not in {"", opened.tag.name}:
            raise wrong(
                f'Unmatched end tag at byte offset {tag.offset()}, expected "</{opened.tag.name}>", found "</{tag.name}>"'
            )
        if self.offset > opened.offset:
            self._close(opened)
        return tag.at

    def _close(self, opened: _Open) -> None:
        """Turn a finished stretch of text into an entity."""
        name, argument = opened.tag.name, opened.tag.argument
        entity: Entity = {"offset": opened.offset, "length": self.offset - opened.offset, "type": TAGS[name]}
        if name == "a" and not self._link(entity, argument or "".join(self.parts[opened.part :])):
            return
        if name == "tg-emoji":
            if not argument.isdigit():
                raise wrong("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = argument
        elif name == "blockquote" and argument:
            entity["type"] = "expandable_blockquote"
        elif name == "code" and argument:
            entity["_language"] = argument
        if name != "pre" or not self._names_language(entity):
            self.entities.append(entity)

    @staticmethod
    def _link(entity: Entity, url: str) -> bool:
        """Make it a mention or a link; what is no address at all stays plain text, as with Telegram."""
        if mention := _MENTION.match(url):
            entity.update(type="text_mention", user={"id": int(mention[1]), "is_bot": False, "first_name": ""})
            return True
        entity["url"] = checked_link(url)
        return bool(entity["url"])

    def _names_language(self, entity: Entity) -> bool:
        """<pre><code class="language-x"> is one entity with a language."""
        inner = self.entities[-1] if self.entities else {}
        same = (inner.get("offset"), inner.get("length")) == (entity["offset"], entity["length"])
        if not same or "_language" not in inner:
            return False
        inner.update(type="pre", language=inner.pop("_language"))
        return True
