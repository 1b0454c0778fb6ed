"""What an organisation tells about itself, read and checked with the libraries that know the formats."""

import unicodedata

from stdnum.cn import uscc

_JOINER = "\u200d"  # holds an emoji of several parts together
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")  # letters by name, used for names nobody can see


def clean(text: str) -> str:
    """Return ``text`` in composed form, without control and invisible characters, its edges trimmed.

    Line breaks stay. What is left may be empty: a name nobody can see is no name.
    """
    plain = text.replace("\r\n", "\n").replace("\t", " ")
    kept = "".join(c for c in plain if c in ("\n", _JOINER) or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return unicodedata.normalize("NFC", kept).strip() if any(map(_visible, kept)) else ""


def _visible(character: str) -> bool:
    """Whether a character shows by itself: no space, no mark that needs a letter, no filler."""
    category = unicodedata.category(character)
    return character not in _BLANK and (category[0] not in "ZMC" or category in ("Cn", "Co"))


def one_line(text: str) -> str:
    """Return ``text`` cleaned and on one line."""
    return " ".join(clean(text).split())


def credit_code(text: str) -> tuple[str, bool]:
    """Return a unified social credit code in its written form and whether it is valid (GB 32100-2015)."""
    compact = "".join(unicodedata.normalize("NFKC", clean(text)).upper().replace("-", "").split())
    return compact, bool(uscc.is_valid(compact))
