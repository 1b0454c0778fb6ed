"""What keeps the catalogues honest: in step with the sources, complete, and filled alike in both languages."""

import re
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from locales.catalogue import FOLDERS, path_of
from locales.update import sources, updated

PUNCTUATION = re.compile(r"[\u4e00-\u9fff][,;:?!()](?!\S*://)")
"""A half-width mark after a Chinese character is a slip."""


def entries(language: str):
    with path_of(language).open("rb") as file:
        return [message for message in read_po(file, locale=FOLDERS[language]) if message.id]


@pytest.mark.parametrize("language", FOLDERS)
def test_the_catalogue_is_what_make_texts_writes(language: str) -> None:
    content, lacking = updated(language, sources())
    assert lacking == []
    assert path_of(language).read_bytes() == content


@pytest.mark.parametrize("message", entries("zh"), ids=lambda message: str(message.id)[:40])
def test_a_translation_fits_its_source(message) -> None:
    # Chinese has one form for every number, so it says what the English of many says.
    source, [string] = (message.id[1], message.string) if message.pluralizable else (message.id, [message.string])
    assert places(string) == places(source)
    assert string == string.strip() or message.context == "between the items of a list"
    assert re.findall(r"/[a-z]+", string) == re.findall(r"/[a-z]+", source)
    assert not PUNCTUATION.search(string), "Chinese takes full-width punctuation"
    assert "你" not in string, "we say 您"


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}
