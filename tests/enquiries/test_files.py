"""Files and albums of every kind, both ways: passed on as they are, never downloaded, an album as one thing."""

import pytest
from counter import MODES, opened, with_office
from stage import Stage, a_file, running

KINDS = {
    "photo": {"photo": a_file("p.png")},
    "document": {"document": a_file("d.pdf", b"%PDF-1.4")},
    "voice": {"voice": a_file("v.ogg", b"OggS")},
    "video": {"video": a_file("v.mp4", b"mp4")},
    "audio": {"audio": a_file("a.mp3", b"ID3")},
    "animation": {"animation": a_file("g.mp4", b"gif")},
    "sticker": {"sticker": a_file("s.webp", b"webp")},
    "video_note": {"video_note": a_file("n.mp4", b"note")},
    "location": {"location": {"latitude": 39.98, "longitude": 116.3}},
    "contact": {"contact": {"phone_number": "13800138000", "first_name": "小明"}},
}
MEGABYTES = 2**20


@pytest.mark.parametrize("mode", MODES)
async def test_every_kind_goes_both_ways(stage: Stage, mode: str) -> None:
    await with_office(stage, mode)
    async with running(stage):
        counter = await opened(stage, mode)
        for kind, what in KINDS.items():
            await counter.enquirer.sends(**what)
            await stage.control.eventually(lambda kind=kind: has(counter.desk, kind), f"a {kind} at the desk")
            sent = await counter.desk.sends(**what, **counter.reply)
            await stage.control.eventually(lambda kind=kind: has(counter.enquirer, kind), f"a {kind} at the enquirer")
            await counter.desk.sees_reaction(sent, "👌")
    assert "getFile" not in {call["method"] for call in (await stage.control.get("calls"))["calls"]}
    assert await stage.violations() == []


async def test_a_file_too_large_to_download_is_passed_like_any_other(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with running(stage):
        counter = await opened(stage)
        await counter.enquirer.sends(document=a_file("film.mov", b"mov", size=1500 * MEGABYTES), caption="Our film")
        assert (await counter.desk.sees("Our film"))["document"]["file_size"] == 1500 * MEGABYTES


async def test_a_caption_that_leaves_no_room_stands_below_the_offices_name(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with running(stage):
        counter = await opened(stage)
        await counter.desk.sends(photo=a_file("p.png"), caption="x" * 1024)
        await counter.enquirer.sees("Alliance office:")
        assert (await counter.enquirer.sees("x" * 1024))["caption"] == "x" * 1024
    assert await stage.violations() == []


@pytest.mark.parametrize("mode", MODES)
async def test_an_enquirers_album_is_one_thing(stage: Stage, mode: str) -> None:
    await with_office(stage, mode)
    async with running(stage):
        counter = await opened(stage, mode)
        files = [{"photo": a_file(f"{n}.png"), "caption": f"Photo {n}"} for n in range(4)]
        await counter.enquirer.sends_album(*files)
        await counter.desk.sees("Photo 3")
        await counter.writes_on("That was all.")
        await counter.desk.sees("That was all.")
        shown = await counter.shown()
        assert [text for text in shown if "Photo" in text] == ["Photo 0", "Photo 1", "Photo 2", "Photo 3"]
        header = f"💬 {counter.reference} · Bob"
        assert next(text for text in shown if header in text) == header
        assert len([text for text in shown if header in text]) == 2, "one line for the album, one for the text"
        receipts = [text for text in await counter.received() if "Passed to the office" in text]
        assert len(receipts) == 2, "one receipt for the album, one for the text"
    assert await stage.violations() == []


@pytest.mark.parametrize("mode", MODES)
async def test_a_colleagues_album_is_one_thing(stage: Stage, mode: str) -> None:
    await with_office(stage, mode)
    async with running(stage):
        counter = await opened(stage, mode)
        files = [{"document": a_file(f"{n}.pdf", b"%PDF"), "caption": f"Part {n}"} for n in range(3)]
        sent = await counter.desk.sends_album(*files, **counter.reply)
        await counter.enquirer.sees("Part 2")
        for message in sent:
            await counter.desk.sees_reaction(message, "👌")
        got = [text for text in await counter.received() if "Part" in text]
        assert got == ["Alliance office:\nPart 0", "Part 1", "Part 2"]
        await counter.desk.edits(sent[1], caption="Part 1, corrected")
        await counter.desk.edits(sent[0], caption="Part 0, corrected")
        await counter.enquirer.sees("Alliance office:\nPart 0, corrected")
        got = [text for text in await counter.received() if "Part" in text]
        assert got == ["Alliance office:\nPart 0, corrected", "Part 1, corrected", "Part 2"]


async def test_an_album_that_begins_as_a_note_is_one(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with running(stage):
        counter = await opened(stage)
        sent = await counter.desk.sends_album({"photo": a_file("1.png"), "caption": "// for us"}, {"photo": a_file("2.png")})
        for message in sent:
            await counter.desk.sees_reaction(message, "✍")
        await counter.answers("And this is for you.")
        await counter.enquirer.sees("And this is for you.")
        assert not await has(counter.enquirer, "photo")


async def test_trouble_with_an_album_is_told_once(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with running(stage):
        counter = await opened(stage)
        await stage.control.post("block", person=counter.enquirer.id, blocked=True)
        sent = await counter.desk.sends_album(*({"photo": a_file(f"{n}.png")} for n in range(3)))
        await counter.desk.sees("未送达", "屏蔽")
        last = await counter.desk.says("// so they are gone")
        await counter.desk.sees_reaction(last, "✍")
        said = [m for m in await counter.desk.messages() if "未送达" in m.get("text", "")]
        assert [m["reply_to_message"]["message_id"] for m in said] == [sent[0]["message_id"]]


async def test_an_album_may_open_an_enquiry(stage: Stage) -> None:
    await with_office(stage, "topics")
    async with running(stage):
        bob = await stage.person("Bob", "en")
        await bob.sends_album(*({"photo": a_file(f"{n}.png"), "caption": f"Photo {n}"} for n in range(3)))
        await bob.sees("Q-20")
        desk = stage.at_desk()
        await desk.sees("Photo 2")
        cards = [m for m in await desk.messages() if m.get("text", "").startswith("🆕")]
        assert len(cards) == 1
        assert len([m for m in await bob.messages() if m["from"]["is_bot"]]) == 1


@pytest.mark.parametrize("mode", MODES)
async def test_what_telegram_does_not_let_bots_copy_is_said_on_both_sides(stage: Stage, mode: str) -> None:
    await with_office(stage, mode)
    async with running(stage):
        counter = await opened(stage, mode)
        bob = counter.enquirer
        bob.mark = await stage.control.last_event()
        message = counter.asked | {"message_id": 9_999, "dice": {"emoji": "🎲", "value": 3}}
        del message["text"]
        await stage.control.post("update", update={"message": message})  # nothing stands there to be copied
        await bob.sees("could not be passed on", counter.reference)
        await counter.desk.sees("不允许机器人转发")
        await counter.writes_on("Then in words.")
        await counter.desk.sees("Then in words.")
        assert len([text for text in await counter.received() if "could not be passed on" in text]) == 1


async def has(who, kind: str) -> bool:
    return any(kind in message and message["from"]["is_bot"] for message in await who.messages())
