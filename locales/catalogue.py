"""Catalogues: the Chinese and English of every text, read straight from the .po files.

The .po file is the only copy there is: it is compiled in memory at start, so that no stale .mo can ever be shown.
"""

import gettext
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDERS = {"zh": "zh_Hans_CN", "en": "en"}
"""Our language codes and the locale each one is written in."""


def path_of(language: str) -> Path:
    """Return the catalogue file of a language."""
    return Path(__file__).parent / FOLDERS[language] / "LC_MESSAGES" / "messages.po"


@cache
def translations(language: str) -> gettext.NullTranslations:
    """Return the catalogue of a language, ready for lookups; an untranslated text shows its English source."""
    with path_of(language).open("rb") as file:
        catalogue = read_po(file, locale=FOLDERS[language])
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
