"""Letters made to do harm reach the desk as harmless ones, and hold up none that comes after them."""

import base64
import io
import zipfile
from collections.abc import AsyncIterator
from email.header import Header
from pathlib import Path

import pytest
from correspondent import Correspondent
from mail_office import a_mail_stage
from stage import Stage, running

MB = 1024 * 1024
MALLORY = "mallory@firm.example"
VICTIM = "victim@other.example"
MIXED = "Content-Type: multipart/mixed; boundary=x"
PAGE = "<p>请问会费多少？</p><script>steal()</script><img src=x onerror=steal()><a href='javascript:steal()'>这里</a>"
SHELL = b"Content-Type: message/rfc822\r\n\r\n"


def _letter(*headers: str, body: bytes = b"Hello") -> bytes:
    fields = {"From": f"Mallory <{MALLORY}>", "Subject": "Hello", "Message-ID": "<1@firm.example>"}
    fields |= dict(header.split(": ", 1) for header in headers)
    return "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode() + b"\r\n" + body


def _encoded(text: str) -> str:
    return Header(text, "utf-8", maxlinelen=1000).encode()


def _with_file(name: str, content: bytes) -> bytes:
    head = f'--x\r\nContent-Disposition: attachment; filename="{_encoded(name)}"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    return _letter(MIXED, body=b"--x\r\n\r\nHello\r\n" + head.encode() + base64.encodebytes(content) + b"\r\n--x--\r\n")


def _bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(20 * MB))
    return packed.getvalue()


HARMFUL = {
    "a name with a header in it": (_letter("From: " + _encoded(f"王五\r\nBcc: {VICTIM}") + f" <{MALLORY}>"), "王五", "\nBcc"),
    "a subject with a letter in it": (_letter("Subject: " + _encoded(f"入会\r\nBcc: {VICTIM}\r\n\r\nBuy")), "入会", "\nBcc"),
    "a page with scripts": (_letter("Content-Type: text/html; charset=utf-8", body=PAGE.encode()), "请问会费多少？", "steal"),
    "ten megabytes of nesting": (_letter("Content-Type: message/rfc822", body=SHELL * (10 * MB // len(SHELL))), MALLORY, "rfc"),
    "a file that unpacks to a thousand times its size": (_with_file("papers.zip", _bomb()), "Hello", "zeros"),
    "a file named backwards": (_with_file("报价\u202efdp.exe", b"MZ"), "报价fdp.exe", "\u202e"),
}


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with a_mail_stage(tmp_path) as made, running(made):
        yield made


@pytest.mark.parametrize(("raw", "seen", "unseen"), HARMFUL.values(), ids=HARMFUL.keys())
async def test_it_does_no_harm(stage: Stage, raw: bytes, seen: str, unseen: str) -> None:
    mallory, wang, desk = Correspondent(stage, MALLORY), Correspondent(stage), stage.at_desk()
    await mallory.sends(raw, MALLORY)
    await desk.sees(seen)
    await wang.writes("请问怎样入会？")
    card = await desk.sees("请问怎样入会？")
    await stage.at_desk(card["message_thread_id"]).says("欢迎！")
    await wang.gets(2)
    shown = "".join(f"{each.get('text')}{each.get('caption')}{each.get('document')}" for each in await desk.messages())
    assert unseen not in shown
    receipt = await mallory.gets(1)
    assert (receipt["Bcc"], receipt["To"]) == (None, MALLORY)
    assert {each for letter in stage.sandbox.world.mail.carried() for each in letter.recipients} == {
        *(MALLORY, wang.address),
        stage.sandbox.world.mail.address,
    }
    assert await stage.violations() == []
