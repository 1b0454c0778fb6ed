"""Headers, character sets, pages and files, each with what goes wrong in them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from letter_parts import letter, multipart

from domain.letters import Automatic, read
from domain.letters.charsets import decode
from domain.letters.cleaning import file_name
from domain.letters.files import MOST_BYTES
from domain.letters.pages import text_of

SAID = "贵联盟的会费标准是多少？我们是一家小企业。"


@pytest.mark.parametrize("charset", ["gb2312", "GBK", "gb18030", "utf-8", '"UTF-8"', "x-gbk", "gb_2312-80", "hz", "utf-16"])
def test_the_character_set_that_is_named(charset: str) -> None:
    known = {'"UTF-8"': "utf-8", "x-gbk": "gbk", "gb_2312-80": "gbk"}.get(charset, charset)
    assert decode(SAID.encode(known), charset) == SAID


@pytest.mark.parametrize("named", ["", "us-ascii", "iso-8859-1", "no-such-set", "a\x00b", "base64", "unicode_escape", "utf-8"])
@pytest.mark.parametrize("written", ["utf-8", "gb18030"])
def test_the_character_set_that_is_not(named: str, written: str) -> None:
    assert decode(SAID.encode(written), named) == SAID


@pytest.mark.parametrize("named", ["", "us-ascii", "iso-8859-1", "windows-1252"])
def test_accents_are_no_chinese(named: str) -> None:
    assert decode("Une référence à préciser".encode("cp1252"), named) == "Une référence à préciser"


@given(st.binary(max_size=200), st.text(max_size=30))
def test_any_bytes_are_some_text(data: bytes, named: str) -> None:
    decode(data, named).encode()


@pytest.mark.parametrize(
    ("written", "address", "name"),
    [
        ("From: =?utf-8?Q?=E7=8E=8B=E6=98=8E?= <wang@North.Example>", "wang@north.example", "王明"),
        ('From: "=?gbk?B?zfXD9w==?=" <wang@north.example>', "wang@north.example", "王明"),
        ('From: "chair@alliance.example" <x@evil.example>', "x@evil.example", "chair@alliance.example"),
        ("From: a@north.example, b@evil.example", "a@north.example", ""),
        ("From: wang@north.example (Wang)", "wang@north.example", "Wang"),
        ("From: =?utf-8?B?4oCuZXZpbA==?= <a@north.example>", "a@north.example", "evil"),
    ],
)
def test_who_writes(written: str, address: str, name: str) -> None:
    sender = read(written.encode() + b"\r\n\r\nHello").sender
    assert sender is not None
    assert (sender.address, sender.name) == (address, name)


@pytest.mark.parametrize(
    "written", ["From: nobody", "From:", "From: <>", "From: a\x00@b.example", "X: y", "From: " + "(" * 9000]
)
def test_nobody_can_be_made_out(written: str) -> None:
    assert read(written.encode() + b"\r\n\r\nHello").sender is None


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ((), None),
        (("Auto-Submitted: no",), None),
        (("X-Auto-Response-Suppress: None",), None),
        (("Precedence: normal",), None),
        (("Return-Path: <ann@north.example>",), None),
        (("Auto-Submitted: Auto-Replied; x=y",), Automatic.SUBMITTED),
        (("X-Autoreply: yes",), Automatic.SUBMITTED),
        (("Precedence: Bulk",), Automatic.PRECEDENCE),
        (("List-Id: <a.b.example>",), Automatic.LIST),
        (("X-Auto-Response-Suppress: DR, OOF",), Automatic.SUPPRESSED),
        (("Return-Path: < >",), Automatic.NO_RETURN_PATH),
        (("X-Alliance-Bot: 1",), Automatic.LOOP),
        (("Content-Type: multipart/report; report-type=disposition-notification; boundary=b",), Automatic.REPORT),
    ],
)
def test_what_is_never_answered_automatically(headers: tuple[str, ...], why: Automatic | None) -> None:
    assert read(letter(*headers)).automatic is why


@pytest.mark.parametrize("address", ["MAILER-DAEMON", "no-reply", "noreply-77", "bounce-1", "postmaster+x"])
def test_nobody_reads_what_is_sent_to_a_daemon(address: str) -> None:
    assert read(f"From: {address}@north.example\r\n\r\nHello".encode()).automatic is Automatic.DAEMON


def test_a_report_that_a_person_passes_on_is_no_bounce() -> None:
    report = b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; a\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    seen = read(multipart(b"\r\nWhat does this mean?", report))
    assert (seen.bounce, seen.automatic, seen.text) == (None, None, "What does this mean?")
    assert read(multipart(report, kind="report")).bounce is not None


def test_a_report_of_success_is_no_bounce() -> None:
    status = b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nAction: delivered\r\nStatus: 2.0.0\r\n"
    seen = read(multipart(b"\r\nDelivered.", status, kind="report"))
    assert seen.bounce is None
    assert seen.automatic is Automatic.REPORT


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>one</p><p>two<br>lines</p>", "one\n\ntwo\nlines"),
        ("<p class=MsoNormal>one</p><p class=MsoNormal>two</p>", "one\ntwo"),
        ("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo"),
        ("<blockquote>said<blockquote>before</blockquote></blockquote>", "> said\n> > before"),
        ("a<script>b</script><style>c</style><!-- d --><img src=x onerror=e()>f", "af"),
        ("1 &lt; 2 &amp; 3", "1 < 2 & 3"),
        ("<pre>one\ntwo</pre>", "one\ntwo"),
        ("one\ntwo", "one two"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("", ""),
    ],
)
def test_a_page_is_read_as_it_is_seen(page: str, text: str) -> None:
    assert text_of(page) == text


@given(st.text(st.sampled_from("<>/!-&;=\"' \n\0apbrdivscripttable"), max_size=200))
def test_any_page_is_some_text(page: str) -> None:
    assert text_of(page) == text_of(page)


def test_lines_that_a_program_has_broken_are_joined() -> None:
    flowed = "Content-Type: text/plain; charset=utf-8; format=flowed"
    assert read(letter(flowed, body="One \r\nsentence.\r\n\r\nAnother.")).text == "One sentence.\n\nAnother."
    assert read(letter(f"{flowed}; delsp=yes", body="一句 \r\n话。")).text == "一句话。"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\章程.pdf", "章程.pdf"),
        ("...", "1.pdf"),
        ("\u200b\u202e", "1.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("a\r\nb.pdf", "a b.pdf"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
        ("x" * 300, "x" * 120),
    ],
)
def test_names_of_files(written: str, name: str) -> None:
    assert file_name(written, "1.pdf") == name


@given(st.text(max_size=300))
def test_any_name_of_a_file(written: str) -> None:
    name = file_name(written, "1.pdf")
    assert 0 < len(name) <= 120
    assert not set(name) & set("/\\\r\n\0")
    assert file_name(name, "1.pdf") == name


@pytest.mark.parametrize(
    ("name", "start", "dangerous"),
    [
        ("charter.pdf", b"%PDF", False),
        ("sheet.xlsx", b"PK", False),
        ("papers.zip", b"PK", False),
        ("sheet.xlsm", b"PK", True),
        ("setup.EXE", b"", True),
        ("page.html", b"<p>", True),
        ("charter.pdf", b"MZ\x90", True),
        ("photo.jpg", b"\x7fELF", True),
    ],
)
def test_what_could_do_harm_is_named_and_marked(name: str, start: bytes, dangerous: bool) -> None:
    part = b"Content-Disposition: attachment; filename=" + name.encode() + b"\r\n\r\n" + start
    [file] = read(multipart(part)).attachments
    assert (file.name, file.dangerous) == (name, dangerous)


def test_what_is_too_big_is_named_only() -> None:
    part = b"Content-Disposition: attachment; filename=film.mp4\r\n\r\n" + b"x" * (MOST_BYTES + 1)
    [file] = read(multipart(part)).attachments
    assert (file.name, file.too_big, file.size, file.content) == ("film.mp4", True, MOST_BYTES + 1, b"")


def test_an_enclosed_letter_is_a_file_named_by_its_subject() -> None:
    [file] = read(multipart(b"Content-Type: message/rfc822\r\n\r\nSubject: Minutes\r\n\r\nText")).attachments
    assert file.name == "Minutes.eml"
    assert file.content.endswith(b"Text")


@pytest.mark.parametrize(
    ("headers", "body", "organisation"),
    [
        ("From: a@163.com", "你好，我是北岭机器人有限公司的王明，想入会。", "北岭机器人有限公司"),
        ("From: a@gmail.com", "Hello,\n\nI work for Elm Robotics Inc. in Leeds.", "Elm Robotics Inc."),
        ("From: a@vip.sina.com", "你好", ""),
        ("From: a@mail.elm.example", "Hello", "elm.example"),
        ("From: a@elm.example", "Question\n\nBest regards,\nAnn\nInstitute of Applied Optics", "Institute of Applied Optics"),
    ],
)
def test_whom_somebody_writes_for(headers: str, body: str, organisation: str) -> None:
    assert read(f"{headers}\r\n\r\n{body}".encode()).organisation == organisation
