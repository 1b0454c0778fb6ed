"""A letter to the join address is an enquiry like any other: written over SMTP, seen in the topic."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from clocks import TestClock
from correspondent import Correspondent, words
from mail_office import a_mail_stage
from stage import FAST, Player, Stage, running


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with a_mail_stage(tmp_path) as made:
        yield made


@pytest.fixture
async def wang(stage: Stage) -> AsyncIterator[Correspondent]:
    async with running(stage):
        yield Correspondent(stage)


async def card_of(stage: Stage, *parts: str) -> tuple[dict[str, Any], Player]:
    """Return the card that says ``parts``, and a colleague in its topic."""
    card = await stage.at_desk().sees(*parts)
    return card, stage.at_desk(card["message_thread_id"])


async def test_a_letter_opens_a_topic(stage: Stage, wang: Correspondent) -> None:
    await wang.writes("请问中小企业怎样加入联盟？\n\n--\n王小明\n上海云帆智能科技有限公司\n电话 021-0000 0000")
    card, _ = await card_of(stage, "请问中小企业怎样加入联盟？")
    for part in ("🆕 Q-20", "王小明 <wang@firm.example>", "入会咨询", "上海云帆智能科技有限公司", "原信"):
        assert part in card["text"] or part in str(card["reply_markup"])
    assert "电话" not in card["text"]
    assert await stage.violations() == []


async def test_files_reach_the_topic_and_dangerous_ones_do_not(stage: Stage, wang: Correspondent) -> None:
    pdf, program = ("简介.pdf", "application/pdf", b"%PDF-1.4 x"), ("a.exe", "application/octet-stream", b"MZ x")
    empty = ("空白.pdf", "application/pdf", b"")  # Telegram takes no empty file
    await wang.writes("资料见附件。", files=[pdf, program, empty])
    _, desk = await card_of(stage, "资料见附件。")
    said = await desk.sees("a.exe", "空白.pdf")
    assert "简介.pdf" not in said["text"]
    documents = [m["document"] for m in await desk.messages() if "document" in m]
    assert [each["file_name"] for each in documents] == ["简介.pdf"]
    assert documents[0]["file_size"] == len(pdf[2])


async def test_the_original_comes_when_asked_for(stage: Stage, wang: Correspondent) -> None:
    await wang.writes("有空请回电。\n\n--\n王小明\n电话 021-0000 0000")
    card, desk = await card_of(stage, "有空请回电。")
    await desk.taps("原信", card)
    await desk.sees("电话 021-0000 0000")
    documents = [m for m in await desk.until_messages(4) if "document" in m]
    assert documents[0]["document"]["file_name"].endswith(".eml")


async def test_the_next_letter_reaches_the_same_topic(stage: Stage, wang: Correspondent) -> None:
    first = await wang.writes("请问怎样加入？")
    card, desk = await card_of(stage, "请问怎样加入？")
    reference = card["text"].split()[1]
    await wang.writes("补充：我们在上海。", "Re: 入会咨询", In_Reply_To=first)
    shown = await desk.sees("补充：我们在上海。")
    assert shown["text"].startswith(f"💬 {reference}")
    assert len([m for m in await stage.at_desk().messages() if m.get("text", "").startswith("🆕")]) == 1


async def test_a_receipt_goes_once_and_its_answer_comes_back(stage: Stage, wang: Correspondent) -> None:
    await wang.writes("会费是多少？")
    card, desk = await card_of(stage, "会费是多少？")
    receipt = await wang.gets()
    reference = card["text"].split()[1]
    assert reference in words(receipt)
    assert receipt["Auto-Submitted"] == "auto-replied"
    assert (receipt["In-Reply-To"], receipt["References"]) == (wang.sent[0], wang.sent[0])
    assert f"[{reference}/" in receipt["Subject"]
    assert "t.me/" in words(receipt)
    assert "会费是多少？" not in words(receipt)
    await wang.writes("谢谢，我再想想。", answering=receipt)
    await desk.sees("谢谢，我再想想。")
    await wang.writes("另外一件事。", "另一封信")
    await desk.sees("另外一件事。")
    assert len(wang.received()) == 1


async def test_the_subject_alone_leads_back_for_its_own_person(stage: Stage, wang: Correspondent) -> None:
    await wang.writes("请问怎样加入？")
    card, desk = await card_of(stage, "请问怎样加入？")
    tagged = (await wang.gets())["Subject"]
    stranger = Correspondent(stage, "mallory@other.example", "Mallory")
    await stranger.writes("Show me everything.", tagged, In_Reply_To=(await wang.gets())["Message-ID"])
    theirs, _ = await card_of(stage, "Show me everything.", "🆕")
    assert theirs["message_thread_id"] != card["message_thread_id"]
    await wang.writes("还有一问。", tagged)
    await desk.sees("还有一问。")
    assert not any("Show me" in m.get("text", "") for m in await desk.messages())


async def test_what_a_machine_wrote_is_never_answered(stage: Stage, wang: Correspondent) -> None:
    await wang.writes("I am on holiday.", Auto_Submitted="auto-replied")
    await wang.writes("newsletter", List_Id="<news.example>")
    await wang.writes("请问怎样加入？")
    _, desk = await card_of(stage, "请问怎样加入？")
    receipt = await wang.gets()
    await wang.writes("我正在休假。", answering=receipt, Auto_Submitted="auto-replied")
    await desk.sees("🤖", "我正在休假。")
    assert len(wang.received()) == 1
    assert not any("holiday" in m.get("text", "") for m in await stage.at_desk().messages())


async def test_a_machine_that_goes_on_and_on_does_not_flood_the_topic(stage: Stage, wang: Correspondent) -> None:
    await wang.writes("请问怎样加入？")
    _, desk = await card_of(stage, "请问怎样加入？")
    receipt = await wang.gets()
    for number in range(25):
        await wang.writes(f"我正在休假，第 {number} 次。", answering=receipt, Auto_Submitted="auto-replied")
    mallory = Correspondent(stage, "mallory@other.example", "Mallory")
    await mallory.writes("Hello!")
    await card_of(stage, "Hello!")
    assert len([m for m in await desk.messages() if "🤖" in m.get("text", "")]) == 19


async def test_who_forbids_automatic_answers_is_a_person_all_the_same(stage: Stage, wang: Correspondent) -> None:
    await wang.writes("请问怎样加入？", X_Auto_Response_Suppress="All")
    await card_of(stage, "请问怎样加入？", "🆕")
    await wang.writes("另外一件事。")
    await wang.gets()
    assert len(wang.received()) == 1


async def test_a_letter_that_came_back_is_told_below_what_was_said(stage: Stage, wang: Correspondent) -> None:
    await wang.writes("请问怎样加入？")
    _, desk = await card_of(stage, "请问怎样加入？")
    receipt = await wang.gets()
    report = (
        "From: MAILER-DAEMON@mail.example\r\nTo: mufan@aiiaorg.cn\r\nSubject: Undelivered\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n"
        "--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example\r\n\r\n"
        "Final-Recipient: rfc822; wang@firm.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        f"--x\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {receipt['Message-ID']}\r\n\r\n--x--\r\n"
    )
    for number in range(3):  # whoever has the letter can forge as many as they like, and to whom it went
        forged = report.replace("rfc822; wang@firm.example", f"rfc822; buy@pills{number}.example")
        await wang.sends(f"X-Number: {number}\r\n{forged}".encode(), "")
    await wang.writes("换个地址再试。")
    await desk.sees("换个地址再试。")
    returned = [m["text"] for m in await desk.messages() if "退回" in m.get("text", "")]
    assert len(returned) == 1
    assert "wang@firm.example" in returned[0]
    assert "5.1.1" in returned[0]
    assert "pills" not in returned[0]


async def test_too_many_letters_in_a_minute_are_kept_back(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.ticker.PERIOD", 0.2)
    wang = Correspondent(stage)
    clock = TestClock(FAST)
    async with running(stage, clock):
        for number in range(23):
            await wang.writes(f"第 {number} 封信。")
        _, desk = await card_of(stage, "第 0 封信。")
        await desk.sees("第 19 封信。")
        clock.advance(hours=0.05)
        told = await desk.sees("3 条", "显示")
        await desk.taps("显示", told)
        await desk.sees("第 22 封信。")
    assert len(wang.received()) == 1


async def test_three_receipts_a_day_are_enough_for_an_address(stage: Stage, wang: Correspondent) -> None:
    for number in range(4):
        await wang.writes(f"第 {number} 件事。")
        await card_of(stage, f"第 {number} 件事。", "🆕")
        await wang.gets(min(number + 1, 3))
        await asyncio.to_thread(change, stage, "UPDATE enquiries SET state = 'closed', closed_at = 0")
    await wang.writes("再见。")
    await card_of(stage, "再见。", "🆕")
    assert len(wang.received()) == 3


async def test_a_letter_soon_after_the_end_opens_the_enquiry_again(stage: Stage, wang: Correspondent) -> None:
    await wang.writes("请问怎样加入？")
    card, desk = await card_of(stage, "请问怎样加入？")
    await desk.taps("办结", card)
    await desk.sees("✅")
    await wang.writes("还有一个问题。", "另一封信")
    await desk.sees("💬", "还有一个问题。")
    await desk.sees("🆕", "请问怎样加入？", "等待答复")


async def test_a_robot_that_answers_every_letter_hears_nothing_more(stage: Stage, wang: Correspondent) -> None:
    await wang.writes("您好。", "Ticket 1")
    _, desk = await card_of(stage, "您好。")
    receipt = await wang.gets()
    for number in range(3):  # a robot that says of nothing it writes that it is one, and keeps no thread
        await wang.writes(f"Your ticket {number} was received.", f"Ticket {number}: {receipt['Subject']}")
        await desk.sees(f"Your ticket {number} was received.")
    assert len(wang.received()) == 1


async def test_what_we_cannot_attribute_is_told_once(stage: Stage, wang: Correspondent) -> None:
    for number in range(2):
        await wang.sends(b"From: nobody at all\r\nSubject: x\r\n\r\n%d\r\n" % number, "a@firm.example")
    await wang.writes("请问怎样加入？")
    await card_of(stage, "请问怎样加入？")
    said = [m for m in await stage.at_desk().messages() if "无法确认来信人" in m.get("text", "")]
    assert len(said) == 1


async def test_an_answer_of_a_calendar_is_one_line(stage: Stage, wang: Correspondent) -> None:
    await wang.writes("请问怎样加入？")
    _, desk = await card_of(stage, "请问怎样加入？")
    reply = ("invite.ics", "text/calendar", b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n")
    await wang.writes("", "Accepted: 理事会", files=[reply], Auto_Submitted="auto-replied")
    await desk.sees("📅", "Accepted: 理事会")


async def test_a_letter_too_large_to_fetch_is_named(stage: Stage, wang: Correspondent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.mailbox.taking.MOST_BYTES", 2000)
    await wang.writes("长" * 3000, "很长的信")
    _, desk = await card_of(stage, "很长的信", "（没有正文）")
    said = await desk.sees("来信过大")
    assert "请到邮箱中阅读" in said["text"]


def change(stage: Stage, sql: str) -> None:
    with closing(sqlite3.connect(stage.folder / "alliance.db")) as connection, connection:
        connection.execute(sql)
