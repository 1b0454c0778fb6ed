"""Names, codes, contacts and languages as people type them: any text at all is read without an error, in good time, and what
comes out can be shown, stored and read again.
"""

import time
import unicodedata

import pytest
from hostile_texts import ANSWERS, LANGUAGES, LONG, ODD, SHOWN
from hypothesis import example, given
from hypothesis import strategies as st

from domain import contacts, languages, organisations
from domain.languages import Language

NEARLY = "0123456789+-() .@abA\u200b\u200d\u3000１"
typed = st.one_of(st.sampled_from(SHOWN + ODD + ANSWERS), st.text(st.characters()), st.text(NEARLY))
numbers = st.from_regex(r"\+?[0-9]{5,15}( ?(ext|x|#) ?[0-9]{1,5})?", fullmatch=True)
HUGE = (*(text * 25 for text in LONG), "(" * 100_000, "@" * 100_000, "a@" + "b." * 50_000, "+" + "1" * 100_000)
INVISIBLE = (
    "\u3164",
    "\u2800",
    "\u200d",
    "\u3000\u200d",
    "\u034f",
    "\ufe0f\ufe0f",
    "\u115f \u1160",
    "\u0301",
    "\u200b\u200d\n",
)


@given(typed)
@example("e\u200b\u0301")
@example("\u3000\u200d")
def test_clean_text(text: str) -> None:
    cleaned = organisations.clean(text)
    assert cleaned == organisations.clean(cleaned)
    assert cleaned == unicodedata.normalize("NFC", cleaned)
    assert cleaned == cleaned.strip()
    assert all(unicodedata.category(c) not in ("Cc", "Cf", "Cs") for c in cleaned if c not in "\n\u200d")
    cleaned.encode()  # nothing is left that cannot be stored or sent


@given(typed)
def test_one_line(text: str) -> None:
    line = organisations.one_line(text)
    assert line == organisations.one_line(line)
    assert len(line.splitlines()) <= 1
    assert "  " not in line


@pytest.mark.parametrize("text", INVISIBLE)
def test_what_nobody_can_see_is_no_name(text: str) -> None:
    assert organisations.clean(text) == ""


@pytest.mark.parametrize("text", ["👨‍👩‍👧", "क्‍ष", "\U0001fae8", "é", "中", "-", "\ue000"])
def test_what_can_be_seen_stays(text: str) -> None:
    assert organisations.clean(text) == text


@given(typed)
def test_credit_codes(text: str) -> None:
    code, valid = organisations.credit_code(text)
    assert not set(code) & set("- \n\t")
    if valid:
        assert organisations.credit_code(code) == (code, True)
        assert (len(code), code.isascii(), code.isalnum()) == (18, True, True)


@given(st.one_of(typed, numbers, st.emails()))
def test_contacts(text: str) -> None:
    found = contacts.contact(text)
    if found is not None:
        assert contacts.contact(found) == found
        assert found == organisations.one_line(found)
        assert "@" in found or found.startswith("+")  # a mail address may begin with a plus, too


@given(st.one_of(st.none(), typed, st.sampled_from(LANGUAGES)), st.sampled_from(Language))
def test_languages(code: str | None, default: Language) -> None:
    found = languages.from_telegram(code, default)
    if code is None or not code.strip():
        assert found == default
    else:
        assert found == (Language.CHINESE if code.strip().lower()[:2] == "zh" and not code.strip()[2:3].isalpha() else found)
        assert found in Language


@pytest.mark.parametrize("text", HUGE, ids=range(len(HUGE)))
@pytest.mark.parametrize("read", [organisations.clean, organisations.one_line, organisations.credit_code, contacts.contact])
def test_a_hundred_thousand_characters_take_no_time(read, text: str) -> None:
    read("warm")
    began = time.process_time()
    read(text)
    assert time.process_time() - began < 0.5
