"""What people send, change and take back, and what the bot hears of it."""

from __future__ import annotations

import base64

import pytest

CONTENT = base64.b64encode(b"content").decode()
A_FILE = {"name": "名单.csv", "base64": CONTENT, "mime": "text/csv"}
CARRIED = [
    ("photo", True),
    ("video", True),
    ("animation", True),
    ("document", True),
    ("audio", True),
    ("voice", True),
    ("video_note", False),
    ("sticker", False),
]


def photo(**more: object) -> dict[str, object]:
    return {"photo": {"base64": CONTENT}, **more}


@pytest.mark.parametrize(("kind", "captioned"), CARRIED)
async def test_every_kind_of_file_arrives_and_can_be_copied(staff, kind, captioned):
    words = {"caption": "see /help"} if captioned else {}
    said = await staff.does("say", **{"from": staff.alice}, **words, **{kind: A_FILE})
    [update] = await staff.heard()
    assert update["message"][kind] == said[kind]
    assert update["message"].get("caption") == words.get("caption")
    copied = await staff.ok("copyMessage", chat_id=staff.group, from_chat_id=staff.alice, message_id=said["message_id"])
    shown = (await staff.look("messages", chat=staff.group, after=copied["message_id"] - 1))[0]
    assert shown[kind] == said[kind]
    known = said[kind][0] if kind == "photo" else said[kind]
    method = f"send{kind.title().replace('_', '')}"
    assert (await staff.ok(method, chat_id=staff.alice, **{kind: known["file_id"]}))[kind] == said[kind]
    if not captioned:
        refused = await staff.refused("say", **{"from": staff.alice, "caption": "x", kind: A_FILE})
        assert refused == "caption: this kind of message has none"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("location", {"latitude": 39.98, "longitude": 116.31}),
        ("contact", {"phone_number": "+8613800138000", "first_name": "王"}),
    ],
)
async def test_places_and_contacts_go_both_ways(staff, kind, value):
    said = await staff.does("say", **{"from": staff.alice, kind: value})
    assert (await staff.heard())[0]["message"][kind] == value
    await staff.ok("copyMessage", chat_id=staff.group, from_chat_id=staff.alice, message_id=said["message_id"])
    assert (await staff.ok(f"send{kind.title()}", chat_id=staff.alice, **value))[kind] == value
    assert "expected an object with" in await staff.refused("say", **{"from": staff.alice, kind: {}})
    nothing_in_it = {"from": staff.alice, "message": said["message_id"], "text": "x"}
    assert await staff.refused("edit", **nothing_in_it) == "message: there is nothing in it to edit"


async def test_an_album_is_several_messages_of_one_group(staff):
    album = [photo(caption="both"), {"video": {"base64": CONTENT}}]
    said = await staff.does("say", **{"from": staff.alice}, album=album)
    heard = [update["message"] for update in await staff.heard()]
    assert [message["message_id"] for message in heard] == [message["message_id"] for message in said]
    assert len({message["media_group_id"] for message in heard}) == 1
    assert [message.get("caption") for message in heard] == ["both", None]
    other = await staff.does("say", **{"from": staff.alice}, album=[photo(), photo()])
    assert other[0]["media_group_id"] != said[0]["media_group_id"]


@pytest.mark.parametrize(
    ("album", "reason"),
    [
        ([photo()], None),
        ([photo()] * 11, "album: expected two to ten"),
        ([photo(), {"document": {"base64": CONTENT}}], "album: expected photos and videos, or documents, or audio files"),
        ([photo(), {"text": "x"}], "album: expected photos and videos, or documents, or audio files"),
        ([photo(), photo(colour="red")], "album, 2: colour: unknown field"),
        ([photo(), {}], "text: nothing to send"),
    ],
)
async def test_albums_that_are_none(tester, album, reason):
    alice = await tester.person()
    if reason is None:
        [said] = await tester.does("say", **{"from": alice}, album=album)
        assert "media_group_id" not in said
    else:
        assert await tester.refused("say", **{"from": alice}, album=album) == reason


async def test_a_message_carries_one_thing_and_a_caption_needs_one(tester):
    alice = await tester.person()
    two = {"from": alice, **photo(), "voice": {"base64": CONTENT}}
    assert "album" in await tester.refused("say", **two)
    assert await tester.refused("say", **{"from": alice, "caption": "x"}) == "caption: there is nothing to put it under"


async def test_a_file_may_pretend_to_be_large(tester):
    alice = await tester.person()
    said = await tester.does("say", **{"from": alice}, document={**A_FILE, "size": 30_000_000})
    assert said["document"]["file_size"] == 30_000_000
    file_id = said["document"]["file_id"]
    assert await tester.error("getFile", file_id=file_id) == "Bad Request: file is too big"
    assert (await tester.ok("sendDocument", chat_id=alice, document=file_id))["document"]["file_size"] == 30_000_000


async def test_people_edit_text_caption_and_file(staff):
    this = {"from": staff.alice}
    text = await staff.says(staff.alice, text="frist")
    document = await staff.does("say", **this, document=A_FILE, caption="old")
    await staff.heard()
    await staff.does("edit", **this, message=text["message_id"], text="first")
    await staff.does("edit", **this, message=document["message_id"], caption="new")
    await staff.does("edit", **this, message=document["message_id"], document={**A_FILE, "name": "b.csv"})
    await staff.does("edit", **this, message=document["message_id"], caption="")
    edits = [update["edited_message"] for update in await staff.heard()]
    assert all(edit["edit_date"] >= edit["date"] for edit in edits)
    assert edits[0]["text"] == "first"
    named = [(edit["document"]["file_name"], edit.get("caption")) for edit in edits[1:]]
    assert named == [("名单.csv", "new"), ("b.csv", "new"), ("b.csv", None)]


async def test_edits_that_cannot_be(staff):
    this = {"from": staff.alice}
    album = await staff.does("say", **this, album=[photo(), photo()])
    voice = await staff.does("say", **this, voice={"base64": CONTENT})
    text = await staff.says(staff.alice, text="same")
    elsewhere = await staff.does("say", **this, text="x", forward=True)
    wrong_kind = "message: this file cannot take the place of what is there"
    edits = [
        (album[0], {"document": {"base64": CONTENT}}, wrong_kind),
        (voice, {"photo": {"base64": CONTENT}}, wrong_kind),
        (text, {"text": " same "}, "message: nothing would change"),
        (text, {}, "message: nothing would change"),
        (text, {"text": ""}, "text: nothing to send"),
        (elsewhere, {"text": "y"}, "message: this is not theirs to edit"),
    ]
    for message, change, reason in edits:
        assert await staff.refused("edit", **this, message=message["message_id"], **change) == reason
    changed = await staff.does("edit", **this, message=album[0]["message_id"], video={"base64": CONTENT})
    assert (changed["media_group_id"], "photo" in changed) == (album[0]["media_group_id"], False)


async def test_people_delete_and_the_bot_hears_nothing(staff):
    bob = await staff.person("Bob", started=False)
    await staff.does("member", chat=staff.group, person=bob, status="member")
    card = await staff.ok("sendMessage", chat_id=staff.group, text="card")
    mine = await staff.says(bob, staff.group)
    await staff.heard()
    by_bob = {"from": bob, "chat": staff.group}
    assert await staff.refused("delete", **by_bob, messages=[card["message_id"]]) == "message: this is not theirs to delete"
    await staff.does("delete", **by_bob, messages=[mine["message_id"]])
    await staff.does("delete", **{"from": staff.alice}, chat=staff.group, messages=[card["message_id"]])
    assert await staff.heard() == []
    this = {"chat_id": staff.group, "message_id": card["message_id"]}
    assert await staff.error("editMessageText", **this, text="x") == "Bad Request: message to edit not found"
    assert await staff.error("setMessageReaction", **this) == "Bad Request: message to react not found"
    reply = {"message_id": card["message_id"]}
    answer = await staff.error("sendMessage", chat_id=staff.group, text="x", reply_parameters=reply)
    assert answer == "Bad Request: message to be replied not found"
    assert "expected a list" in await staff.refused("delete", **by_bob, messages=[card["message_id"]])


async def test_a_reply_to_a_prompt(tester):
    alice = await tester.person()
    force = {"force_reply": True, "input_field_placeholder": "A note"}
    prompt = await tester.ok("sendMessage", chat_id=alice, text="Which note?", reply_markup=force)
    assert (await tester.look("messages", chat=alice))[-1]["reply_markup"] == force
    await tester.says(alice, text="this one", reply_to=prompt["message_id"])
    assert (await tester.heard())[-1]["message"]["reply_to_message"]["text"] == "Which note?"
