"""The page has no build step that would notice: its modules find each other, and every word is there in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import bot.sandbox

PAGE = Path(bot.sandbox.__file__).parent / "page"
MODULES = {path: path.read_text("utf-8") for path in PAGE.rglob("*.js")}
TABLES = {path.stem: text for path, text in MODULES.items() if path.parent.name == "words" and path.stem != "words"}
OTHERS = "".join(text for path, text in MODULES.items() if path.stem not in TABLES or path.parent.name != "words")
WORD = re.compile(r'^  (\w+): \["(.+)", "(.+)"\],$', re.MULTILINE)
ENTRIES = [entry for text in TABLES.values() for entry in WORD.findall(text)]
WORDS = {key: (chinese, english) for key, chinese, english in ENTRIES}
IMPORT = re.compile(r'^import (?:\{ ([^}]+) \}|\* as (\w+)) from "([^"]+)";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?:async )?(?:const|class|function) (\w+)", re.MULTILINE)


def test_every_import_is_exported():
    for path, text in MODULES.items():
        assert len(IMPORT.findall(text)) == len(re.findall(r"^import ", text, re.MULTILINE)), path.name
        for names, whole, source in IMPORT.findall(text):
            exported = set(EXPORT.findall(MODULES[(path.parent / source).resolve()]))
            wanted = re.findall(rf"\b{whole}\.(\w+)\(", text) if whole else re.findall(r"(\w+)(?: as \w+)?", names)
            assert set(wanted) <= exported, (path.name, source)


def test_every_word_is_there_once_and_used():
    assert len(WORDS) == sum(len(re.findall(r"^  \w+: ", text, re.MULTILINE)) for text in TABLES.values())
    assert set(re.findall(r'\bt\("(\w+)"', OTHERS)) <= set(WORDS)
    assert not {key for key in WORDS if f'"{key}"' not in OTHERS}


def test_both_languages_say_the_same():
    for key, words in WORDS.items():
        places = [sorted(re.findall(r"\{\d\}", text)) for text in words]
        assert places[0] == places[1], key
        assert "你" not in words[0], key
