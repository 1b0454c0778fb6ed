"""Files in both directions, albums and captions."""

from __future__ import annotations

import base64

import aiohttp

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


async def upload(tester, method, **fields):
    form = aiohttp.FormData()
    for name, value in fields.items():
        if isinstance(value, bytes):
            form.add_field(name, value, filename=f"{name}.bin")
        else:
            form.add_field(name, str(value))
    url = f"{tester.sandbox.url}/bot{tester.world.bot.token}/{method}"
    async with tester.http.post(url, data=form) as response:
        return await response.json()


async def test_a_person_sends_a_file_the_bot_downloads_it(tester):
    alice = await tester.person()
    document = {"name": "名单.csv", "base64": base64.b64encode(b"a,b").decode(), "mime": "text/csv"}
    said = await tester.does("say", **{"from": alice}, text="here", document=document)
    assert said["caption"] == "here"
    assert said["document"]["file_name"] == "名单.csv"
    file = await tester.ok("getFile", file_id=said["document"]["file_id"])
    url = f"{tester.sandbox.url}/file/bot{tester.world.bot.token}/{file['file_path']}"
    async with tester.http.get(url) as response:
        assert await response.read() == b"a,b"
    async with tester.http.get(url + "x") as response:
        assert response.status == 404
    async with tester.http.get(f"{tester.sandbox.url}/control/files/{file['file_id']}") as response:
        assert response.headers["Content-Disposition"] == "attachment; filename*=UTF-8''%E5%90%8D%E5%8D%95.csv"
        assert await response.read() == b"a,b"


async def test_the_bot_sends_files(tester):
    alice = await tester.person()
    photo = (await upload(tester, "sendPhoto", chat_id=alice, photo=PNG, caption="<b>x</b>", parse_mode="HTML"))["result"]
    assert photo["caption_entities"] == [{"offset": 0, "length": 1, "type": "bold"}]
    again = await tester.ok("sendPhoto", chat_id=alice, photo=photo["photo"][0]["file_id"])
    assert again["photo"] == photo["photo"]
    for kind in ("document", "voice", "video", "audio"):
        sent = await upload(tester, f"send{kind.title()}", chat_id=alice, **{kind: b"content"})
        assert sent["result"][kind]["file_size"] == 7
    caption = await tester.ok("editMessageCaption", chat_id=alice, message_id=photo["message_id"], caption="y")
    assert caption["caption"] == "y"


async def test_an_album(tester):
    alice = await tester.person()
    media = '[{"type":"photo","media":"attach://one","caption":"x"},{"type":"photo","media":"attach://two"}]'
    answer = await upload(tester, "sendMediaGroup", chat_id=alice, media=media, one=PNG, two=PNG)
    assert len({message["media_group_id"] for message in answer["result"]}) == 1
    assert [message.get("caption") for message in answer["result"]] == ["x", None]
    file_id = answer["result"][0]["photo"][0]["file_id"]
    single = [{"type": "photo", "media": file_id}]
    assert "too few media" in await tester.error("sendMediaGroup", chat_id=alice, media=single)
    mixed = [*single, {"type": "document", "media": file_id}]
    assert "can't be mixed" in await tester.error("sendMediaGroup", chat_id=alice, media=mixed)


async def test_files_that_are_refused(tester):
    alice = await tester.person()
    sent = [
        await upload(tester, "sendPhoto", chat_id=alice, photo=b"no picture"),
        await upload(tester, "sendDocument", chat_id=alice, document=b""),
        await upload(tester, "sendDocument", chat_id=alice, document=b"x", surprise=b"x"),
        await upload(tester, "sendDocument", chat_id=alice, document=b"x", caption="x" * 1025),
    ]
    assert [answer["description"].removeprefix("Bad Request: ") for answer in sent] == [
        "IMAGE_PROCESS_FAILED",
        "file must be non-empty",
        'unknown parameter "surprise"',
        "message caption is too long",
    ]
    assert len(await tester.violations()) == 4
    assert "wrong remote file identifier" in await tester.error("sendPhoto", chat_id=alice, photo="nonsense")
    assert "wrong file_id" in await tester.error("getFile", file_id="nonsense")
    assert await tester.refused("say", **{"from": alice, "photo": {"name": "x"}})
