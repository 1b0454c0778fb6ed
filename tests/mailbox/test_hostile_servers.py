"""A mail server may answer anything: what comes of it is a `MailboxError` or nothing, never another error, never its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mailbox.account import Account
from bot.mailbox.answers import described, literal
from bot.mailbox.failing import Cause, MailboxError, failing_as

answers = st.lists(
    st.one_of(st.none(), st.binary(max_size=80), st.tuples(st.binary(max_size=40), st.binary(max_size=40)))
    | st.from_regex(rb'\d (\(UID \d+ RFC822\.SIZE \d+ INTERNALDATE "[ \d]\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d [+-]\d{4}"\))')
)


@given(answers)
def test_any_answer_to_fetch(lines: list[object]) -> None:
    assert all(each.uid >= 0 and each.size >= 0 for each in described(lines, 0))
    assert literal(lines) is None or isinstance(literal(lines), bytes)


@pytest.mark.parametrize("error", [ValueError("password"), TypeError(), KeyError("x"), RecursionError(), AssertionError()])
def test_whatever_the_library_stumbles_over(error: Exception) -> None:
    with pytest.raises(MailboxError) as raised, failing_as(Cause.LOGIN):
        raise error
    assert str(raised.value) == "login"
    assert raised.value.__cause__ is None


@pytest.mark.parametrize(
    ("url", "account"),
    [
        ("imap://a%40b.example:p%2Fw@mail.example", ("mail.example", 143, "a@b.example", "p/w", "INBOX", False)),
        ("imaps://u:pw@mail.example/", ("mail.example", 993, "u", "pw", "INBOX", True)),
        ("imaps://u:pw@mail.example:1993/%E5%85%A5%E4%BC%9A/2026", ("mail.example", 1993, "u", "pw", "入会/2026", True)),
    ],
)
def test_whose_mailbox_it_is(url: str, account: tuple[object, ...]) -> None:
    found = Account.of_url(url)
    assert (found.host, found.port, found.user, found.password, found.folder, found.tls) == account
    assert found.password not in repr(found)
