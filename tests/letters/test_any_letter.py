"""Nothing that calls itself a letter raises, comes out without bounds, or carries what could do harm further on."""

import unicodedata
from dataclasses import astuple
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letter_parts import letter, multipart, nested

from domain.letters import Letter, read
from domain.letters.parts import MOST_PARTS
from domain.letters.reading import MOST_TEXT

LETTERS = [path.read_bytes() for path in sorted((Path(__file__).parent / "corpus").glob("*.eml"))]
PIECES = [
    b"\r\n\r\n",
    b"--",
    b"=?gbk?B?",
    b'"',
    b"<",
    b"(",
    b";",
    b"\x00",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"charset*=utf-16''%ff",
    b"charset=punycode",
    b"filename*=bad'x",
    b"name*0*=x''a; name*1=b",
    b"Content-Type: message/rfc822\r\n\r\n",
    b"Content-Type: message/delivery-status\r\n\r\n",
    b"Content-Type: multipart/mixed; boundary=b\r\n",
    b"Date: Mon, 99 Mar 99999999 99:99 +9999\r\n",
]
MB = 1024 * 1024

wounds = st.tuples(st.integers(0, 3000), st.integers(0, 60), st.sampled_from([*PIECES, b""]) | st.binary(max_size=8))


def wounded(raw: bytes, changes: list[tuple[int, int, bytes]]) -> bytes:
    """A letter some bytes of which were lost and others put in."""
    for at, lost, put in changes:
        raw = raw[: at % (len(raw) + 1)] + put + raw[at % (len(raw) + 1) + lost :]
    return raw


def assert_harmless(seen: Letter) -> None:
    lines = [seen.subject, seen.organisation, seen.message_id, seen.in_reply_to, *seen.references]
    lines += astuple(seen.sender) if seen.sender else ()
    lines += [text for attachment in seen.attachments for text in (attachment.name, attachment.mime)]
    for line in lines:
        assert len(line) <= 400
        assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in line if c != "\u200d")
    for text in (seen.text, seen.full_text, seen.signature):
        assert len(text) <= MOST_TEXT
        assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in text if c not in "\n\u200d")
    assert all("/" not in file.name and "\\" not in file.name and file.name for file in seen.attachments)
    assert len(seen.attachments) <= MOST_PARTS


@given(st.binary(max_size=2000))
def test_any_bytes(raw: bytes) -> None:
    assert_harmless(read(raw))


@given(st.sampled_from(LETTERS), st.lists(wounds, min_size=1, max_size=6))
def test_any_real_letter_that_was_damaged(raw: bytes, changes: list[tuple[int, int, bytes]]) -> None:
    assert_harmless(read(wounded(raw, changes)))


BOMBS = {
    "two thousand shells": nested(2000) + b"\r\nhi",
    "ten shells around short lines": nested(9) + b"\r\n" + b"QUJD\r\n" * (MB // 2),
    "letters in letters": b"Content-Type: message/rfc822\r\n\r\n" * 3000,
    "a hundred thousand parts": multipart(*[b"\r\nhi"] * 100_000),
    "brackets": letter("To: " + "(" * 20_000, "Cc: " + "<" * 20_000),
    "eight thousand addressees": letter("To: " + ", ".join(f"a{number}@b.example" for number in range(8000))),
    "encoded words": letter("Subject: " + " ".join(["=?utf-8?B?5byg5LiJ?="] * 5000)),
    "a parameter of half a megabyte": letter("Content-Type: text/plain" + ';"' * 250_000),
    "a million headers": b"a:\n" * 1_000_000,
    "empty lines": b"\n" * (8 * MB),
    "one line": letter(body=b"a" * (4 * MB)),
    "elements in elements": letter("Content-Type: text/html", body="<div>" * 100_000),
    "comments without an end": letter("Content-Type: text/html", body="<!--" * 100_000),
    "tags without an end": letter("Content-Type: text/html", body="<a<" * 100_000),
    "marks upon a letter": letter(body="a" + "\u0301\u0316" * 50_000),
    "a quadratic character set": letter(
        "Content-Type: text/plain; charset=punycode", body=b"a" * 90_000 + b"-" + b"z" * 90_000
    ),
    "attributions": letter(body="On 12:30 a@b\n" * 4000),
    "headers of other letters": letter(body="From: \n\n\nTo: \n" * 4000),
    "closing formulas": letter(body="祝好\n" * 15_000),
    "names in names": letter(body="We are " + "Aa " * 15_000),
    "names of files": letter("Content-Disposition: attachment; " + "; ".join(f"filename*{number}*=a" for number in range(400))),
}


@pytest.mark.parametrize("raw", BOMBS.values(), ids=BOMBS.keys())
def test_a_letter_made_to_take_for_ever_is_read_like_any_other(raw: bytes) -> None:
    assert_harmless(read(raw))


@pytest.mark.parametrize(
    ("raw", "incomplete"),
    [
        (letter(), False),
        (multipart(*[b"\r\nhi"] * (MOST_PARTS - 1)), False),
        (multipart(*[b"\r\nhi"] * MOST_PARTS), True),
        (nested(30) + b"\r\nhi", True),
        (letter(body="word " * MOST_TEXT), True),
    ],
)
def test_what_a_limit_left_out_is_said(raw: bytes, incomplete: bool) -> None:
    assert read(raw).incomplete is incomplete


def test_too_many_parts_do_not_hide_the_first() -> None:
    assert read(multipart(b"\r\nThe question", *[b"\r\nnoise"] * 100)).text.startswith("The question")
