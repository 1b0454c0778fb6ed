"""What an organisation tells about itself, read and checked with the libraries that know the formats."""

import unicodedata

from stdnum.cn import uscc

_JOINER = "\u200d"  # holds an emoji of several parts together


def clean(text: str) -> str:
    """Return ``text`` in composed form, without control and invisible characters, its edges trimmed.

    Line breaks stay. What is left may be empty: a name of zero-width characters is no name.
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    kept = "".join(c for c in composed if c in ("\n", _JOINER) or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return kept.strip() if kept.strip(_JOINER + " \n") else ""


def one_line(text: str) -> str:
    """Return ``text`` cleaned and on one line."""
    return " ".join(clean(text).split())


def credit_code(text: str) -> tuple[str, bool]:
    """Return a unified social credit code in its written form and whether it is valid (GB 32100-2015)."""
    compact = "".join(unicodedata.normalize("NFKC", clean(text)).upper().replace("-", "").split())
    return compact, bool(uscc.is_valid(compact))
