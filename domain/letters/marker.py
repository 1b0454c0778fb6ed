"""The line our own letters begin with, so that an answer to them can be told from what it answers."""

from domain.languages import Bilingual

REPLY_ABOVE = Bilingual(zh="—— 请在此行上方回复 ——", en="—— Please reply above this line ——")

_NAMES = tuple(text.strip("— ").casefold() for text in (REPLY_ABOVE.zh, REPLY_ABOVE.en))


def is_marker(line: str) -> bool:
    """Whether a line is ours; mail programs may have indented it, or changed the dashes."""
    return any(name in line.casefold() for name in _NAMES)
