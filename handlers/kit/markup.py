"""Text that is safe to send: what people typed is escaped where it enters, and nothing is longer than Telegram takes.

Telegram counts UTF-16 units after it has read the tags, so lengths are measured the same way.
"""

import html
import re
from collections.abc import Iterable

MESSAGE_LIMIT = 4096
CAPTION_LIMIT = 1024

_TAG = re.compile(r"<[^<>]*>")


class Html(str):
    """Text in Telegram's HTML whose every foreign part has been escaped."""

    __slots__ = ()


def escape(text: str) -> Html:
    """Return ``text`` so that it is shown literally. NUL, which Telegram refuses, is left out."""
    return Html(html.escape(text.replace("\x00", ""), quote=False))


def fill(template: str, /, **values: object) -> Html:
    """Fill ``{name}`` places of a trusted ``template``; what is not `Html` already is escaped."""
    return Html(
        template.format(**{name: value if isinstance(value, Html) else escape(str(value)) for name, value in values.items()})
    )


def bold(text: str) -> Html:
    """Return ``text`` in bold."""
    return Html(f"<b>{text if isinstance(text, Html) else escape(text)}</b>")


def lines(parts: Iterable[str | None]) -> Html:
    """Join paragraphs, leaving out what is None."""
    return Html("\n".join(part for part in parts if part is not None))


def units(text: str) -> int:
    """Return the UTF-16 units of a plain text, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain(markup: str) -> str:
    """Return ``markup`` as it is read once its tags are."""
    return html.unescape(_TAG.sub("", markup))


def shown_length(markup: str) -> int:
    """Return how long ``markup`` is once Telegram has read its tags."""
    return units(plain(markup))


def clip(text: str, limit: int) -> str:
    """Return plain ``text`` cut to ``limit`` UTF-16 units, marked when something is missing."""
    if units(text) <= limit:
        return text
    return text[: _fitting(text, limit - 1)] + "…"


def split(text: str, limit: int) -> list[str]:
    """Cut plain ``text`` into pieces of at most ``limit`` UTF-16 units, at line ends and spaces where there are any."""
    pieces = []
    while units(text) > limit:
        head = text[: _fitting(text, limit)]
        at = max(head.rfind("\n"), head.rfind(" "))
        cut = at + 1 if at > len(head) // 2 else len(head)
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text] if text else pieces


def _fitting(text: str, limit: int) -> int:
    """Return how many characters from the beginning of ``text`` have at most ``limit`` UTF-16 units."""
    fitting = limit
    while (excess := units(text[:fitting]) - limit) > 0:
        fitting -= max(1, excess // 2)
    return fitting
