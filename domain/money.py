"""Money as people write it. It is kept in whole fen, so nothing is ever rounded on the way."""

import re
import unicodedata
from decimal import Decimal

MOST = 10**12
"""The largest sum that is taken, in fen: ten thousand million yuan, far beyond any fee."""

_WRITTEN = re.compile(
    r"(?:¥|RMB|CNY|人民币)?\s*"
    r"(?P<figure>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.(?P<decimals>[0-9]{1,6}))?)"
    r"\s*(?P<thousands>万)?\s*(?:元|圆|RMB|CNY)?整?",
    re.IGNORECASE,
)


def parse(text: str) -> int:
    """Return the fen that ``text`` names: "12,345.5", "¥3000", "1.25 万元", with figures of any width.

    `ValueError`: it is no sum, is nothing, is finer than a fen, or is more than `MOST`.
    """
    found = _WRITTEN.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        raise ValueError("no sum of money")
    yuan = Decimal(found["figure"].replace(",", "")) * (10_000 if found["thousands"] else 1)
    fen = yuan * 100
    if fen != int(fen) or (not found["thousands"] and len(found["decimals"] or "") > 2):
        raise ValueError("finer than a fen")
    if not 0 < fen <= MOST:
        raise ValueError("out of bounds")
    return int(fen)


def amount(fen: int) -> str:
    """Return a sum in yuan, as it stands in tables: "12,345.00"."""
    return f"{Decimal(fen) / 100:,.2f}"
