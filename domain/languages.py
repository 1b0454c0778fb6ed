"""Which of our two languages a person reads.

Babel's own negotiation does not lead from Telegram's ``zh-hans`` to ``zh_Hans_CN``, so the way is written down here.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """A language the bot speaks; the value is what settings and storage hold."""

    CHINESE = "zh"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text in both languages."""

    zh: str
    en: str

    def in_(self, language: str) -> str:
        """Return the text as readers of ``language`` see it."""
        return self.zh if language == Language.CHINESE else self.en


def from_telegram(code: str | None, default: Language) -> Language:
    """Return the language for Telegram's IETF tag: every kind of Chinese reads 简体中文, others English.

    A missing tag gives ``default`` (the setting ``DEFAULT_LANGUAGE``).
    """
    if not code or not code.strip():
        return default
    primary = code.strip().lower().replace("_", "-").split("-", 1)[0]
    return Language.CHINESE if primary == "zh" else Language.ENGLISH


def of_text(text: str) -> Language:
    """Return the language ``text`` is written in: Chinese where it has a Chinese character, as mixed questions have."""
    return Language.CHINESE if re.search(r"[\u3400-\u9fff]", text) else Language.ENGLISH
