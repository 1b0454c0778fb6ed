"""Groups and topics: ids, rights, standing, migration, and who the bot hears."""

from __future__ import annotations


async def test_a_topic_begins_with_its_service_message(staff):
    topic = await staff.ok("createForumTopic", chat_id=staff.group, name="Acme", icon_color=0x6FB9F0)
    thread = topic["message_thread_id"]
    assert topic == {"message_thread_id": thread, "name": "Acme", "icon_color": 0x6FB9F0}
    sent = await staff.ok("sendMessage", chat_id=staff.group, message_thread_id=thread, text="x")
    said = await staff.says(staff.alice, staff.group, thread=thread)
    for message in (sent, said):
        assert (message["message_thread_id"], message["is_topic_message"]) == (thread, True)
        assert message["reply_to_message"]["message_id"] == thread
        assert message["reply_to_message"]["forum_topic_created"]["name"] == "Acme"
    heard = (await staff.heard())[-1]["message"]
    assert heard["text"] == "hello"
    general = await staff.says(staff.alice, staff.group)
    assert not {"message_thread_id", "is_topic_message", "reply_to_message"} & general.keys()
    shown = [m["text"] for m in await staff.look("messages", chat=staff.group, thread=thread) if "text" in m]
    assert shown == ["x", "hello"]
    assert len(await staff.look("messages", chat=staff.group, after=sent["message_id"])) == 2


async def test_a_topics_life(staff):
    this = {"chat_id": staff.group}
    this["message_thread_id"] = (await staff.ok("createForumTopic", **this, name="One"))["message_thread_id"]
    await staff.ok("editForumTopic", **this, name="Two")
    assert await staff.error("editForumTopic", **this, name="Two") == "Bad Request: TOPIC_NOT_MODIFIED"
    await staff.ok("closeForumTopic", **this)
    bob = await staff.person("Bob")
    await staff.does("member", chat=staff.group, person=bob, status="member")
    closed = {"from": bob, "chat": staff.group, "text": "x", "thread": this["message_thread_id"]}
    assert await staff.refused("say", **closed) == "thread: this topic is closed"
    await staff.ok("sendMessage", **this, text="an administrator may")
    await staff.ok("reopenForumTopic", **this)
    await staff.does("say", **closed)
    await staff.ok("deleteForumTopic", **this)
    for method in ("editForumTopic", "closeForumTopic", "deleteForumTopic"):
        assert await staff.error(method, **this) == "Bad Request: TOPIC_ID_INVALID"
    assert await staff.error("sendMessage", **this, text="x") == "Bad Request: message thread not found"
    assert await staff.look("messages", chat=staff.group, thread=this["message_thread_id"]) == []


async def test_a_person_deletes_a_topic(staff):
    thread = (await staff.ok("createForumTopic", chat_id=staff.group, name="One"))["message_thread_id"]
    await staff.does("topics/delete", chat=staff.group, thread=thread)
    gone = await staff.error("sendMessage", chat_id=staff.group, message_thread_id=thread, text="x")
    assert gone == "Bad Request: message thread not found"
    assert await staff.error("sendMessage", chat_id=staff.group, message_thread_id=1, text="x") == gone


async def test_topics_need_rights_and_a_forum(staff):
    bot = staff.world.bot.id
    await staff.does("member", chat=staff.group, person=bot, status="administrator", rights={"can_manage_topics": False})
    create = {"name": "One"}
    assert await staff.error("createForumTopic", chat_id=staff.group, **create) == (
        "Bad Request: not enough rights to create a topic"
    )
    me = await staff.ok("getChatMember", chat_id=staff.group, user_id=bot)
    assert (me["can_manage_topics"], me["can_delete_messages"]) == (False, True)
    plain = (await staff.does("groups", title="Plain", forum=False, members=[staff.alice]))["id"]
    assert await staff.error("createForumTopic", chat_id=plain, **create) == "Bad Request: the chat is not a forum"


async def test_being_thrown_out_and_taken_back(staff):
    bot = staff.world.bot.id
    await staff.does("member", chat=staff.group, person=bot, status="kicked")
    kicked = "Forbidden: bot was kicked from the supergroup chat"
    assert await staff.error("sendMessage", chat_id=staff.group, text="x") == kicked
    assert await staff.error("getChat", chat_id=staff.group) == kicked
    await staff.says(staff.alice, staff.group, "unheard")
    await staff.does("member", chat=staff.group, person=bot, status="member")
    changes = [update["my_chat_member"] for update in await staff.heard()]
    assert [c["new_chat_member"]["status"] for c in changes] == ["kicked", "member"]
    assert changes[0]["from"]["id"] == staff.alice
    await staff.ok("leaveChat", chat_id=staff.group)
    left = "Forbidden: bot is not a member of the supergroup chat"
    assert await staff.error("sendMessage", chat_id=staff.group, text="x") == left


async def test_without_rights_the_bot_hears_only_what_is_meant_for_it(staff):
    plain = (await staff.does("groups", title="Plain", forum=False, members=[staff.alice], bot_admin=False))["id"]
    mine = await staff.ok("sendMessage", chat_id=plain, text="I am here")
    await staff.heard()
    await staff.says(staff.alice, plain, "chatting")
    await staff.says(staff.alice, plain, "/help")
    await staff.says(staff.alice, plain, "/help@another_bot")
    await staff.says(staff.alice, plain, "to you", reply_to=mine["message_id"])
    bob = await staff.person("Bob", started=False)
    await staff.does("member", chat=plain, person=bob, status="member")
    heard = [update["message"] for update in await staff.heard()]
    assert [message.get("text") for message in heard] == ["/help", "to you", None]
    assert heard[-1]["new_chat_members"][0]["id"] == bob


async def test_members(staff):
    bob = await staff.person("Bob", started=False)
    await staff.updates(allowed_updates=["message", "chat_member"])
    await staff.does("member", chat=staff.group, person=bob, status="member")
    await staff.does("member", chat=staff.group, person=bob, status="administrator")
    await staff.does("member", chat=staff.group, person=bob, status="left")
    updates = await staff.heard()
    steps = [(u["chat_member"]["old_chat_member"]["status"], u["chat_member"]["new_chat_member"]["status"])
             for u in updates if "chat_member" in u]  # fmt: skip
    assert steps == [("left", "member"), ("member", "administrator"), ("administrator", "left")]
    assert updates[-1]["message"]["left_chat_member"]["id"] == bob
    admins = await staff.ok("getChatAdministrators", chat_id=staff.group)
    assert {admin["user"]["id"] for admin in admins} == {staff.alice, staff.world.bot.id}
    assert (await staff.ok("getChatMember", chat_id=staff.group, user_id=bob))["status"] == "left"
    assert await staff.refused("say", **{"from": bob, "chat": staff.group, "text": "x"}) == ("this person is not in that chat")


async def test_an_anonymous_administrator(staff):
    said = await staff.says(staff.alice, staff.group, anonymous=True)
    assert (said["from"]["id"], said["sender_chat"]["id"]) == (1087968824, staff.group)
    bob = await staff.person("Bob")
    await staff.does("member", chat=staff.group, person=bob, status="member")
    assert await staff.refused("say", **{"from": bob, "chat": staff.group, "text": "x", "anonymous": True})


async def test_a_group_becomes_a_supergroup(staff):
    old = (await staff.does("groups", title="Small", kind="group", members=[staff.alice]))["id"]
    await staff.heard()
    new = (await staff.does("migrate", chat=old))["id"]
    refused = await staff.call("sendMessage", chat_id=old, text="x")
    assert refused["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert refused["parameters"] == {"migrate_to_chat_id": new}
    assert (await staff.ok("sendMessage", chat_id=new, text="x"))["chat"]["type"] == "supergroup"
    assert [u["message"].get("migrate_to_chat_id", u["message"].get("migrate_from_chat_id")) for u in await staff.heard()] == [
        new,
        old,
    ]
    assert await staff.refused("migrate", chat=old)


async def test_how_messages_are_numbered(staff):
    bob = await staff.person("Bob")
    alice_message = await staff.ok("sendMessage", chat_id=staff.alice, text="x")
    bob_message = await staff.ok("sendMessage", chat_id=bob, text="x")
    assert bob_message["message_id"] == alice_message["message_id"] + 1
    ids = [(await staff.ok("sendMessage", chat_id=staff.group, text="x"))["message_id"] for _ in range(2)]
    assert ids == [2, 3]


async def test_pinning_and_deleting_need_rights(staff):
    said = await staff.says(staff.alice, staff.group)
    this = {"chat_id": staff.group, "message_id": said["message_id"]}
    await staff.ok("pinChatMessage", **this)
    assert (await staff.ok("getChat", chat_id=staff.group))["pinned_message"]["text"] == "hello"
    await staff.ok("unpinChatMessage", **this)
    rights = {"can_pin_messages": False, "can_delete_messages": False}
    await staff.does("member", chat=staff.group, person=staff.world.bot.id, status="administrator", rights=rights)
    assert "not enough rights" in await staff.error("pinChatMessage", **this)
    assert await staff.error("deleteMessage", **this) == "Bad Request: message can't be deleted"


async def test_deleting_ends_after_two_days(tester):
    alice = await tester.person()
    message = await tester.ok("sendMessage", chat_id=alice, text="x")
    await tester.does("clock", advance_ms=49 * 3_600_000)
    this = {"chat_id": alice, "message_id": message["message_id"]}
    assert await tester.error("deleteMessage", **this) == "Bad Request: message can't be deleted"
    assert (await tester.ok("editMessageText", **this, text="y"))["edit_date"] > message["date"] + 48 * 3600


async def test_blocking_and_coming_back(tester):
    alice = await tester.person()
    await tester.does("block", person=alice)
    await tester.does("say", **{"from": alice}, text="back again")
    changes = await tester.heard()
    standing = [u["my_chat_member"]["new_chat_member"]["status"] for u in changes if "my_chat_member" in u]
    assert standing == ["kicked", "member"]
    assert changes[-1]["message"]["text"] == "back again"
    await tester.ok("sendMessage", chat_id=alice, text="welcome")


async def test_people_edit_and_forward(staff):
    said = await staff.says(staff.alice, staff.group, "frist")
    edited = await staff.does("edit", **{"from": staff.alice}, chat=staff.group, message=said["message_id"], text="first #1st")
    assert "edit_date" in edited
    await staff.says(staff.alice, staff.group, "from elsewhere", forward=True)
    updates = await staff.heard()
    assert updates[1]["edited_message"]["entities"][0]["type"] == "hashtag"
    assert updates[2]["message"]["forward_origin"]["type"] == "user"
    copied = await staff.ok("copyMessage", chat_id=staff.alice, from_chat_id=staff.group, message_id=said["message_id"])
    assert (await staff.look("messages", chat=staff.alice, after=copied["message_id"] - 1))[0]["text"] == "first #1st"
    forwarded = await staff.ok("forwardMessage", chat_id=staff.alice, from_chat_id=staff.group, message_id=said["message_id"])
    assert forwarded["forward_origin"]["sender_user"]["id"] == staff.alice
    assert await staff.error("copyMessage", chat_id=staff.alice, from_chat_id=staff.group, message_id=99) == (
        "Bad Request: message to copy not found"
    )


async def test_reactions(staff):
    said = await staff.says(staff.alice, staff.group)
    this = {"chat_id": staff.group, "message_id": said["message_id"]}
    thumb = [{"type": "emoji", "emoji": "👍"}]
    await staff.ok("setMessageReaction", **this, reaction=thumb)
    await staff.does("react", **{"from": staff.alice}, chat=staff.group, message=said["message_id"], emoji="🎉")
    shown = (await staff.look("messages", chat=staff.group))[-1]["reactions"]
    assert shown == [{"person": staff.world.bot.id, "emoji": "👍"}, {"person": staff.alice, "emoji": "🎉"}]
    assert await staff.error("setMessageReaction", **this, reaction=[*thumb, *thumb]) == "Bad Request: REACTIONS_TOO_MANY"
    odd = [{"type": "emoji", "emoji": "🧾"}]
    assert await staff.error("setMessageReaction", **this, reaction=odd) == "Bad Request: REACTION_INVALID"


async def test_command_menus_follow_scope_and_language(staff):
    async def menu(scope=None, language_code="", *, name):
        commands = [{"command": name, "description": "x"}]
        await staff.ok("setMyCommands", commands=commands, scope=scope, language_code=language_code)

    async def seen(person, chat):
        return [entry["command"] for entry in await staff.look("commands", person=person, chat=chat)]

    bob = await staff.person("Bob", language_code="en")
    await staff.does("member", chat=staff.group, person=bob, status="member")
    await menu(name="default")
    assert await seen(staff.alice, staff.group) == ["default"]
    await menu(name="moren", language_code="zh")
    assert (await seen(staff.alice, staff.alice), await seen(bob, bob)) == (["moren"], ["default"])
    await menu({"type": "all_group_chats"}, name="group")
    await menu({"type": "chat_administrators", "chat_id": staff.group}, name="staff")
    assert (await seen(staff.alice, staff.group), await seen(bob, staff.group)) == (["staff"], ["group"])
    await menu({"type": "chat_member", "chat_id": staff.group, "user_id": bob}, name="bob")
    assert await seen(bob, staff.group) == ["bob"]
    await staff.ok("deleteMyCommands", scope={"type": "chat_member", "chat_id": staff.group, "user_id": bob})
    assert await seen(bob, staff.group) == ["group"]
    assert await staff.ok("getMyCommands", language_code="zh") == [{"command": "moren", "description": "x"}]
    for wrong in ({"command": "Größe", "description": "x"}, {"command": "x", "description": ""}):
        assert "BOT_COMMAND" in await staff.error("setMyCommands", commands=[wrong])
    assert "invalid language" in await staff.error("setMyCommands", commands=[], language_code="zh-hans")
