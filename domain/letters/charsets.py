"""Bytes into text. Letters name the wrong character set, an older one than they use, one that does not exist, or none."""

import codecs
import re

_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
"""Mail programs name the older set and use characters of the newer one."""

_ALIASES = {"x-gbk": "gbk", "x-gb2312": "gbk", "gb_2312-80": "gbk", "x-big5": "big5", "ks_c_5601-1987": "cp949"}
"""Names that mail programs use and Python does not know."""

_UNFIT = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"})
"""Codecs that are no character sets: they take quadratic time, or turn harmless letters into others."""

_TO_TRY = ("utf-8", "gb18030", "big5hkscs")


def decode(data: bytes, named: str = "") -> str:
    """Return ``data`` as text: in the character set it names while that fits, else in the one that fits best.

    A few broken characters are no reason to doubt a name. A Western one says little, as it is what programs write by default.
    """
    stated = _known(named)
    doubtful = stated in ("", "cp1252")
    names = ("utf-8", "gb18030" if _looks_chinese(data) else "cp1252") if doubtful else (stated, *_TO_TRY)
    readings = [data.decode(name, "replace").removeprefix("\ufeff") for name in names]
    bearable = len(readings[0]) // 100 + (not doubtful)
    return readings[0] if _broken(readings[0]) <= bearable else min(readings, key=_broken)


def from_header(value: str) -> str:
    """Return a header's value as text: the parser keeps bytes that a header may not have as half characters."""
    return value if value.isascii() else decode(value.encode("utf-8", "surrogateescape"))


def _known(named: str) -> str:
    """The name of the set to read with, or nothing where the name means nothing."""
    name = named.strip().strip("\"'").lower()
    try:
        found = codecs.lookup(_ALIASES.get(name, name))
        b" ".decode(found.name, "replace")
    except (LookupError, ValueError):
        return ""
    return "" if found.name in _UNFIT else _WIDER.get(found.name, found.name)


def _broken(text: str) -> int:
    return text.count("\ufffd")


def _looks_chinese(data: bytes) -> bool:
    """Whether high bytes stand together, as those of Chinese characters do and accented letters do not."""
    runs = re.findall(rb"[\x80-\xff]+", data[:2000])
    return sum(map(len, runs)) >= 2 * len(runs)
