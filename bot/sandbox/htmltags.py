"""The small pieces of Telegram's HTML: character references, tags with their attributes, links."""

from __future__ import annotations

import re

from bot.sandbox.errors import ApiError, mistake

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
# The attribute each tag may carry that means something.
_ARGUMENTS = {"a": "href", "tg-emoji": "emoji-id", "span": "class", "blockquote": "expandable", "code": "class"}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([A-Za-z]+));?")
_NAME = re.compile(r"[^\s>]*")
_SPACE = re.compile(r"\s*")
_ATTRIBUTE = re.compile(r"[^\s=>]*")
_BARE_VALUE = re.compile(r"[A-Za-z0-9.-]*")
_ADDRESS = re.compile(r"(?:(?:https?|tg|ton)://\S+|(?:mailto|tel):\S+)", re.IGNORECASE)
_BARE_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?")


def wrong(reason: str) -> ApiError:
    """The refusal of broken markup."""
    return mistake(f"can't parse entities: {reason}")


def reference(source: str, at: int) -> tuple[str, int]:
    """What the character reference here stands for, and where it ends; an unknown one is the ampersand itself."""
    match = _REFERENCE.match(source, at)
    if match is None:
        return "&", at + 1
    hexadecimal, decimal, named = match.groups()
    if named:
        return (_NAMED[named], match.end()) if named in _NAMED else ("&", at + 1)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if code == 0 or code >= 0x10FFFF or len(match.group().rstrip(";")) >= 10:
        return "&", at + 1
    return chr(code), match.end()


def checked_link(url: str) -> str:
    """An address that can be a link; a bare host becomes http; anything else is none."""
    if _ADDRESS.fullmatch(url):
        return url
    return f"http://{url}" if _BARE_HOST.fullmatch(url) else ""


class Tag:
    """Reads one tag, from its opening bracket to behind its closing one."""

    def __init__(self, source: str, begin: int) -> None:
        self.source, self.begin = source, begin
        self.closing = source.startswith("</", begin)
        self.at = begin + (2 if self.closing else 1)
        self.name = self._take(_NAME).lower()
        self.argument = ""
        if not self.closing:
            self._read_attributes()
        elif self._skip_space() != ">":
            self._fail("Unclosed end tag at byte offset {at}")
        self.at += 1

    def _read_attributes(self) -> None:
        if self.at == len(self.source):
            self._fail("Unclosed start tag at byte offset {at}")
        if self.name not in TAGS:
            self._fail("Unsupported start tag {tag} at byte offset {at}")
        attributes: dict[str, str] = {}
        while self._skip_space() != ">":
            name = self._attribute_name()
            if self.name == "blockquote" and name == "expandable" and self._skip_space() not in {"=", ""}:
                attributes[name] = name
            else:
                attributes[name] = self._attribute_value()
        self.argument = self._meaning(attributes)

    def _meaning(self, attributes: dict[str, str]) -> str:
        argument = attributes.get(_ARGUMENTS.get(self.name, ""), "")
        if self.name == "span" and argument != "tg-spoiler":
            self._fail('Tag "span" must have class "tg-spoiler" at byte offset {at}')
        if self.name == "code":
            return argument.removeprefix("language-") if argument.startswith("language-") else ""
        return argument

    def _attribute_name(self) -> str:
        if self.at == len(self.source):
            self._fail("Unclosed start tag at byte offset {at}")
        name = self._take(_ATTRIBUTE).lower()
        if not name:
            self._fail("Empty attribute name in the tag {tag} at byte offset {at}")
        return name

    def _attribute_value(self) -> str:
        if self._skip_space() != "=":
            self._fail("Expected equal sign in declaration of an attribute of the tag {tag} at byte offset {at}")
        self.at += 1
        quote = self._skip_space()
        if not quote:
            self._fail("Unclosed start tag {tag} at byte offset {at}")
        return self._quoted(quote) if quote in "'\"" else self._bare()

    def _quoted(self, quote: str) -> str:
        end = self.source.find(quote, self.at + 1)
        if end < 0 or end + 1 == len(self.source):
            self._fail("Unclosed start tag at byte offset {at}")
        value, self.at = self.source[self.at + 1 : end], end + 1
        return _REFERENCE.sub(lambda match: _decoded(match.group()), value)

    def _bare(self) -> str:
        begin, value = self.at, self._take(_BARE_VALUE).lower()
        following = self.source[self.at : self.at + 1]
        if following != ">" and not following.isspace():
            raise wrong(f"Unexpected end of name token at byte offset {self.offset(begin)}")
        return value

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.source, self.at)
        taken = match.group() if match else ""
        self.at += len(taken)
        return taken

    def _skip_space(self) -> str:
        """Skip white space; answers the character behind it, nothing at the end."""
        self._take(_SPACE)
        return self.source[self.at : self.at + 1]

    def offset(self, position: int | None = None) -> int:
        """A position (this tag's beginning by default) in bytes, as Telegram counts."""
        return len(self.source[: self.begin if position is None else position].encode("utf-8", "surrogatepass"))

    def _fail(self, pattern: str) -> None:
        raise wrong(pattern.format(tag=f'"{self.name}"', at=self.offset()))


def _decoded(text: str) -> str:
    """A reference within an attribute; what follows an unknown one stays."""
    character, end = reference(text, 0)
    return character + text[end:]
