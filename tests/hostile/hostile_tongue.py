"""Which language a text is in: nothing of the other one may be left in what people read."""

import re
from typing import Any

from stage import buttons_of

CODES = {"zh": "zh-hans", "en": "en"}
"""What an app says for each language."""

NAMES = {"zh": ("李同事", "周航", "访客", "前同事", "路人", "王小明"), "en": ("Lee", "Joe", "Guest", "Former", "Eve", "Alice")}
"""What people are called who read it; the last name is every enquirer's."""

OWN_NAMES = re.compile(
    r"/[a-z]+( add)?|Q-[0-9-]+|https?://\S+|\S+@[\w.]+|中文 / English|简体中文|English|Telegram|Excel|Example Ltd|Emma|ID"
    r"|OWNER_IDS"
)
"""What is called the same in both languages."""

PROFILE = "[[answers]]"
"""Stands in what colleagues are shown of the profile's own file, which has both languages."""

FOREIGN = {"en": re.compile(r"[\u3400-\u9fff]"), "zh": re.compile(r"[A-Za-z]{2}")}


def is_foreign(text: str, language: str) -> bool:
    """Whether in ``text`` stands something of another language: Chinese characters in English, English words in Chinese."""
    return PROFILE not in text and FOREIGN[language].search(OWN_NAMES.sub("", text)) is not None


def text_of(message: dict[str, Any]) -> str:
    """Return all that is read of a message, its buttons included."""
    return " ".join((message.get("text", ""), message.get("caption", ""), *(button["text"] for button in buttons_of(message))))
