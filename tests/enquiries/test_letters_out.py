"""What colleagues write in a topic reaches people who wrote by mail as letters, in the thread, whole and as they meant it."""

import base64
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mail_office import JOIN, a_mail_stage, as_read, raw, received, sent, topic_of, writes
from stage import PNG, Stage, a_file, buttons_of, running
from telegram import Chat, Message, MessageEntity

from domain.people import Channel, ChannelKind, way_to
from handlers.enquiries.content import content_of

PDF = b"%PDF-1.4 charter"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Stage]:
    async with a_mail_stage(tmp_path) as stage:
        yield stage


@pytest.mark.parametrize(
    ("asked", "above", "signature"),
    [
        ("Our robot dog would like to join.", "Please reply above this line", "Alliance"),
        ("我们的机器狗想加入联盟，请问怎样办理？", "请在此行上方回复", "联盟"),
    ],
)
async def test_an_answer_is_a_letter_in_the_thread(office: Stage, asked: str, above: str, signature: str) -> None:
    async with running(office):
        first = await writes(office, asked)
        desk = await topic_of(office, asked[:12])
        answer = await desk.says("Welcome aboard! 欢迎。")
        letter = await received(office, "Welcome aboard! 欢迎。")
        await desk.sees_reaction(answer, "👌")
    read = as_read(office, letter)
    assert (letter["to"], read.sender and read.sender.address) == (["emma@firm.example"], JOIN)
    assert (read.in_reply_to, read.references) == (first["message_id"], (first["message_id"],))
    assert read.subject.startswith("Re: Joining [Q-")
    assert b"auto-submitted" not in raw(office, letter).lower()
    assert all(part in letter["text"] for part in (above, signature, f"> {asked[:12]}"))
    assert read.text == "Welcome aboard! 欢迎。" or above in read.full_text


async def test_a_further_letter_goes_on_in_the_same_thread(office: Stage) -> None:
    async with running(office):
        await writes(office, "Our robot dog would like to join.")
        desk = await topic_of(office, "Our robot dog")
        await desk.says("How old is it?")
        question = await received(office, "How old is it?")
        second = await writes(office, "It is three years old.", in_reply_to=question["n"], subject=None)
        await desk.sees("It is three years old.")
        await desk.says("Then it may join.")
        answer = as_read(office, await received(office, "Then it may join."))
    assert answer.in_reply_to == second["message_id"]
    assert answer.references[-2:] == (question["message_id"], second["message_id"])
    assert answer.subject == as_read(office, question).subject


async def test_files_arrive_as_they_are_and_an_album_as_one_letter(office: Stage) -> None:
    async with running(office):
        await writes(office, "Please send me the charter.")
        desk = await topic_of(office, "Please send me the charter.")
        await desk.sends_file("章程.pdf", PDF)
        charter = await received(office, "Please find a file enclosed.", files=1)
        await desk.sends_album({"photo": a_file("a.png"), "caption": "Our rooms"}, {"photo": a_file("b.png", PNG + b"2")})
        rooms = await received(office, "Our rooms", files=2)
        letters = len(await sent(office))
    (file,) = as_read(office, charter).attachments
    assert (file.name, file.mime, file.content) == ("章程.pdf", "application/pdf", PDF)
    assert [each.content for each in as_read(office, rooms).attachments] == [PNG, PNG + b"2"]
    assert letters <= 3  # the automatic answer, the charter, the album


async def test_a_letter_takes_no_more_files_than_providers_do(office: Stage) -> None:
    async with running(office):
        await writes(office, "Please send me the charter.")
        desk = await topic_of(office, "Please send me the charter.")
        large = [{"document": a_file(name) | {"size": 15_000_000}} for name in ("a.png", "b.png")]
        await desk.sends_album(*large)

        async def there() -> bool:
            return [len(each["attachments"]) for each in await sent(office)] == [0, 1, 1]

        await office.control.eventually(there, "a letter for each")


async def test_a_note_never_leaves(office: Stage) -> None:
    async with running(office):
        await writes(office, "Our robot dog would like to join.")
        desk = await topic_of(office, "Our robot dog")
        note = await desk.says("//Do we take dogs?")
        await desk.sees_reaction(note, "✍")
        await desk.says("We do.")
        await received(office, "We do.")
        assert not any("Do we take dogs" in each["text"] for each in await sent(office))


async def test_an_edit_of_a_letter_that_has_left_is_offered_as_a_further_one_once(office: Stage) -> None:
    async with running(office):
        await writes(office, "When do you meet?")
        desk = await topic_of(office, "When do you meet?")
        answer = await desk.says("On Mondey.")
        await received(office, "On Mondey.")
        await desk.sees_reaction(answer, "👌")
        await desk.edits(answer, "On Monday.")
        offer = await desk.sees("另发一封更正信")
        assert not any("On Monday." in each["text"] for each in await sent(office))
        await desk.taps("另发一封更正信", offer)
        letter = await received(office, "Please read this in place of", "On Monday.")
        await desk.presses(offer, data=buttons_of(offer)[0]["callback_data"], force=True)
        await desk.says("See you then.")
        await received(office, "See you then.")
        assert len([each for each in await sent(office) if "On Monday." in each["text"]]) == 1
    assert as_read(office, letter).in_reply_to


async def test_an_edit_of_a_letter_that_waits_replaces_it_and_the_server_may_come_back_later(office: Stage) -> None:
    async with running(office, smtp_url="smtp://127.0.0.1:1"):
        await writes(office, "When do you meet?")
        desk = await topic_of(office, "When do you meet?")
        answer = await desk.says("On Mondey.")
        await desk.edits(answer, "On Monday.")
        note = await desk.says("//Wait for it.")
        await desk.sees_reaction(note, "✍")
    async with running(office):
        await received(office, "On Monday.")
        await desk.sees_reaction(answer, "👌")
    assert not any("Mondey" in each["text"] for each in await sent(office))


async def test_nothing_a_colleague_or_an_enquirer_writes_becomes_a_header(office: Stage) -> None:
    subject = "=?utf-8?q?Joining=0D=0ABcc:_victim@firm.example?="
    head = ("From: Eve <eve@firm.example>", f"To: {JOIN}", f"Subject: {subject}", "Message-ID: <evil@firm.example>")
    whole = "\r\n".join((*head, "", "Hello there, dog."))
    async with running(office):
        await office.control.post("letters", raw_base64=base64.b64encode(whole.encode()).decode())
        desk = await topic_of(office, "Hello there, dog.")
        await desk.says("Bcc: victim@firm.example\r\n\r\n.\r\nQUIT")
        letter = await received(office, "QUIT")
    assert letter["to"] == ["eve@firm.example"]
    assert b"\nbcc:" not in raw(office, letter).partition(b"\r\n\r\n")[0].lower()


async def test_what_cannot_go_by_letter_is_said_and_the_enquirer_still_waits(office: Stage) -> None:
    async with running(office):
        await writes(office, "Where do you meet?")
        desk = await topic_of(office, "Where do you meet?")
        await desk.sends(location={"latitude": 39.98, "longitude": 116.31})
        await desk.sees("不能随信发出")
        assert office.owner is not None
        await office.owner.says("/desk")
        await office.owner.sees("等待", "最久")


async def test_closing_is_told_by_letter(office: Stage) -> None:
    async with running(office):
        await writes(office, "Where do you meet?")
        desk = await topic_of(office, "Where do you meet?")
        await desk.taps("办结")
        letter = await received(office, "has closed your enquiry", "answer this letter")
    assert b"\nAuto-Submitted: auto-generated" in raw(office, letter)


async def test_without_a_mail_server_a_colleague_hears_it_at_once(office: Stage) -> None:
    async with running(office, smtp_url=None):
        await writes(office, "Where do you meet?")
        desk = await topic_of(office, "Where do you meet?")
        await desk.says("Here.")
        await desk.sees("未送达")


def test_a_link_behind_words_is_spelled_out() -> None:
    link = MessageEntity(MessageEntity.TEXT_LINK, offset=2, length=4, url="https://alliance.example/form")
    message = Message(1, datetime.now(UTC), Chat(1, Chat.PRIVATE), text="🐕here.", entities=[link])
    assert content_of(message)["spelled_out"] == "🐕here (https://alliance.example/form)."


@given(st.lists(st.builds(Channel, st.sampled_from(ChannelKind), st.sampled_from("ab"), st.booleans(), st.booleans())))
def test_an_answer_goes_where_the_enquirer_wrote_from_while_that_reaches_them(channels: list[Channel]) -> None:
    mail = Channel(ChannelKind.MAIL, "c", proven=False)
    assert way_to([*channels, mail], "c") == mail
    phone = Channel(ChannelKind.TELEGRAM, "1", proven=True)
    assert way_to([*(each for each in channels if each.kind is ChannelKind.MAIL), phone], None) == phone
    for written_from in ("a", None):
        way = way_to(channels, written_from)
        assert (way is None) is (not channels)
        if way is not None and way.unreachable:
            assert all(each.unreachable or not (each.proven or each.address == written_from) for each in channels)
