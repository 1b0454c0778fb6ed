"""Text that can be shown: no control characters, nothing that turns the direction of reading, one line where one is meant."""

import re
import unicodedata

from domain.organisations import clean, one_line

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_MOST_MARKS = 30
_MOST_NAME = 120
_LONGEST_ENDING = 12


def line(text: str, most: int) -> str:
    """Return ``text`` cleaned on one line of at most ``most`` characters: subjects and names, which go into headers again."""
    return one_line(text[: most * 4])[:most].strip()


def passage(text: str, most: int) -> str:
    """Return ``text`` cleaned, its lines without blanks at their ends and never more than one of them empty at a time."""
    cleaned = clean(_LINE_ENDS.sub("\n", _stream_safe(text[: most * 2])).replace("\xa0", " "))
    lines = "\n".join(part.rstrip() for part in cleaned.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines)[:most].strip()


def _stream_safe(text: str) -> str:
    """The text without marks that nobody stacks so high: bringing thousands of them into order takes seconds (UAX 15)."""
    height = 0
    kept: list[str] = []
    for character in text:
        height = height + 1 if unicodedata.combining(character) else 0
        if height <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def file_name(text: str, otherwise: str) -> str:
    """Return the name of a file without folders, tricks of direction and dots that hide it; too long a one keeps its ending."""
    name = re.split(r"[/\\]", line(text, 1000))[-1].strip(". ") or otherwise
    if len(name) <= _MOST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        return name[:_MOST_NAME].strip(". ")
    return f"{stem[: _MOST_NAME - len(ending) - 1]}.{ending}"
