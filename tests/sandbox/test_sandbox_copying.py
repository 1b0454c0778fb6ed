"""Copies, forwards and exchanged files: what is kept, what is passed over, what is refused."""

from __future__ import annotations

import base64

from telegram import Bot, InputMediaDocument

CONTENT = base64.b64encode(b"content").decode()


async def album(tester):
    files = [{"document": {"name": name, "base64": CONTENT}, "caption": name} for name in ("a.txt", "b.txt")]
    return await tester.does("say", **{"from": tester.alice}, album=files)


async def test_several_messages_are_copied_and_albums_stay_together(staff):
    said = [*await album(staff), await staff.says(staff.alice)]
    numbers = [message["message_id"] for message in said]
    several = {"chat_id": staff.group, "from_chat_id": staff.alice}
    copies = await staff.ok("copyMessages", **several, message_ids=[*numbers, 999])
    shown = (await staff.look("messages", chat=staff.group))[-3:]
    assert [message["message_id"] for message in shown] == [copy["message_id"] for copy in copies]
    assert shown[0]["media_group_id"] == shown[1]["media_group_id"] != said[0]["media_group_id"]
    assert [message.get("caption") for message in shown] == ["a.txt", "b.txt", None]
    bare = await staff.ok("copyMessages", **several, message_ids=numbers[:1], remove_caption=True)
    assert "caption" not in (await staff.look("messages", chat=staff.group, after=bare[0]["message_id"] - 1))[0]
    await staff.ok("forwardMessages", **several, message_ids=numbers)
    assert [m["forward_origin"]["type"] for m in (await staff.look("messages", chat=staff.group))[-3:]] == ["user"] * 3


async def test_copies_that_are_refused(staff):
    said = await staff.says(staff.alice)
    guarded = await staff.ok("sendMessage", chat_id=staff.alice, text="x", protect_content=True)
    several = {"chat_id": staff.group, "from_chat_id": staff.alice}
    number = said["message_id"]
    wrong = {
        "message identifiers must be in a strictly increasing order": [number, number],
        "message identifiers are not specified": [],
        "there are no messages to forward": [guarded["message_id"], 998],
    }
    for reason, numbers in wrong.items():
        assert await staff.error("copyMessages", **several, message_ids=numbers) == f"Bad Request: {reason}"
    one = {**several, "message_id": guarded["message_id"]}
    assert await staff.error("copyMessage", **one) == "Bad Request: message can't be copied"
    assert await staff.error("forwardMessage", **one) == "Bad Request: message can't be forwarded"
    thread = (await staff.ok("createForumTopic", chat_id=staff.group, name="One"))["message_thread_id"]
    service = {"chat_id": staff.alice, "from_chat_id": staff.group, "message_id": thread}
    assert await staff.error("copyMessage", **service) == "Bad Request: message can't be copied"


async def test_a_file_takes_the_place_of_another(staff):
    said = await album(staff)
    file_id = said[1]["document"]["file_id"]
    sent = await staff.ok("sendDocument", chat_id=staff.alice, document=said[0]["document"]["file_id"], caption="x")
    url = staff.sandbox.url
    async with Bot(staff.world.bot.token, base_url=f"{url}/bot") as bot:
        media = InputMediaDocument(file_id, caption="<b>y</b>", parse_mode="HTML")
        changed = await bot.edit_message_media(media, staff.alice, sent["message_id"])
        uploaded = await bot.edit_message_media(InputMediaDocument(b"new", filename="new.txt"), staff.alice, sent["message_id"])
    assert (changed.document.file_id, changed.caption_html) == (file_id, "<b>y</b>")
    assert (uploaded.document.file_name, uploaded.caption) == ("new.txt", None)
    this = {"chat_id": staff.alice, "message_id": sent["message_id"]}
    same = {"type": "document", "media": uploaded.document.file_id}
    assert "message is not modified" in await staff.error("editMessageMedia", **this, media=same)
    known = await staff.does("say", **{"from": staff.alice}, sticker={"base64": CONTENT})
    sticker = await staff.ok("sendSticker", chat_id=staff.alice, sticker=known["sticker"]["file_id"])
    nothing = {"chat_id": staff.alice, "message_id": sticker["message_id"], "media": same}
    assert await staff.error("editMessageMedia", **nothing) == "Bad Request: there is no media in the message to edit"
    text = await staff.ok("sendMessage", chat_id=staff.alice, text="was a text")
    became = await staff.ok("editMessageMedia", chat_id=staff.alice, message_id=text["message_id"], media=same)
    assert ("text" in became, became["document"]["file_name"]) == (False, "new.txt")


async def test_an_album_stays_of_one_sort(staff):
    said = await album(staff)
    media = [{"type": "document", "media": message["document"]["file_id"]} for message in said]
    sent = await staff.ok("sendMediaGroup", chat_id=staff.alice, media=media)
    picture = await staff.does("say", **{"from": staff.alice}, photo={"base64": CONTENT})
    odd = {"type": "photo", "media": picture["photo"][0]["file_id"]}
    this = {"chat_id": staff.alice, "message_id": sent[0]["message_id"]}
    assert await staff.error("editMessageMedia", **this, media=odd) == (
        "Bad Request: message content type can't be used in an album"
    )
