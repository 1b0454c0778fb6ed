"""Names of organisations as people write and look for them: without their legal form, in pinyin, by initials.

Two records with one name but for 有限公司 or “Co., Ltd.” are most likely about one organisation; staff see them
and decide.
"""

import re
import unicodedata
from collections.abc import Sequence

from domain.organisations import one_line

ALIKE = 82.0
"""From which score (of 100) two names are shown as possibly the same.

One wrong character in a name of six is found, and a short name within a long one; 北京大学 and 北京理工大学 are told apart.
"""

MOST_ALIKE = 5
"""How many similar names are worth a look."""

_LEGAL_FORMS = re.compile(
    r"股份|有限责任|有限|公司|集团|"
    r"\b(?:co|company|corp|corporation|group|gmbh|holdings?|inc|incorporated|limited|llc|ltd|plc|the)\b"
)
_MARKS = re.compile(r"[\W_]+")
_HAN = r"[\u3400-\u9fff]"
_BETWEEN_HAN = re.compile(rf"(?<={_HAN}) | (?={_HAN})")


def folded(text: str) -> str:
    """Return ``text`` so that differences of case, width and spacing are gone; ü is v, as one types it."""
    return unicodedata.normalize("NFKC", one_line(text)).casefold().replace("ü", "v")


def bare(name: str) -> str:
    """Return a name folded and without legal form, marks and brackets; a name that is nothing else stays as it is."""
    plain = _spaced(folded(name))
    return _spaced(_LEGAL_FORMS.sub(" ", plain)) or plain


def similar(name: str, names: Sequence[str]) -> list[tuple[int, float]]:
    """Return which of ``names`` may be the organisation called ``name``: their places and scores up to 100, best first.

    The library is loaded when first used: most events never compare.
    """
    from rapidfuzz import fuzz, process

    found = process.extract(
        bare(name), [bare(each) for each in names], scorer=fuzz.WRatio, score_cutoff=ALIKE, limit=MOST_ALIKE
    )
    return [(place, score) for _name, score, place in found]


def found_by(name: str, name_en: str, credit_code: str | None) -> str:
    """Return what a member is found by, a line each: pinyin, initials, the name, the English name, the credit code.

    Pinyin stands first: in the order of these texts names stand as in a Chinese directory.
    """
    from pypinyin import lazy_pinyin

    syllables = [_MARKS.sub("", syllable) for syllable in lazy_pinyin(folded(name))]
    initials = "".join(syllable[:1] for syllable in syllables)
    return "\n".join(("".join(syllables), initials, folded(name), folded(name_en), folded(credit_code or "")))


def _spaced(text: str) -> str:
    """Return words and numbers with one space between them, and none beside a Chinese character."""
    return _BETWEEN_HAN.sub("", _MARKS.sub(" ", text).strip())
