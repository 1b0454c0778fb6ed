"""The mailbox through real mail programs: smtplib hands letters in, imap-tools collects them."""

from __future__ import annotations

import asyncio
import base64
import imaplib
import io
import smtplib
import threading
from collections.abc import AsyncIterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from imap_tools import AND, MailBoxUnencrypted

from bot.sandbox.mail.letters import LARGEST
from bot.sandbox.mail.reading import read
from bot.sandbox.server import Sandbox, running_sandbox
from bot.sandbox.world import World

JOIN = "desk@alliance.example"
WRITER = "Li Wei <li@firm.example>"


def with_mail(state: Path) -> Any:
    return running_sandbox(World(mail_address=JOIN), mail=True, state=state)


@pytest.fixture
async def sandbox(tmp_path) -> AsyncIterator[Sandbox]:
    async with with_mail(tmp_path / "world.json") as running:
        yield running


def hand_in(sandbox: Sandbox, message: EmailMessage) -> None:
    where = urlsplit(sandbox.smtp_url)
    with smtplib.SMTP(where.hostname, where.port) as smtp:
        smtp.login("anybody", "any password")
        smtp.send_message(message)


def mailbox(sandbox: Sandbox) -> MailBoxUnencrypted:
    where = urlsplit(sandbox.imap_url)
    return MailBoxUnencrypted(where.hostname, where.port).login("anybody", "any password")


def letter(to: str = JOIN) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"], message["Message-ID"] = WRITER, to, "入会咨询", "<1@firm.example>"
    message.set_content("您好！")
    return message


async def test_a_letter_goes_where_it_is_addressed(tester):
    message = letter(f"{JOIN.upper()}, other@else.example")
    message.add_attachment(b"\x00\x01", "application", "pdf", filename="章程.pdf")
    await asyncio.to_thread(hand_in, tester.sandbox, message)
    answer = await tester.look("letters")
    sent, received = answer["letters"]
    assert (sent["kind"], sent["to"], received["kind"], received["to"]) == ("sent", ["other@else.example"], "received", [JOIN])
    for one in (sent, received):
        assert (one["from"], one["subject"], one["text"].strip()) == (WRITER, "入会咨询", "您好！")
        assert one["attachments"] == [{"name": "章程.pdf", "mime": "application/pdf", "size": 2, "index": 0}]
    async with tester.http.get(f"{tester.sandbox.url}/control/letters/{received['n']}/0") as response:
        assert await response.read() == b"\x00\x01"
    async with tester.http.get(f"{tester.sandbox.url}/control/letters/{received['n']}") as response:
        assert message_from_bytes(await response.read())["Return-Path"] == "<li@firm.example>"
    for missing in ("9", f"{sent['n']}/1", "x"):
        assert (await tester.look(f"letters/{missing}"))["error"] == "no such letter"
    told = [event["letter"] for event in (await tester.look("wait", after=0))["events"]]
    assert told == [sent, received]


async def test_a_letter_too_large_is_refused(tester):
    def announce() -> int:
        where = urlsplit(tester.sandbox.smtp_url)
        with smtplib.SMTP(where.hostname, where.port) as smtp:
            smtp.ehlo()
            return smtp.mail("li@firm.example", [f"SIZE={LARGEST + 1}"])[0]

    assert await asyncio.to_thread(announce) == 552
    whole = io.BytesIO(orjson.dumps({"raw_base64": base64.b64encode(bytes(LARGEST + 1)).decode()}))
    url, kind = f"{tester.sandbox.url}/control/letters", {"Content-Type": "application/json"}
    async with tester.http.post(url, data=whole, headers=kind) as response:
        assert (await response.json())["error"] == "a letter has at most 25 MB"


async def test_a_mail_program_collects_marks_and_moves(tester):
    def collect() -> list[Any]:
        with mailbox(tester.sandbox) as box:
            (found,) = box.fetch(mark_seen=False)
            box.flag(found.uid, ["Desk-Stored", "\\Seen"], True)
            assert box.uids(AND(keyword="Desk-Stored")) == [found.uid]
            assert box.uids(AND(seen=False)) == []
            box.folder.create("已办/今年")
            box.folder.rename("已办", "已办结")
            box.copy(found.uid, "已办结/今年")
            box.delete(found.uid)
            box.append(letter("other@else.example").as_bytes(), "已办结/今年")
            assert box.uids() == []
            box.folder.set("已办结/今年")
            return [found, *box.fetch(mark_seen=False)]

    assert (await tester.look("letters"))["collected"] is False
    await asyncio.to_thread(hand_in, tester.sandbox, letter())
    found, moved, filed = await asyncio.to_thread(collect)
    assert (found.from_, found.subject, found.text.strip()) == ("li@firm.example", "入会咨询", "您好！")
    assert (moved.subject, set(moved.flags)) == ("入会咨询", {"Desk-Stored", "\\Seen"})
    assert filed.to == ("other@else.example",)
    answer = await tester.look("letters")
    assert answer["collected"] is True
    assert [one["kind"] for one in answer["letters"]] == ["received"]


async def test_whoever_waits_hears_of_a_new_letter(tester):
    waiting = threading.Event()

    def wait() -> list[bytes]:
        with mailbox(tester.sandbox) as box, box.idle as idle:
            waiting.set()
            return idle.poll(timeout=30)

    heard = asyncio.create_task(asyncio.to_thread(wait))
    assert await asyncio.to_thread(waiting.wait, 30)
    await tester.does("letters", **{"from": WRITER}, text="hello")
    assert (await heard)[0] == b"* 1 EXISTS"


async def test_an_outage_breaks_off_whoever_waits(sandbox):
    where = sandbox.smtp_url, sandbox.imap_url

    def wait() -> MailBoxUnencrypted:
        box = mailbox(sandbox)
        box.idle.start()
        return box

    box = await asyncio.to_thread(wait)
    await sandbox.stop()
    with pytest.raises(imaplib.IMAP4.abort):
        await asyncio.to_thread(box.idle.stop)
    box.client.shutdown()
    await sandbox.start(sandbox.port)
    assert (sandbox.smtp_url, sandbox.imap_url) == where
    await asyncio.to_thread(hand_in, sandbox, letter())


async def test_a_mailbox_survives_a_restart(tmp_path):
    def mark(sandbox: Sandbox) -> tuple[Any, ...]:
        with mailbox(sandbox) as box:
            first, second = box.uids()
            box.delete(first)
            box.flag(second, ["Desk-Stored"], True)
            return box.folder.status()["UIDVALIDITY"], box.folder.status()["UIDNEXT"], second

    def find(sandbox: Sandbox) -> tuple[Any, ...]:
        with mailbox(sandbox) as box:
            (uid,) = box.uids(AND(keyword="Desk-Stored"))
            return box.folder.status()["UIDVALIDITY"], box.folder.status()["UIDNEXT"], uid

    async with with_mail(tmp_path / "world.json") as sandbox:
        await asyncio.to_thread(hand_in, sandbox, letter())
        await asyncio.to_thread(hand_in, sandbox, letter())
        before = await asyncio.to_thread(mark, sandbox)
    async with with_mail(tmp_path / "world.json") as sandbox:
        assert await asyncio.to_thread(find, sandbox) == before
        assert sandbox.world.mail.carried()[0].content.subject == "入会咨询"


async def test_a_written_letter_stands_in_its_thread(tester):
    answer = EmailMessage()
    answer["From"], answer["To"], answer["Subject"] = JOIN, WRITER, "答复"
    answer["Reply-To"], answer["Message-ID"] = "desk+7@alliance.example", f"<{'x' * 90}@alliance.example>"
    answer["References"] = "<1@firm.example>"
    answer.set_content("Welcome.")
    await asyncio.to_thread(hand_in, tester.sandbox, answer)
    files = [{"name": "公司简介.txt", "base64": base64.b64encode(b"who we are").decode()}]
    written = await tester.does("letters", **{"from": WRITER}, text="谢谢！", in_reply_to=1, attachments=files)
    assert (written["subject"], written["text"].strip()) == ("Re: 答复", "谢谢！")
    assert written["attachments"] == [{"name": "公司简介.txt", "mime": "text/plain", "size": 10, "index": 0}]
    raw = message_from_bytes(tester.world.mail.carried()[1].raw, policy=policy.default)
    assert (raw["To"], raw["In-Reply-To"]) == ("desk+7@alliance.example", answer["Message-ID"])
    assert raw["References"].split() == ["<1@firm.example>", answer["Message-ID"]]


@pytest.mark.parametrize(
    "given_fields",
    [
        {},
        {"from": "nobody"},
        {"from": WRITER, "subject": "two\r\nBcc: lines@else.example"},
        {"from": WRITER, "in_reply_to": 9},
        {"from": WRITER, "attachments": [{"name": "x"}]},
        {"from": WRITER, "attachments": [{"name": "x", "base64": "", "mime": "x\r\ny"}]},
        {"raw_base64": "!"},
    ],
)
async def test_no_letter_from_nonsense(tester, given_fields):
    await tester.refused("letters", **given_fields)
    assert (await tester.look("letters"))["letters"] == []


NESTED = "".join(f'Content-Type: multipart/mixed; boundary="{n}"\r\n\r\n--{n}\r\n' for n in range(200)).encode()
UGLY = {
    b"": ("", ""),
    b"\xff no header at all": ("", "\ufffd no header at all"),
    b"Subject: =?x-none?b?####?=\r\nContent-Type: text/plain; charset=x-none\r\n\r\nwords": ("=?x-none?b?####?=", "words"),
    "Subject: 原样\r\n\r\n".encode() + "正文".encode(): ("原样", "正文"),
    b"Content-Type: text/plain; charset=gb2312\r\n\r\n" + "镕".encode("gbk"): ("", "镕"),
    b"Content-Type: text/html\r\n\r\n<style>x</style><p>one<script>alert(1)</script></p><p>two": ("", "one\ntwo"),
    b"Content-Type: multipart/mixed\r\n\r\nno boundary": ("", "no boundary"),
    b"From: =?utf-8?q?=22?= <\r\nTo: <<>>,;:\r\nDate: never\r\nMessage-ID: <[>\r\n\r\nodd": ("", "odd"),
}


async def test_ugly_letters_are_shown_and_collected(tester):
    def collect() -> list[bytes]:
        with mailbox(tester.sandbox) as box:
            client, numbers = box.client, "1:*"
            assert client.fetch(numbers, "(ENVELOPE BODYSTRUCTURE)")[0] == "OK"
            assert client.search(None, "SUBJECT", "x")[0] == "OK"
            return [part[1] for part in client.fetch(numbers, "(BODY.PEEK[])")[1] if isinstance(part, tuple)]

    for raw in (*UGLY, NESTED):
        await tester.does("letters", raw_base64=base64.b64encode(raw).decode())
    *letters, nested = (await tester.look("letters"))["letters"]
    assert [(one["subject"], one["text"].strip()) for one in letters] == list(UGLY.values())
    assert "--199" in nested["text"]
    collected = await asyncio.to_thread(collect)
    assert all(whole.endswith(raw) for whole, raw in zip(collected, (*UGLY, NESTED), strict=True))


HEADERS = st.lists(st.sampled_from(["From", "Subject", "Content-Type", "Content-Disposition", "Message-ID"]), max_size=3)
PIECES = st.lists(
    st.sampled_from([*'"<>;:@,()=%', "=?utf-8?b?", "?=", "\r\n ", "é", "\ud800", "name*0*=", "text/html"]), max_size=8
)


@given(st.data())
def test_anything_can_be_read(data):
    lines = [f"{name}: {''.join(data.draw(PIECES))}" for name in data.draw(HEADERS)]
    raw = "\r\n".join(lines).encode("utf-8", "surrogatepass") + b"\r\n\r\n" + data.draw(st.binary(max_size=40))
    content = read(raw)
    assert orjson.dumps([content.sender, content.subject, content.text, [part.name for part in content.attachments]])


async def test_what_no_mail_program_should_say_harms_nobody(sandbox):
    def misbehave() -> list[bytes]:
        where = urlsplit(sandbox.imap_url)
        with imaplib.IMAP4(where.hostname, where.port, timeout=10) as client:
            client.login("anybody", "any password")
            for command in (lambda: client.create("&AB"), lambda: client.list("&", "&AB")):
                with pytest.raises(imaplib.IMAP4.error, match="Invalid arguments"):
                    command()
            client.append("INBOX", None, '"31-Dec-9999 23:59:59 -2359"', b"x")
            client.select()
            return client.uid("search", "ALL")[1]

    assert await asyncio.to_thread(misbehave) == [b"1"]
