"""One letter delivered twice is one; whatever differs in what its writer wrote makes it another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from post_office import letter

from domain.letter_identity import digest

TRACES = (
    b"Return-Path: <writer@firm.example>\r\n",
    b"Received: from mx.example (mx.example [192.0.2.1])\r\n\tby mail.example; Tue, 24 Nov 2026 10:00:00 +0800\r\n",
    b"X-CM-TRANSID: abc\r\n",
    b"Authentication-Results: mail.example; spf=pass\r\n",
)


@given(st.lists(st.sampled_from(TRACES)))
def test_what_servers_add_makes_no_other_letter(added: list[bytes]) -> None:
    assert digest(b"".join(added) + letter(1)) == digest(letter(1))


def test_how_the_lines_are_broken_makes_no_other_letter() -> None:
    once = b"Message-ID: <1@firm.example>\r\nReferences: <a@x> <b@x>\r\n\r\nHello\r\n"
    assert digest(once.replace(b"> <", b">\r\n\t<")) == digest(once)
    assert digest(once.replace(b"\r\n", b"\n")) == digest(once + b"\r\n") == digest(once)


@pytest.mark.parametrize(
    "other",
    [
        letter(1, "别的"),
        letter(1, From="other@firm.example"),
        letter(1, Subject="别的"),
        letter(1, Date="Tue, 24 Nov 2026 10:00:01 +0800"),
        letter(1, Reply_To="other@firm.example"),
        letter(1, In_Reply_To="<7@firm.example>"),
        letter(1, Auto_Submitted="auto-replied"),
        letter(1).replace(b"\r\n\r\n", b"\r\n\r\n\r\nMessage-ID: <1@firm.example>\r\n", 1),
    ],
)
def test_nobody_makes_a_letter_disappear_by_its_message_id(other: bytes) -> None:
    assert digest(other) != digest(letter(1))


@given(st.binary(max_size=400), st.binary(max_size=400))
def test_without_a_message_id_every_byte_counts(one: bytes, other: bytes) -> None:
    assert (digest(b"Subject: x\r\n" + one) == digest(b"Subject: x\r\n" + other)) is (one == other) or b"essage" in one + other


@given(st.binary(max_size=2000))
def test_any_bytes_have_one(raw: bytes) -> None:
    assert len(digest(raw)) == 64
