"""Every letter is taken once, whatever the server does and wherever the process ends; the mailbox stays as people left it."""

import asyncio
import itertools
import smtplib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from post_office import JOIN, Office, letter

from bot.mailbox import collecting, threads
from bot.mailbox.session import KEYWORD, Session
from domain.letters import MOST_BYTES


def _breaks(session: Session) -> None:
    session.abandon()
    session.headers(1)


ONE, TWO, THREE = "<1@firm.example>", "<2@firm.example>", "<3@firm.example>"


async def test_what_comes_after_the_first_start_is_taken_as_it_came(office: Office) -> None:
    office.comes(letter(1))
    async with office.reading() as looks:
        where = urlsplit(office.sandbox.smtp_url)
        smtp = await asyncio.to_thread(smtplib.SMTP, where.hostname, where.port)
        await asyncio.to_thread(smtp.sendmail, "writer2@firm.example", [JOIN], letter(2))
        await asyncio.to_thread(smtp.quit)
        await looks.until(lambda: office.rung == 1)
    assert office.taken() == [TWO]
    [(raw, sender, size, kept)] = office.rows("SELECT raw, sender, size, kept FROM letters")
    assert raw == office.inbox.items[2].letter.raw
    assert (sender, size, kept) == ("writer2@firm.example", len(raw), "whole")


async def test_five_thousand_old_letters_cost_nothing(office: Office) -> None:
    old = office.post.file(letter(0), None)
    for _ in range(5000):
        office.inbox.add(old)
    async with office.reading() as looks:
        assert office.taken() == []
        office.comes(letter(1))
        await looks.until(lambda: office.rung == 1)
    assert office.taken() == [ONE]


async def test_a_date_brings_in_what_came_since_and_nothing_older(office: Office) -> None:
    day = 86_400_000
    since = int(datetime(2026, 3, 10, tzinfo=UTC).timestamp() * 1000)
    for number, at in enumerate((since - 400 * day, since - 1000, since, since + day), 1):
        office.inbox.add(office.post.file(letter(number), at))
    await office.read(since=since)
    assert office.taken() == [THREE, "<4@firm.example>"]
    await office.read(since=since - day)  # the operator wants to go back further
    assert office.taken() == [THREE, "<4@firm.example>", TWO]


async def test_a_mailbox_numbered_anew(office: Office) -> None:
    await office.read()
    office.comes(letter(1))
    await office.read()
    for number in (2, 3):  # twice, as the server moves again
        office.renumber()
        office.comes(letter(number))
        await office.read()
    assert office.taken() == [ONE, TWO, THREE]


async def test_uids_that_begin_again_without_a_word(office: Office) -> None:
    await office.read()
    for number in range(1, 4):
        office.comes(letter(number))
    await office.read()
    office.inbox.items.clear()
    office.inbox.next_uid = 1
    office.comes(letter(4))
    await office.read()
    assert office.taken() == [ONE, TWO, THREE, "<4@firm.example>"]


async def test_moved_away_and_back_and_deleted(office: Office) -> None:
    async with office.reading() as looks:
        office.comes(letter(1))
        await looks.until(lambda: office.rung == 1)
        [item] = office.inbox.items.values()
        office.post.make_folder("已办").add(item.letter, item.flags)
        office.inbox.remove([item.uid])
        office.inbox.add(item.letter, item.flags)
        office.comes(letter(2))
        await looks.until(lambda: office.rung == 2)
        office.inbox.remove(list(office.inbox.items))
        office.comes(letter(3))
        await looks.until(lambda: office.rung == 3)
    assert office.taken() == [ONE, TWO, THREE]


async def test_the_same_letter_once_and_another_that_bears_its_number(office: Office) -> None:
    await office.read()
    office.comes(letter(1))
    office.comes(b"X-Delivered-Twice: yes\r\n" + letter(1))
    office.comes(letter(1, "别的内容"))
    await office.read()
    assert office.taken() == [ONE, ONE]


async def test_the_mailbox_stays_as_people_left_it(office: Office) -> None:
    await office.read()
    office.comes(letter(1))
    office.comes(letter(2))
    office.inbox.mark(office.inbox.items[2], frozenset({"\\Deleted"}))  # no one has emptied the bin yet
    await office.read()
    assert [set(item.flags) for item in office.inbox.items.values()] == [{KEYWORD}, {KEYWORD, "\\Deleted"}]


async def test_people_find_it_read_where_the_address_says_so(office: Office) -> None:
    await office.read()
    office.account = replace(office.account, seen=True)
    office.comes(letter(1))
    await office.read()
    assert office.inbox.items[1].flags == {KEYWORD, "\\Seen"}


async def test_killed_between_the_commit_and_the_mark(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    await office.read()
    office.comes(letter(1))
    with monkeypatch.context() as patched:
        patched.setattr(Session, "mark", lambda *_: None)
        await office.read()
    assert not office.inbox.items[1].flags
    await office.read()
    assert office.inbox.items[1].flags == {KEYWORD}
    assert office.taken() == [ONE]


@pytest.mark.parametrize("called", [False, True], ids=["before", "after"])
async def test_ended_at_any_step(office: Office, monkeypatch: pytest.MonkeyPatch, *, called: bool) -> None:
    await office.read()
    for number in (1, 2, 3):
        office.comes(letter(number))
    for step in range(1, 16):
        calls = itertools.count(1)

        async def within(session: Session, call: Callable[..., Any], *args: Any, last: int = step) -> Any:
            ends = next(calls) == last  # noqa: B023 - of this round
            result = await threads.within(session, call, *args) if called or not ends else None
            if ends:
                raise asyncio.CancelledError
            return result

        monkeypatch.setattr(collecting, "within", within)
        await office.read()
    assert office.taken() == [ONE, TWO, THREE]
    assert all(item.flags == {KEYWORD} for item in office.inbox.items.values())


async def test_a_server_that_does_not_tell_the_next_uid(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    look = Session.look
    monkeypatch.setattr(Session, "look", lambda session: replace(look(session), next_uid=0))
    await office.read()
    office.comes(letter(9))
    office.inbox.remove([1])
    await office.read()
    for number in (1, 2):
        office.comes(letter(number))
        await office.read()
        office.inbox.remove(list(office.inbox.items))
    assert office.taken() == [ONE, TWO]


async def test_a_server_that_says_nothing_by_itself_is_asked(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Session, "idles", property(lambda _: False, lambda *_: None), raising=False)
    async with office.reading() as looks:
        office.comes(letter(1))
        await looks.until(lambda: office.rung == 1)
    assert office.taken() == [ONE]


async def test_a_letter_too_large_leaves_its_headers(office: Office) -> None:
    await office.read()
    office.comes(letter(1, "x" * 70 + "\n") + b"y" * MOST_BYTES)
    office.comes(letter(2))
    await office.read()
    assert office.taken() == [ONE, TWO]
    [(kept, raw, size), (other, *_)] = office.rows("SELECT kept, raw, size FROM letters ORDER BY id")
    assert (kept, other) == ("headers", "whole")
    assert size > MOST_BYTES
    assert raw.rstrip() == office.inbox.items[1].letter.raw.partition(b"\r\n\r\n")[0]


async def test_a_letter_the_server_does_not_give_out_stops_none(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    await office.read()
    give = Session.raw
    monkeypatch.setattr(Session, "raw", lambda session, uid: _breaks(session) if uid == 1 else give(session, uid))
    office.comes(letter(1))
    office.comes(letter(2))
    async with office.reading() as looks:
        assert looks.failures == 3
    assert office.taken() == ["", TWO]
    assert [kept for (kept,) in office.rows("SELECT kept FROM letters ORDER BY id")] == ["nothing", "whole"]


async def test_goes_on_after_an_outage(office: Office) -> None:
    async with office.reading() as looks:
        await office.sandbox.mail.stop()
        office.comes(letter(1))
        await looks.until(lambda: looks.failures >= 2)
        await office.sandbox.mail.start()
        await looks.until(lambda: office.rung == 1)
    assert office.taken() == [ONE]


async def test_hostile_letters_are_letters(office: Office) -> None:
    await office.read()
    hostile = [b"", b"\r\n", b"\xff\x00" * 100, b"From: " + b"(" * 20_000 + b"\r\n\r\n", b"From: a\r\n" * 3000, letter(1)]
    for raw in hostile:
        office.comes(raw)
    await office.read()
    assert len(office.taken()) == len(hostile)
