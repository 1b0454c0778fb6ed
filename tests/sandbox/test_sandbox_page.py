"""The page has no build step that would notice: its modules find each other, and every word is there in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import bot.sandbox

PAGE = Path(bot.sandbox.__file__).parent / "page"
MODULES = {path.name: path.read_text("utf-8") for path in PAGE.glob("*.js")}
WORD = re.compile(r'^  (\w+): \["(.+)", "(.+)"\],$', re.MULTILINE)
WORDS = {key: (chinese, english) for key, chinese, english in WORD.findall(MODULES["words.js"])}
OTHERS = "".join(text for name, text in MODULES.items() if name != "words.js")


def test_every_import_is_exported():
    for text in MODULES.values():
        for names, source in re.findall(r'import \{ ([^}]+) \} from "\./([^"]+)"', text):
            exported = set(re.findall(r"^export (?:async )?(?:const|class|function) (\w+)", MODULES[source], re.MULTILINE))
            assert set(names.split(", ")) <= exported


def test_every_word_is_there_and_used():
    assert len(WORDS) == len(re.findall(r"^  \w+: \[", MODULES["words.js"], re.MULTILINE))
    assert set(re.findall(r'\bt\("(\w+)"', OTHERS)) <= set(WORDS)
    assert not {key for key in WORDS if f'"{key}"' not in OTHERS}


def test_both_languages_say_the_same():
    for key, words in WORDS.items():
        places = [sorted(re.findall(r"\{\d\}", text)) for text in words]
        assert places[0] == places[1], key
        assert "你" not in words[0], key
