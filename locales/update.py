"""`make texts`: bring the catalogues in step with the sources, keeping every translation there is.

New Chinese entries are left empty and named, so that somebody writes them; English is the language of the sources and is
copied, so that a reviewer sees every text in one file. The result depends on the sources alone: no dates, no line numbers.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from locales.catalogue import FOLDERS, path_of

ROOT = Path(__file__).parent.parent
SOURCES = ("handlers", "bot")
KEYWORDS = {
    "_": None,
    "N_": None,
    "NP_": ((1, "c"), 2),
    "pgettext": ((1, "c"), 2),
    "ngettext": (1, 2),
}
TITLES = {"zh": "Chinese", "en": "English"}


def sources() -> Catalog:
    """Return every text marked in the sources."""
    found = Catalog()
    for folder in SOURCES:
        for _file, _line, text, _comments, context in extract_from_dir(ROOT / folder, keywords=KEYWORDS):
            found.add(text, context=context)
    return found


def updated(language: str, template: Catalog) -> tuple[bytes, list[str]]:
    """Return the catalogue file of ``language`` as it should be, and the texts that still lack a translation."""
    path = path_of(language)
    earlier = read_po(BytesIO(path.read_bytes() if path.exists() else b""), locale=FOLDERS[language])
    catalogue = Catalog(locale=FOLDERS[language], fuzzy=False, header_comment=f"# The texts of the bot in {TITLES[language]}.")
    lacking = []
    for message in template:
        if not message.id:
            continue
        translation = _translation(message, earlier, language)
        if not all((translation,) if isinstance(translation, str) else translation):
            lacking.append(str(message.id))
        catalogue.add(message.id, translation, context=message.context, flags=message.flags)
    written = BytesIO()
    write_po(written, catalogue, width=100, sort_output=True, no_location=True, omit_header=True)
    return _header(language) + written.getvalue(), lacking


def _translation(message: Message, earlier: Catalog, language: str) -> str | tuple[str, ...]:
    """Return what there is: one text, or one for each form that the language has for a number."""
    known = earlier.get(message.id, message.context)
    string = message.id if language == "en" else known.string if known else None
    return tuple(string or ("",)) if message.pluralizable else str(string or "")


def _header(language: str) -> bytes:
    plural = "nplurals=1; plural=0;" if language == "zh" else "nplurals=2; plural=(n != 1);"
    lines = (
        f"# The texts of the bot in {TITLES[language]}.",
        'msgid ""',
        'msgstr ""',
        f'"Language: {FOLDERS[language]}\\n"',
        '"MIME-Version: 1.0\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
        f'"Plural-Forms: {plural}\\n"',
    )
    return ("\n".join(lines) + "\n\n").encode()


def main() -> int:
    """Write both catalogues; 1 when a text lacks its translation."""
    template, status = sources(), 0
    for language in FOLDERS:
        content, lacking = updated(language, template)
        path_of(language).write_bytes(content)
        for text in lacking:
            print(f"{FOLDERS[language]}: not translated: {text}", file=sys.stderr)  # noqa: T201
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
