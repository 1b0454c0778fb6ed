"""What a letter looks like on the wire: it can be read back, and nothing hostile gets into its headers."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letter_desk import READER, SENDER, letter

from bot.delivery.mail.account import Account, Tls, account
from bot.delivery.mail.composing import Heading, compose
from bot.profile import load
from bot.settings import given as given_settings
from domain.languages import Language
from domain.letter_pace import LetterPace
from domain.letters.automatic import LOOP_HEADER
from domain.letters.letter import Automatic, Letter
from domain.letters.reading import read
from domain.outbox import Lane
from domain.outgoing import (
    MOST_REFERENCES,
    AutoSubmitted,
    Enclosure,
    OutgoingLetter,
    answer_subject,
    identifiers,
    message_id,
    row_named,
)
from handlers.kit.letters import write
from locales.texts import Texts

NAME = message_id(7, "0123456789abcdef", SENDER.domain)
LONG = f"<{'a' * 120}@firm.example>"
HEADERS = {
    "message-id", "in-reply-to", "references", "from", "to", "reply-to", "subject", "date", "content-language", "mime-version",
    "content-type", "content-transfer-encoding", "auto-submitted", "x-auto-response-suppress", LOOP_HEADER.lower(),
}  # fmt: skip


def on_the_wire(written: OutgoingLetter, to: str = READER) -> tuple[bytes, EmailMessage]:
    raw = compose(written, Heading(NAME, SENDER, to, 1_800_000_000_000))
    return raw, message_from_bytes(raw, policy=policy.default)


def test_a_whole_letter_arrives_as_it_was_written() -> None:
    written = letter(
        text="您好！\n.\n",
        html="<p>您好！</p>",
        in_reply_to=LONG,
        references=("<1@firm.example>", LONG),
        enclosures=(Enclosure("章程.pdf", "application/pdf", b"\x00\x01"),),
    )
    assert OutgoingLetter.of(written.payload()) == written
    raw, message = on_the_wire(written)
    assert raw.isascii()
    assert max(map(len, raw.splitlines())) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert message["Message-ID"] == NAME
    assert message["In-Reply-To"] == LONG
    assert message["References"].split() == ["<1@firm.example>", LONG]
    assert str(message["From"]) == "示例联盟 <desk@alliance.example>"
    assert message["Subject"] == "Re: 入会咨询"
    assert message["Content-Language"] == "zh"
    assert message.get_body(("plain",)).get_content().splitlines() == ["您好！", "."]
    assert "<p>您好！</p>" in message.get_body(("html",)).get_content()
    (enclosed,) = message.iter_attachments()
    assert (enclosed.get_filename(), enclosed.get_content()) == ("章程.pdf", b"\x00\x01")
    assert "Auto-Submitted" not in message


tricks = st.sampled_from('\r\n\u2028\u2029\x00\x0b\u202e<>@:;",=?')
hostile = st.text(st.one_of(st.characters(codec="utf-8"), tricks), max_size=60)
anybody = st.one_of(st.just(READER), hostile)


@settings(max_examples=150)
@given(words=st.tuples(hostile, hostile, hostile, hostile), references=st.lists(hostile, max_size=3), to=anybody)
def test_nothing_hostile_becomes_a_header(words: tuple[str, ...], references: list[str], to: str) -> None:
    subject, name, mime, text = words
    written = letter(
        subject=subject + "\r\nBcc: c@d",
        text=text,
        in_reply_to="".join(references),
        references=tuple(references),
        enclosures=(Enclosure(name + "\r\nBcc: c@d", mime, b"x"),),
        auto_submitted=AutoSubmitted.GENERATED,
    )
    try:
        _raw, message = on_the_wire(written, to)
    except ValueError:
        assert to != READER  # an address that is none
        return
    assert {name.lower() for name, _ in message.items()} <= HEADERS
    assert len(message.get_all("To", [])) == 1
    (enclosed,) = message.iter_attachments()
    assert "\u202e" not in f"{message['Subject']}{enclosed.get_filename()}"


@pytest.mark.parametrize("mime", ["multipart/mixed", "message/rfc822", "text", "a/b; name=x", "", "text/plain\r\nBcc: c@d"])
def test_a_kind_of_file_that_would_be_taken_apart_is_just_bytes(mime: str) -> None:
    _, message = on_the_wire(letter(enclosures=(Enclosure("a.eml", mime, b"From: x\r\n\r\ny"),)))
    (enclosed,) = message.iter_attachments()
    assert (enclosed.get_content_type(), enclosed.get_content()) == ("application/octet-stream", b"From: x\r\n\r\ny")


@pytest.mark.parametrize(
    ("subject", "answer"),
    [
        ("入会", "Re: 入会"),
        ("回复：入会", "回复：入会"),
        ("RE: join", "RE: join"),
        ("Re[2]: join", "Re[2]: join"),
        ("Reform", "Re: Reform"),
        ("a\r\nBcc: b", "Re: a Bcc: b"),
        ("", "Re:"),
    ],
)
def test_an_answer_is_marked_once(subject: str, answer: str) -> None:
    assert answer_subject(subject) == answer
    assert answer_subject(answer) == answer


def test_a_long_thread_names_its_first_letter_and_the_last_ones() -> None:
    all_of_them = [f"<{n}@firm.example>" for n in range(100)]
    named = identifiers([*all_of_them, "no identifier", "<a b@c>", "<x@y\r\nBcc: z>"])
    assert len(named) == MOST_REFERENCES
    assert (named[0], named[-1]) == (all_of_them[0], all_of_them[-1])


@pytest.mark.parametrize("other", ["<outbox.7@alliance.example>", NAME.replace(".7.", ".0."), "<7@x>", "", f"{NAME} {NAME}"])
def test_only_a_message_id_of_ours_names_a_row(other: str) -> None:
    assert row_named(NAME) == (7, "0123456789abcdef")
    assert row_named(other) is None


def test_an_answer_reads_back_without_what_it_answers() -> None:
    profile = load(given_settings(bot_token="1:x"))
    asked = read(b"From: Li Wei <li@firm.example>\r\nMessage-ID: <1@firm.example>\r\nDate: Tue, 24 Nov 2026 10:00:00 +0800\r\n"
                 b"Subject: =?utf-8?b?5YWl5Lya?=\r\n\r\n<b>What</b> does it cost?\r\n")  # fmt: skip
    for language in Language:
        texts = Texts(language, ZoneInfo("Asia/Shanghai"))
        answer = write(texts, profile, "Nothing & <never>.", subject="Re: 入会", answering=asked)
        _, message = on_the_wire(answer)
        assert (answer.in_reply_to, answer.references) == ("<1@firm.example>", ("<1@firm.example>",))
        assert "> <b>What</b> does it cost?" in answer.text
        assert "&lt;b&gt;What&lt;/b&gt;" in answer.html
        assert profile.name.in_(language) in answer.text
        assert read(message.as_bytes()).automatic is Automatic.LOOP
        assert answered_above(message).text == "Thank you!"


def answered_above(message: EmailMessage) -> Letter:
    """Read what somebody writes above our letter, in a program that neither marks nor names what it quotes."""
    answer = EmailMessage()
    answer["From"], answer["Subject"] = READER, "Re: x"
    answer.set_content("Thank you!\n\n" + message.get_body(("plain",)).get_content())
    return read(answer.as_bytes())


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        (
            "smtps://desk%40a.example:p%3Aw@mail.example",
            Account("mail.example", 465, Tls.FROM_THE_START, "desk@a.example", "p:w"),
        ),
        ("smtp://me:pw@mail.example?starttls=1", Account("mail.example", 587, Tls.REQUIRED, "me", "pw")),
        ("smtp://me:pw@mail.example:2525", Account("mail.example", 2525, Tls.OFFERED, "me", "pw")),
        ("smtp://127.0.0.1?starttls=0", Account("127.0.0.1", 25, Tls.OFF)),
    ],
)
def test_what_the_setting_says(url: str, wanted: Account) -> None:
    assert account(url) == wanted
    assert "p:w" not in repr(account(url))


@given(
    rate=st.integers(1, 40),
    steps=st.lists(st.tuples(st.integers(0, 2000), st.sampled_from(list(Lane))), max_size=80),
    left=st.lists(st.integers(-5000, 0), max_size=30),
)
def test_never_more_letters_in_an_hour_than_allowed(rate: int, steps: list[Any], left: list[float]) -> None:
    pace, now, gone = LetterPace(rate, sorted(left)[-rate:]), 0.0, sorted(left)[-rate:]
    for pause, lane in steps:
        now = max(now + pause, pace.overall_at(now, lane))
        now = pace.overall_at(now, lane)
        pace.take(now, READER, lane, "sendMail")
        gone.append(now)
        assert sum(at > now - 3600 for at in gone) <= rate


def test_answers_have_room_when_notices_have_none() -> None:
    pace = LetterPace(20, [0.0] * 18)
    assert pace.overall_at(1.0, Lane.BULK) == 3600
    assert pace.overall_at(1.0, Lane.INTERACTIVE) == 1.0
