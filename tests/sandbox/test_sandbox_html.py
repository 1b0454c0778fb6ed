"""Telegram's HTML: what it means, how it is refused, and that escaped text always comes back unchanged."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.display import as_html
from bot.sandbox.errors import ApiError
from bot.sandbox.htmltext import parse_html, utf16_length
from bot.sandbox.text import formatted

GOOD = [
    ("<b>bold</b>", "bold", [("bold", 0, 4)]),
    ("😀<i>x</i>", "😀x", [("italic", 2, 1)]),
    ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
    ("<STRONG>x</strong >", "x", [("bold", 0, 1)]),
    ("<u>a</u><s>b</s><del>c</del>", "abc", [("underline", 0, 1), ("strikethrough", 1, 1), ("strikethrough", 2, 1)]),
    ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
    ("<tg-spoiler>x</tg-spoiler>", "x", [("spoiler", 0, 1)]),
    ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
    ("<b></b>x", "x", []),
    ("1 &lt; 2 &amp;&amp; 3 &gt; 2 &quot;&#33;&#x21;", '1 < 2 && 3 > 2 "!!', []),
    ("&nbsp; & &copy;", "&nbsp; & &copy;", []),
    ('<a href="not a link">x</a>', "x", []),
    ("&#55357;&#56832;", "😀", []),
]
BAD = [
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("汉<p>x</p>", 'Unsupported start tag "p" at byte offset 3'),
    ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ("<b", "Unclosed start tag at byte offset 0"),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
    ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
    ("<a =x>y</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
    ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
    ("&#xd800;", "Text contains invalid Unicode characters"),
]


@pytest.mark.parametrize(("source", "text", "entities"), GOOD)
def test_good_markup(source, text, entities):
    parsed, found = parse_html(source)
    assert parsed == text
    assert [(e["type"], e["offset"], e["length"]) for e in found] == entities


def test_arguments():
    assert parse_html('<a href="https://example.org/?a=1&amp;b=2">x</a>')[1][0]["url"] == "https://example.org/?a=1&b=2"
    assert parse_html("<a href='tg://user?id=7'>x</a>")[1][0]["user"]["id"] == 7
    assert parse_html('<pre><code class="language-python">x</code></pre>')[1] == [
        {"offset": 0, "length": 1, "type": "pre", "language": "python"}
    ]
    assert parse_html('<tg-emoji emoji-id="5">x</tg-emoji>')[1][0]["custom_emoji_id"] == "5"


@pytest.mark.parametrize(("source", "reason"), BAD)
def test_bad_markup(source, reason):
    with pytest.raises(ApiError) as caught:
        parse_html(source)
    assert caught.value.description.startswith(f"Bad Request: can't parse entities: {reason}")
    assert caught.value.violation


@given(st.text())
def test_escaped_text_comes_back(text):
    assert parse_html(html.escape(text, quote=False)) == (text, [])


@given(st.lists(st.tuples(st.sampled_from(["b", "i", "u", "s", "code"]), st.text(min_size=1))))
def test_tagged_text_comes_back_with_its_places(parts):
    source = "".join(f"<{tag}>{html.escape(text)}</{tag}>" for tag, text in parts)
    text, entities = parse_html(source.replace("&#x27;", "'"))
    assert text == "".join(text for _, text in parts)
    assert [e["length"] for e in entities] == [utf16_length(text) for _, text in parts]


@given(st.text(alphabet="<>/&;#=\"' abx1汉😀"))
def test_whatever_comes_is_parsed_or_refused(source):
    try:
        text, entities = parse_html(source)
    except ApiError:
        return
    assert all(e["offset"] + e["length"] <= utf16_length(text) for e in entities)


@given(st.text(alphabet="<>&\"'ab汉😀 "))
def test_display_never_lets_markup_through(text):
    shown = as_html({"text": text, "entities": [{"type": "bold", "offset": 0, "length": utf16_length(text)}]})
    assert html.unescape(shown.removeprefix("<b>").removesuffix("</b>")) == text


def test_trimming_moves_entities():
    text, entities = formatted({"text": "\n <b> x </b> ", "parse_mode": "HTML"})
    assert (text, entities) == ("x", [{"offset": 0, "length": 1, "type": "bold"}])


def test_addresses_are_found():
    text, entities = formatted({"text": "see https://example.org/a, mail desk@example.org or /help@sandbox_bot"})
    found = [(e["type"], text[e["offset"] : e["offset"] + e["length"]]) for e in entities]
    assert found == [
        ("url", "https://example.org/a"),
        ("email", "desk@example.org"),
        ("bot_command", "/help@sandbox_bot"),
    ]
