"""Topics and rights: who may do what, what a reply belongs to, and what is left when topics or reactions are turned off."""

from __future__ import annotations

import pytest

NO_THREAD = "Bad Request: message thread not found"


async def topic(tester, name="One"):
    return (await tester.ok("createForumTopic", chat_id=tester.group, name=name))["message_thread_id"]


async def rights(tester, **rights: bool) -> None:
    me = tester.world.bot.id
    await tester.does("member", chat=tester.group, person=me, status="administrator", rights=rights)


async def test_a_bot_keeps_its_own_topics_without_the_right_but_deletes_none(staff):
    mine = {"chat_id": staff.group, "message_thread_id": await topic(staff)}
    await rights(staff, can_manage_topics=False, can_delete_messages=False)
    await staff.ok("editForumTopic", **mine, name="Two")
    await staff.ok("closeForumTopic", **mine)
    await staff.ok("sendMessage", **mine, text="the one who made it may")
    assert await staff.error("deleteForumTopic", **mine) == "Bad Request: not enough rights to delete the topic"
    theirs = {"chat_id": staff.group, "message_thread_id": 0}
    made = await staff.does("topics", **{"from": staff.alice}, chat=staff.group, name="Lunch")
    theirs["message_thread_id"] = made["thread"]
    for method, what in (("editForumTopic", "edit"), ("closeForumTopic", "close or open")):
        assert await staff.error(method, **theirs) == f"Bad Request: not enough rights to {what} the topic"
    this = {"from": staff.alice, "chat": staff.group, "thread": made["thread"]}
    assert await staff.does("topics/change", **this, closed=True) == {"thread": made["thread"], "name": "Lunch", "closed": True}
    assert await staff.error("sendMessage", **theirs, text="x") == "Bad Request: TOPIC_CLOSED"
    await rights(staff)
    await staff.ok("sendMessage", **theirs, text="x")
    await staff.ok("deleteForumTopic", **mine)
    assert await staff.error("deleteForumTopic", **mine) == "Bad Request: TOPIC_ID_INVALID"


async def test_the_bot_hears_of_topics_its_own_changes_included(staff):
    mine = {"chat_id": staff.group, "message_thread_id": await topic(staff)}
    await staff.ok("closeForumTopic", **mine)
    made = await staff.does("topics", **{"from": staff.alice}, chat=staff.group, name="Lunch")
    await staff.does("topics/change", **{"from": staff.alice}, chat=staff.group, thread=made["thread"], name="Dinner")
    heard = [update["message"] for update in await staff.heard()]
    me = staff.world.bot.id
    said = [(m["from"]["id"], next(name for name in m if name.startswith("forum_topic_"))) for m in heard]
    assert said == [
        (me, "forum_topic_created"),
        (me, "forum_topic_closed"),
        (staff.alice, "forum_topic_created"),
        (staff.alice, "forum_topic_edited"),
    ]
    assert heard[-1]["message_thread_id"] == made["thread"]
    await staff.does("topics/delete", chat=staff.group, thread=made["thread"])
    assert await staff.heard() == []


async def test_a_reply_goes_where_its_message_is(staff):
    thread = await topic(staff)
    card = await staff.ok("sendMessage", chat_id=staff.group, message_thread_id=thread, text="card")
    reply = {"message_id": card["message_id"]}
    sent = await staff.ok("sendMessage", chat_id=staff.group, text="x", reply_parameters=reply)
    said = await staff.says(staff.alice, staff.group, reply_to=card["message_id"])
    assert sent["message_thread_id"] == said["message_thread_id"] == thread
    opening = {"chat_id": staff.group, "message_id": thread}
    assert await staff.error("deleteMessage", **opening) == "Bad Request: message can't be deleted"


async def test_without_topics_a_reply_carries_a_thread_that_is_none(staff):
    plain = (await staff.does("groups", title="Plain", forum=False, members=[staff.alice]))["id"]
    first = await staff.says(staff.alice, plain)
    second = await staff.says(staff.alice, plain, reply_to=first["message_id"])
    third = await staff.says(staff.alice, plain, reply_to=second["message_id"])
    assert "message_thread_id" not in first
    assert second["message_thread_id"] == third["message_thread_id"] == first["message_id"]
    assert "is_topic_message" not in third
    thread = {"chat_id": plain, "message_thread_id": first["message_id"]}
    assert await staff.error("sendMessage", **thread, text="x") == NO_THREAD


async def test_topics_are_turned_off_and_on(staff):
    thread = await topic(staff)
    changed = await staff.does("groups/change", chat=staff.group, forum=False)
    assert ("is_forum" in changed, changed["topics"]) == (False, [])
    assert "is_forum" not in await staff.ok("getChat", chat_id=staff.group)
    assert await staff.error("sendMessage", chat_id=staff.group, message_thread_id=thread, text="x") == NO_THREAD
    assert await staff.error("createForumTopic", chat_id=staff.group, name="x") == "Bad Request: the chat is not a forum"
    await staff.does("groups/change", chat=staff.group, forum=True)
    await staff.ok("sendMessage", chat_id=staff.group, message_thread_id=thread, text="as before")


@pytest.mark.parametrize(("allowed", "shown"), [(False, []), (["👀"], [{"type": "emoji", "emoji": "👀"}])])
async def test_reactions_are_turned_off(staff, allowed, shown):
    said = await staff.says(staff.alice, staff.group)
    this = {"chat_id": staff.group, "message_id": said["message_id"]}
    fine = [{"type": "emoji", "emoji": "👌"}]
    await staff.ok("setMessageReaction", **this, reaction=fine)
    await staff.does("groups/change", chat=staff.group, reactions=allowed)
    assert (await staff.ok("getChat", chat_id=staff.group))["available_reactions"] == shown
    assert await staff.error("setMessageReaction", **this, reaction=fine) == "Bad Request: REACTION_INVALID"
    by = {"from": staff.alice, "chat": staff.group, "message": said["message_id"]}
    assert "not among the reactions" in await staff.refused("react", **by, emoji="👌")
    await staff.ok("setMessageReaction", **this)
    assert await staff.violations() == []
    await staff.does("groups/change", chat=staff.group, reactions=True)
    assert "available_reactions" not in await staff.ok("getChat", chat_id=staff.group)
    await staff.ok("setMessageReaction", **this, reaction=fine)


async def test_a_bot_deletes_nothing_old_but_a_whole_topic(staff):
    thread = await topic(staff)
    said = await staff.says(staff.alice, staff.group, thread=thread)
    fresh = await staff.says(staff.alice, staff.group, thread=thread)
    await staff.ok("deleteMessage", chat_id=staff.group, message_id=fresh["message_id"])
    await staff.does("clock", advance_ms=49 * 3_600_000)
    this = {"chat_id": staff.group, "message_id": said["message_id"]}
    assert await staff.error("deleteMessage", **this) == "Bad Request: message can't be deleted"
    several = {"chat_id": staff.group, "message_ids": [said["message_id"]]}
    assert await staff.error("deleteMessages", **several) == "Bad Request: message can't be deleted"
    await staff.ok("deleteForumTopic", chat_id=staff.group, message_thread_id=thread)
    assert await staff.look("messages", chat=staff.group, thread=thread) == []


async def test_calls_about_groups_that_make_no_sense(staff):
    by = {"from": staff.alice, "chat": staff.group}
    wrong = [
        ("groups/change", {"chat": staff.group, "reactions": ["🧾"]}),
        ("groups/change", {"chat": staff.group, "reactions": "all"}),
        ("groups/change", {"chat": staff.alice, "forum": True}),
        ("topics", {**by, "name": " "}),
        ("topics", {**by, "chat": staff.alice, "name": "x"}),
        ("topics/change", {**by, "thread": 404, "closed": True}),
        ("topics/delete", {"chat": staff.group, "thread": 404}),
    ]
    for call, fields in wrong:
        assert await staff.refused(call, **fields)
