"""Text that is safe to send, for any text at all: shown literally, measured as Telegram measures, cut nowhere but between
characters, and whole again when put together. The sandbox's reader of Telegram's HTML is the judge.
"""

import pytest
from hostile_texts import LONG, ODD, SHOWN
from hypothesis import example, given
from hypothesis import strategies as st

from bot.sandbox.htmltext import parse_html, utf16_length
from handlers.kit.markup import bold, clip, escape, fill, lines, shown_length, split, units

hostile = st.one_of(st.sampled_from(SHOWN + ODD + LONG), st.text(), st.text("<>&;#abc/= \"'lt"))
broken = st.one_of(hostile, st.text(st.characters(categories=["Cs", "Lu", "So"])))
"""Also with halves of characters, which only a broken client could send."""

limits = st.integers(2, 50)


def without_nul(text: str) -> str:
    return text.replace("\x00", "")


@given(hostile)
def test_what_is_escaped_is_shown_as_it_was_typed(text: str) -> None:
    assert parse_html(escape(text)) == (without_nul(text), [])


@given(hostile, hostile)
def test_only_the_templates_own_markup_counts(name: str, value: str) -> None:
    filled = fill("<b>{name}</b>: <i>{value}</i>", name=name, value=value)
    shown, entities = parse_html(filled)
    assert shown == f"{without_nul(name)}: {without_nul(value)}"
    assert [entity["type"] for entity in entities] == ["bold"] * bool(without_nul(name)) + ["italic"] * bool(without_nul(value))


@given(hostile)
def test_what_was_escaped_is_not_escaped_again(text: str) -> None:
    assert fill("{text}", text=escape(text)) == escape(text)
    assert fill("{text}", text=bold(text)) == bold(text)
    assert parse_html(bold(bold(text)))[0] == without_nul(text)


@given(st.lists(hostile, max_size=4))
def test_the_shown_length_is_what_telegram_counts(texts: list[str]) -> None:
    markup = lines([bold(texts[0]) if texts else None, *(escape(text) for text in texts[1:])])
    assert shown_length(markup) == utf16_length(parse_html(markup)[0])


@given(broken)
def test_units_count_halves_and_pairs(text: str) -> None:
    assert units(text) == sum(2 if ord(character) > 0xFFFF else 1 for character in text)


@given(broken, limits)
def test_clipped_text_fits_and_is_the_beginning(text: str, limit: int) -> None:
    clipped = clip(text, limit)
    assert units(clipped) <= limit
    if units(text) <= limit:
        assert clipped == text
    else:
        assert clipped.endswith("…")
        assert text.startswith(clipped[:-1])
        assert units(clipped) >= limit - 1  # no more is lost than must be


@given(broken, limits)
@example("\ud800" * 60, 10)
@example("🙂" * 60, 3)
def test_pieces_fit_and_are_the_whole(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert "".join(pieces) == text
    assert all(0 < units(piece) <= limit for piece in pieces)


@pytest.mark.parametrize("text", LONG)
def test_pieces_of_a_long_message_are_as_few_as_can_be(text: str) -> None:
    assert len(split(text, 3796)) <= 2


@given(st.text("ab ", min_size=60))
def test_words_stay_whole_where_there_is_a_space_in_the_second_half(text: str) -> None:
    *pieces, _last = split(text, 50)
    assert all(piece.endswith(" ") or " " not in piece[26:] for piece in pieces)
