"""A letter is an event like any other: handed over once, with the person who says they wrote it; and it stops nobody."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from post_office import letter
from stage import Stage, a_stage, running

from bot import service
from domain.people import ChannelKind
from handlers import registry
from handlers.kit.capability import Capability, Registry
from handlers.kit.event import Event
from handlers.kit.messages import Message
from handlers.kit.received import ReceivedLetter
from storage.letters import Kept

BOUNCE = b"""Return-Path: <>\r
From: Mail Delivery System <MAILER-DAEMON@mail.example>\r
To: mufan@aiiaorg.cn\r
Subject: Undelivered\r
Content-Type: multipart/report; report-type=delivery-status; boundary=x\r
\r
--x\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mail.example\r
\r
Final-Recipient: rfc822; writer@firm.example\r
Action: failed\r
Status: 5.1.1\r
\r
--x--\r
"""


class Desk:
    """A capability that takes letters: it tells the owner of each, and falls over one with the subject ``trap``."""

    def __init__(self, owner: int) -> None:
        self.owner = owner
        self.letters: list[tuple[Event, ReceivedLetter]] = []

    @property
    def subjects(self) -> list[str]:
        return [received.letter.subject for _, received in self.letters]

    async def take(self, event: Event, received: ReceivedLetter) -> None:
        self.letters.append((event, received))
        if received.letter.subject == "trap":
            raise RuntimeError
        event.post(self.owner, "sendMessage", Message(f"信：{received.letter.subject}").call())


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with a_stage(tmp_path, mail=True, limits=False) as made:
        made.extra |= {"imap_url": made.sandbox.imap_url, "mail_since": datetime(2020, 1, 1, tzinfo=UTC)}
        yield await made.with_office(group=False)


@pytest.fixture
def desk(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Desk:
    assert stage.owner is not None
    made, shipped = Desk(stage.owner.id), registry().capabilities
    monkeypatch.setattr(service, "registry", lambda: Registry((Capability("letters", letters=made.take), *shipped)))
    return made


def comes(stage: Stage, raw: bytes) -> None:
    stage.sandbox.world.mail.deliver("writer@firm.example", raw)


def rows(stage: Stage, sql: str) -> list[Any]:
    with closing(sqlite3.connect(stage.folder / "alliance.db")) as connection:
        return connection.execute(sql).fetchall()


def change(stage: Stage, sql: str) -> None:
    with closing(sqlite3.connect(stage.folder / "alliance.db")) as connection, connection:
        connection.execute(sql)


async def test_each_letter_is_handed_over_once_with_its_writer(stage: Stage, desk: Desk) -> None:
    comes(stage, letter(1))
    comes(stage, letter(2, From="王小明 <Writer1@Firm.example>"))
    comes(stage, letter(3))
    async with running(stage):
        await stage.owner.sees("信：入会咨询 3")
    async with running(stage):  # a second life finds nothing left to do
        comes(stage, letter(4))
        await stage.owner.sees("信：入会咨询 4")
    assert desk.subjects == ["入会咨询 1", "入会咨询 2", "入会咨询 3", "入会咨询 4"]
    actors = [event.who for event, _ in desk.letters]
    assert len({actor.person.id for actor in actors}) == 3
    assert actors[0] == actors[1]
    assert (actors[0].person.name, actors[0].channel.address) == ("王小明", "writer1@firm.example")
    assert (actors[0].channel.kind, actors[0].channel.proven, actors[0].roles) == (ChannelKind.MAIL, False, frozenset())
    assert {received.kept for _, received in desk.letters} == {Kept.WHOLE}


async def test_a_letter_that_cannot_be_handled_is_told_and_stops_none(stage: Stage, desk: Desk) -> None:
    comes(stage, letter(1, Subject="trap"))
    comes(stage, letter(2))
    async with running(stage):
        told = await stage.owner.sees("RuntimeError")
        await stage.owner.sees("信：入会咨询 2")
    assert "writer1" not in told["text"]
    assert desk.subjects == ["trap", "trap", "trap", "入会咨询 2"]
    assert rows(stage, "SELECT state FROM inbox WHERE source LIKE 'mail:%' ORDER BY id") == [("poisoned",), ("done",)]
    assert rows(stage, "SELECT address FROM channels WHERE kind = 'mail'") == [("writer2@firm.example",)]


async def test_a_mail_server_and_we_ourselves_are_nobody(stage: Stage, desk: Desk) -> None:
    comes(stage, letter(1, From="Mufan <MUFAN@aiiaorg.cn>"))
    comes(stage, letter(2, From=""))
    comes(stage, BOUNCE)
    async with running(stage):
        await stage.owner.sees("信：Undelivered")
    assert [event.actor for event, _ in desk.letters] == [None, None, None]
    assert rows(stage, "SELECT count(*) FROM channels WHERE kind = 'mail'") == [(0,)]


async def test_whom_the_office_does_not_listen_to(stage: Stage, desk: Desk) -> None:
    comes(stage, letter(1))
    async with running(stage):
        await stage.owner.sees("信：入会咨询 1")
        change(stage, "UPDATE persons SET blocked_at = 1 WHERE id = (SELECT person_id FROM letters)")
        comes(stage, letter(3, From="writer1@firm.example"))
        comes(stage, letter(2))
        await stage.owner.sees("信：入会咨询 2")
    assert desk.subjects == ["入会咨询 1", "入会咨询 2"]


async def test_a_letter_that_keeps_killing_the_process_is_not_opened_again(stage: Stage, desk: Desk) -> None:
    async with running(stage):
        assert await stage.owner.messages()
    change(stage, "INSERT INTO inbox (source, key, payload, received_at, tries) VALUES ('mail:a', '1', '{\"letter\":1}', 1, 3)")
    async with running(stage):
        await stage.owner.sees("KilledTheProcess")
    assert desk.letters == []
