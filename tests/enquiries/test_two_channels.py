"""One person by mail and on Telegram: proven on both sides, never on one, and then one person everywhere."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from clocks import TestClock
from conversation import STEPS_ZH, asks, enquires, reference_in
from correspondent import Correspondent
from mail_office import JOIN, a_mail_stage, raw, received, sent
from sqlalchemy import func, select
from stage import FAST, Player, Stage, running

from storage.database import Database
from storage.schema import audit, bindings, channels, enquiries, letters, outbox, persons, topics

ADDRESS = "wang@firm.example"
LINK = re.compile(r"https://t\.me/\w+\?start=(bind-[A-Za-z0-9_-]+)")
STEPS = tuple((question, act, ADDRESS if answer.isdecimal() else answer) for question, act, answer in STEPS_ZH)
"""The enquiry of somebody who gives an e-mail address."""


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with a_mail_stage(tmp_path) as made:
        yield made


def link_in(letter: dict[str, Any]) -> str:
    found = LINK.search(letter["text"])
    assert found, letter["text"]
    return found.group(1)


async def writes(stage: Stage, text: str = "您好，我们想了解特殊合作。", **more: Any) -> str:
    """Let somebody write a letter, and return what the link in the first answer carries."""
    await stage.control.post("letters", **{"from": f"王小明 <{ADDRESS}>", "subject": "咨询", "text": text} | more)
    return link_in(await received(stage, "t.me", to=ADDRESS))


async def connects(who: Player, link: str) -> None:
    await who.says(f"/start {link}")
    await who.sees("w***@firm.example", "确认")
    await who.taps("确认")
    await who.sees("已关联")


async def rows(stage: Stage, *columns: Any) -> list[tuple[Any, ...]]:
    database = Database(stage.settings().database)
    async with database.reading() as connection:
        found = [tuple(row) for row in (await connection.execute(select(*columns))).all()]
    await database.close()
    return found


async def owners(stage: Stage) -> set[int]:
    """Return whose enquiries, letters and mail address there are."""
    return {number for column in (enquiries.c.person_id, letters.c.person_id) for (number,) in await rows(stage, column)} | {
        number for number, address in await rows(stage, channels.c.person_id, channels.c.address) if address == ADDRESS
    }


async def test_who_wrote_a_letter_goes_on_on_telegram(stage: Stage) -> None:
    async with running(stage):
        link = await writes(stage)
        wang = await stage.person("王小明")
        await connects(wang, link)
        await received(stage, "w***@firm.example", "王小明", to=ADDRESS)
        await wang.says("/status")
        ref = reference_in(await wang.sees("Q-20"))
        card = await stage.at_desk().sees("想了解特殊合作", ref)
        await stage.at_desk().sees("已确认", ADDRESS)
        await wang.says("还有一件事")
        await stage.at_desk(card["message_thread_id"]).sees("还有一件事")
    assert len(await owners(stage)) == 1
    assert [row for row in await rows(stage, audit.c.action) if row == ("person.connected",)] != []
    assert await stage.violations() == []


async def test_the_older_topic_goes_on_and_the_newer_one_leads_there(stage: Stage) -> None:
    async with running(stage):
        wang = await stage.person("王小明")
        first = await asks(wang, "🙂🙂🙂")
        older = (await stage.at_desk().sees(first))["message_thread_id"]
        link = await writes(stage)
        card = await stage.at_desk().sees("想了解特殊合作")
        newer, second = card["message_thread_id"], reference_in(card)
        assert newer != older
        await connects(wang, link)
        shown = await stage.at_desk(newer).sees("较早的话题")
        assert shown["reply_markup"]["inline_keyboard"][0][0]["url"].endswith(f"/{older}")
        await stage.at_desk(older).sees(second)
        await wang.says("/status")
        await wang.sees(first, second)
        await stage.control.post("letters", **{"from": ADDRESS, "subject": "又及", "text": "再问一句"})
        await stage.at_desk(older).sees("再问一句")

        async def closed() -> bool:
            return stage.sandbox.world.chats[stage.staff_chat or 0].topics[newer].closed

        await stage.control.eventually(closed, "the newer topic to be closed")
    assert len(await owners(stage)) == 1
    assert len(await rows(stage, topics.c.person_id)) == 1
    assert await stage.violations() == []


async def test_where_the_letter_came_first_its_topic_goes_on(stage: Stage) -> None:
    async with running(stage):
        link = await writes(stage)
        older = (await stage.at_desk().sees("想了解特殊合作"))["message_thread_id"]
        wang = await stage.person("王小明")
        await asks(wang, "🙂🙂🙂")
        await connects(wang, link)
        await wang.says("我在这里")
        await stage.at_desk(older).sees("我在这里")
    [(kept,)] = set(await rows(stage, topics.c.person_id))
    assert await owners(stage) == {kept}
    gone = [row for row in await rows(stage, persons.c.merged_into, persons.c.name, persons.c.erased_at) if row[0]]
    assert [(merged, name) for merged, name, _ in gone] == [(kept, "")]


async def test_an_address_given_in_the_form_is_confirmed_by_a_letter(stage: Stage) -> None:
    async with running(stage):
        wang = await stage.person("王小明")
        ref = await enquires(wang, STEPS)
        await wang.sees(ref, "w***@firm.example")
        letter = await received(stage, "t.me", to=ADDRESS)
        assert b"auto-submitted: auto-generated" in raw(stage, letter).lower()
        stranger = await stage.person("路人")
        await stranger.says(f"/start {link_in(letter)}")
        assert "w***" not in (await stranger.sees("另一个 Telegram 账号"))["text"]
        await connects(wang, link_in(letter))
        card = await stage.at_desk().sees(ref)
        await stage.control.post("letters", **{"from": ADDRESS, "subject": "补充", "text": "补充一点材料"})
        await stage.at_desk(card["message_thread_id"]).sees("补充一点材料", ref)
    assert len(await owners(stage)) == 1
    assert ("mail", ADDRESS, True) in await rows(stage, channels.c.kind, channels.c.address, channels.c.proven_at.is_not(None))


async def test_a_link_that_a_mail_server_sends_back_is_void(stage: Stage) -> None:
    async with running(stage):
        wang = await stage.person("王小明")
        await enquires(wang, STEPS)
        letter = await received(stage, "t.me", to=ADDRESS)
        report = (
            f"From: MAILER-DAEMON@firm.example\r\nTo: {JOIN}\r\nSubject: Delayed\r\n"
            "Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n"
            "--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; firm.example\r\n\r\n"
            f"Final-Recipient: rfc822; {ADDRESS}\r\nAction: delayed\r\nStatus: 4.2.2\r\n\r\n"
            "--x\r\nContent-Type: message/rfc822\r\n\r\n"
        )
        await Correspondent(stage).sends(report.encode() + raw(stage, letter) + b"\r\n--x--\r\n", "")

        async def void() -> bool:
            return (None,) not in await rows(stage, bindings.c.used_at)

        await stage.control.eventually(void, "the link to be void")
        await wang.says(f"/start {link_in(letter)}")
        await wang.sees("不能再用")


async def test_an_address_is_not_bombed(stage: Stage) -> None:
    clock = TestClock(FAST)
    async with running(stage, clock):
        for name in ("甲", "乙"):
            await enquires(await stage.person(name), STEPS)
        wang = await stage.person("丙")
        for number in range(4):
            await enquires(wang, tuple((q, a, f"wang{number}@firm.example" if t == ADDRESS else t) for q, a, t in STEPS))
        await received(stage, "t.me", to="wang2@firm.example")
        assert len(await sent(stage, ADDRESS)) == 1
        clock.advance(hours=25)
        await enquires(wang, STEPS)

        async def again() -> bool:
            return len(await sent(stage, ADDRESS)) == 2

        await stage.control.eventually(again, "a second letter the next day")
        assert await sent(stage, "wang3@firm.example") == []


async def test_without_a_mail_server_nothing_changes(stage: Stage) -> None:
    stage.extra |= {"smtp_url": None, "imap_url": None}
    async with running(stage):
        wang = await stage.person("王小明")
        await enquires(wang, STEPS)
    assert "w***" not in "".join(await wang.transcript())
    assert await rows(stage, func.count(outbox.c.id).filter(outbox.c.channel == "mail")) == [(0,)]


async def test_a_link_works_once_and_not_for_ever(stage: Stage) -> None:
    clock = TestClock(FAST)
    async with running(stage, clock):
        link = await writes(stage)
        wang, other, late = [await stage.person(name) for name in ("王小明", "路人", "晚到")]
        await wang.says(f"/start {link}")
        mine = await wang.sees("w***@firm.example")
        await other.says(f"/start {link}")  # whoever opened it last may confirm
        theirs = await other.sees("w***@firm.example")
        assert (await wang.answer_to(await wang.taps("确认", mine)))["show_alert"]
        data = theirs["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        forged = await wang.presses(mine, data=data, force=True)
        assert (await wang.answer_to(forged))["show_alert"]
        await connects(wang, link)
        assert "已关联" in (await wang.answer_to(await wang.presses(mine, data=data, force=True)))["text"]
        await wang.says(f"/start {link}")
        await wang.sees("已关联")
        await other.says(f"/start {link}")
        await other.sees("不能再用")
        await late.says("/start bind-" + "A" * 32)
        await late.sees("不能再用")
        await stage.control.post("letters", **{"from": "li@firm.example", "subject": "咨询", "text": "您好，想了解合作。"})
        overdue = link_in(await received(stage, "t.me", to="li@firm.example"))
        clock.advance(hours=24 * 7 + 1)
        await late.says(f"/start {overdue}")
        await late.sees("不能再用")


async def test_a_colleague_is_nobodys_enquirer(stage: Stage) -> None:
    async with running(stage):
        link = await writes(stage)
        assert stage.owner is not None
        await stage.owner.says(f"/start {link}")
        await stage.owner.sees("工作人员")
        wang, second = await stage.person("王小明"), await stage.person("另一位")
        await connects(wang, link)
        await enquires(second, STEPS)  # gives an address that is somebody else's by now
        await second.says(f"/start {link_in(await received(stage, 't.me', '无需', to=ADDRESS))}")
        await second.sees("另一个 Telegram 账号")


async def test_a_restart_between_link_and_tap(stage: Stage) -> None:
    async with running(stage):
        link = await writes(stage)
        wang = await stage.person("王小明")
        await wang.says(f"/start {link}")
        shown = await wang.sees("w***@firm.example")
    async with running(stage):
        await wang.taps("确认", shown)
        await wang.sees("已关联")
        await wang.says("/status")
        await wang.sees("Q-20")
    assert len(await owners(stage)) == 1
