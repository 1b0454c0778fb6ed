"""The office's side: topics, reply threads, owners in private, marks, hints, and what happens when something is missing."""

from conversation import asks, enquires
from stage import Player, Stage, running


async def ask(stage: Stage, name: str = "Bob", text: str = "What does membership cost?") -> Player:
    who = await stage.person(name, "en")
    await asks(who, text)
    return who


async def test_without_topics_replies_carry_the_answer(stage: Stage) -> None:
    await stage.with_office(forum=False)
    async with running(stage):
        bob = await ask(stage)
        desk = stage.at_desk()
        card = await desk.sees("What does membership cost?", "回复本条消息")
        written = await desk.says("It depends on the tier.", reply_to=card["message_id"])
        await bob.sees("Alliance office:", "It depends on the tier.")
        await desk.sees_reaction(written, "👌")
        await bob.says("Thank you!")
        follow_up = await desk.sees("Thank you!")
        assert follow_up["reply_to_message"]["message_id"] == card["message_id"]
        await desk.says("You are welcome.", reply_to=follow_up["message_id"])
        await bob.sees("You are welcome.")
    assert await stage.violations() == []


async def test_without_a_staff_group_owners_answer_in_private(stage: Stage) -> None:
    await stage.with_office(group=False)
    async with running(stage):
        bob = await ask(stage)
        assert stage.owner is not None
        card = await stage.owner.sees("What does membership cost?", "回复本条消息")
        await stage.owner.says("It depends on the tier.", reply_to=card["message_id"])
        await bob.sees("Alliance office:", "It depends on the tier.")
        await stage.owner.says("忘了点回复的答复")
        await stage.owner.sees("没有发给任何咨询人")
        await stage.owner.says("/ask 我们的机器狗学会了吹口哨\n第二行")
        await stage.owner.sees("已转交秘书处")
        await stage.owner.sees("我们的机器狗学会了吹口哨\n第二行")
    assert await stage.violations() == []


async def test_an_owner_answers_a_card_in_the_middle_of_a_form(stage: Stage) -> None:
    await stage.with_office(group=False)
    async with running(stage):
        bob = await ask(stage)
        assert stage.owner is not None
        card = await stage.owner.sees("What does membership cost?")
        await stage.owner.says("/join")
        await stage.owner.sees("哪方面")
        await stage.owner.says("Soon more.", reply_to=card["message_id"])
        await bob.sees("Soon more.")


async def test_only_staff_can_answer(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        bob = await ask(stage)
        card = await stage.at_desk().sees("What does membership cost?")
        guest = await stage.person("Guest")
        await stage.control.post("member", chat=stage.staff_chat, person=guest.id, status="member")
        seat = guest.inside(stage.staff_chat, card["message_thread_id"])
        await seat.says("I answer this!")
        await seat.sees("没有转发")
        desk = stage.at_desk(card["message_thread_id"])
        await desk.says("Hidden words", anonymous=True)
        await desk.sees("匿名管理员")
        await desk.says("The real answer.")
        await bob.sees("The real answer.")
        seen = " ".join(await bob.transcript())
        assert "I answer this!" not in seen
        assert "Hidden words" not in seen
    assert await stage.violations() == []


async def test_chatter_outside_topics_goes_nowhere_and_gets_no_hint(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        await ask(stage)
        desk = stage.at_desk()
        card = await desk.sees("What does membership cost?")
        await desk.says("Lunch, anyone?")
        await desk.says("It depends.", reply_to=card["message_id"])  # from the general topic, by replying
        await desk.sees_reaction((await desk.messages())[-1], "👌")
        assert not any("没有转发" in m.get("text", "") for m in await desk.messages())


async def test_a_colleagues_file_arrives_as_the_offices(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        bob = await ask(stage)
        card = await stage.at_desk().sees("What does membership cost?")
        desk = stage.at_desk(card["message_thread_id"])
        await desk.sends_file("charter.pdf", b"%PDF-1.4 charter")
        received = await bob.sees("Alliance office:")
        assert received["document"]["file_name"] == "charter.pdf"
    assert await stage.violations() == []


async def test_a_person_who_blocked_the_bot_is_named_as_unreachable(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        bob = await ask(stage)
        card = await stage.at_desk().sees("What does membership cost?")
        await stage.control.post("block", person=bob.id, blocked=True)
        desk = stage.at_desk(card["message_thread_id"])
        written = await desk.says("Are you there?")
        said = await desk.sees("未送达", "屏蔽")
        assert said["reply_to_message"]["message_id"] == written["message_id"]
        await stage.control.post("block", person=bob.id, blocked=False)
        await bob.says("I am back.")
        await bob.sees("Passed to the office")
        await desk.says("Welcome back!")
        await bob.sees("Welcome back!")


async def test_where_reactions_are_off_delivery_is_said_in_words(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        await ask(stage)
        card = await stage.at_desk().sees("What does membership cost?")
        await stage.control.post("faults", method="setMessageReaction", do={"status": 400})
        desk = stage.at_desk(card["message_thread_id"])
        await desk.says("It depends.")
        await desk.sees("已送达")


async def test_a_second_enquiry_shares_the_topic(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person("Alice")
        await alice.says("/start")
        first = await enquires(alice)
        card = await stage.at_desk().sees(first)
        second = await enquires(alice)
        assert first != second
        again = await stage.at_desk().sees(second)
        assert again["message_thread_id"] == card["message_thread_id"]


async def test_a_staff_group_that_is_unreachable_delays_nothing_for_the_prospect(stage: Stage) -> None:
    await stage.with_office()
    await stage.control.post("faults", chat=stage.staff_chat, method="*", times=None, do={"status": 502})
    async with running(stage):
        bob = await ask(stage)
        await bob.says("/status")
        await bob.sees("waiting for the office")
        await stage.control.delete("faults")
        await stage.at_desk().sees("What does membership cost?")


async def test_a_command_at_the_desk_is_not_passed_on_and_says_so(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        bob = await ask(stage)
        desk = stage.at_desk((await stage.at_desk().sees("What does membership cost?"))["message_thread_id"])
        await desk.says("/join 可以按步骤填写")
        await desk.sees("没有转发", "当作命令")
        await desk.says("请发送 /join")
        await bob.sees("请发送 /join")


async def test_a_deleted_topic_is_made_anew(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        bob = await ask(stage)
        card = await stage.at_desk().sees("What does membership cost?")
        await stage.control.post("topics/delete", chat=stage.staff_chat, thread=card["message_thread_id"])
        await bob.says("Are you there?")
        again = await stage.at_desk().sees("Are you there?")
        assert again["message_thread_id"] != card["message_thread_id"]
        await bob.says("Hello?")
        assert (await stage.at_desk().sees("Hello?"))["message_thread_id"] == again["message_thread_id"]
        await stage.at_desk(again["message_thread_id"]).says("Here we are.")
        await bob.sees("Here we are.")
    assert await stage.violations() == []


async def test_without_the_right_to_make_topics_cards_stand_in_the_general_one(stage: Stage) -> None:
    await stage.with_office()
    rights = {"can_manage_topics": False}
    await stage.control.post("member", chat=stage.staff_chat, person=4242, status="administrator", rights=rights)
    async with running(stage):
        bob = await ask(stage)
        card = await stage.at_desk().sees("What does membership cost?", "回复本条消息")
        assert "message_thread_id" not in card
        assert stage.owner is not None
        await stage.owner.sees("管理话题的权限")
        await stage.at_desk().says("It depends.", reply_to=card["message_id"])
        await bob.sees("It depends.")


async def test_what_a_lost_group_does_not_take_reaches_the_owners(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        await stage.control.post("member", chat=stage.staff_chat, person=4242, status="kicked")
        bob = await ask(stage)
        assert stage.owner is not None
        card = await stage.owner.sees("工作群未能接收", "What does membership cost?")
        await stage.owner.says("It depends on the tier.", reply_to=card["message_id"])
        await bob.sees("Alliance office:", "It depends on the tier.")
        assert not any("管理话题的权限" in m.get("text", "") for m in await stage.owner.messages()), "no right is missing"
    assert await stage.violations() == []


async def test_what_no_colleague_could_be_told_comes_once_they_are_there(stage: Stage) -> None:
    stage.owner = await stage.person("李同事")
    async with running(stage):
        bob = await ask(stage)
        await stage.control.eventually(lambda: refused(stage), "the card is refused")
        await stage.owner.says("/start")
        card = await stage.owner.sees("What does membership cost?")
        await stage.owner.says("It depends.", reply_to=card["message_id"])
        await bob.sees("It depends.")


async def refused(stage: Stage) -> bool:
    calls = (await stage.control.get("calls", method="sendMessage"))["calls"]
    return any(not call["answer"]["ok"] for call in calls)


async def test_a_basic_group_that_becomes_a_supergroup_is_followed(stage: Stage) -> None:
    stage.owner = await stage.person("李同事")
    await stage.owner.says("/start")
    made = await stage.control.post("groups", title="小组", kind="group", members=[stage.owner.id], bot_admin=True)
    stage.staff_chat = made["id"]
    async with running(stage):
        bob = await ask(stage)
        await stage.at_desk().sees("What does membership cost?")
        moved = await stage.control.post("migrate", chat=stage.staff_chat)
        stage.staff_chat = moved["id"]
        await bob.says("One more thing.")
        desk = stage.at_desk()
        follow_up = await desk.sees("One more thing.")
        await desk.says("Noted.", reply_to=follow_up["message_id"])
        await bob.sees("Noted.")
    async with running(stage):
        await bob.says("And another.")
        await desk.sees("And another.")


async def test_a_group_tells_its_id_to_an_owner_and_is_left_otherwise(stage: Stage) -> None:
    await stage.with_office(group=False)
    assert stage.owner is not None
    guest = await stage.person("Guest")
    async with running(stage):
        await stage.control.post("groups", title="Strangers", members=[guest.id], admins=[guest.id])
        own = await stage.control.post("groups", title="Ours", members=[stage.owner.id], admins=[stage.owner.id])
        await stage.owner.inside(own["id"]).sees(str(own["id"]), "STAFF_CHAT_ID")
