"""The words of an HTML letter, line by line, as a reader sees them.

The page first goes through nh3, whose parser does not falter over what browsers forgive; it leaves out scripts, styles and all
else that is not text, so that Python's own parser, which crooked pages bring to a standstill, gets a straight one.
"""

import re
from html.parser import HTMLParser
from itertools import islice

_MOST_TAGS = 10_000
_MOST_DEPTH = 20

_CELLS = frozenset({"td", "th"})
_LINES = frozenset({"address", "blockquote", "div", "h1", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "table", "tr", "ul"})
_UNSEEN = frozenset({"head", "noscript", "script", "style", "svg", "template", "title"})


def text_of(page: str) -> str:
    """Return the words of a page: a line for a line, an empty one between paragraphs, ``>`` before what is quoted."""
    import nh3

    straight = nh3.clean(
        _shortened(page),
        tags=set(_LINES | _CELLS | {"br"}),
        attributes={"p": {"class"}},
        clean_content_tags=set(_UNSEEN),
        link_rel=None,
    )
    return _Words().of(straight)


def _shortened(page: str) -> str:
    """The page up to as many tags as pages have: thousands one in another would take seconds."""
    beyond = next(islice(re.finditer("<", page), _MOST_TAGS, None), None)
    return page[: beyond.start()] if beyond else page


class _Words(HTMLParser):
    """Collects lines, each with how deep it is quoted."""

    def of(self, page: str) -> str:
        """Return the lines of a page."""
        self.lines: list[str] = []
        self.words: list[str] = []
        self.quoted = self.typed = 0
        self.apart = True
        self.feed(page)
        self.close()
        self._end_line()
        return "\n".join(self.lines).strip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, a cell or a quotation. Paragraphs stand apart, but for Outlook's, which are lines."""
        if tag == "p":
            self.apart = not str(dict(attrs).get("class")).startswith("Mso")
        if tag in _CELLS:
            self.words.append(" ")
        elif tag == "br":
            self._end_line(empty=True)
        elif tag == "hr":
            self._begin(tag)
            self.words.append("-" * 10)
        else:
            self._begin(tag)
        self.quoted += tag == "blockquote"
        self.typed += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        """End a line, or a quotation."""
        if tag in _LINES:
            self._begin(tag)
        self.quoted -= tag == "blockquote"
        self.typed -= tag == "pre"

    def handle_data(self, data: str) -> None:
        """Keep the words; a line's end in the source is one on the page only where lines stand as they were typed."""
        first, *further = data.split("\n") if self.typed else [data]
        self.words.append(first)
        for words in further:
            self._end_line(empty=True)
            self.words.append(words)

    def _begin(self, tag: str) -> None:
        self._end_line()
        if tag == "p" and self.apart and self.lines and self.lines[-1].strip("> "):
            self._end_line(empty=True)

    def _end_line(self, *, empty: bool = False) -> None:
        shown = "".join(self.words)
        self.words = []
        words = " ".join(shown.split())
        if words or empty or "\xa0" in shown:
            self.lines.append("> " * min(self.quoted, _MOST_DEPTH) + words)
