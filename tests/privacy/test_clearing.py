"""What colleagues see of somebody who was erased goes too; what the bot cannot delete, they are asked to, without a name."""

from typing import Any

from clocks import TestClock
from leaving import WORDS, ask, database, enquires_in, is_asked, leaves, rights, settled
from stage import Player, Stage, running

NAME = "Zwiebelfisch"
HAND = WORDS["zh"]["by hand"]


def link(stage: Stage, number: int) -> str:
    return f"https://t.me/c/{str(stage.staff_chat).removeprefix('-100')}/{number}"


async def shown(who: Player) -> str:
    return "\n".join(str(message) for message in await who.messages())


async def test_a_topic_that_cannot_be_deleted_is_emptied_renamed_and_handed_over(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person(NAME, "zh-hans")
        reference = await enquires_in(alice, "zh")
        thread = (await stage.at_desk().sees(reference))["message_thread_id"]
        await rights(stage, can_delete_messages=False)
        await leaves(alice)
        desk = stage.at_desk()
        asked = await desk.sees(reference, HAND, link(stage, thread))
        assert NAME not in asked["text"]
        await settled(stage)
        assert stage.sandbox.world.chats[stage.staff_chat].topics[thread].name == reference
        assert not any(NAME in line for line in await stage.at_desk(thread).transcript())
    assert ask(database(stage), "SELECT payload FROM inbox WHERE payload LIKE ?", f"%{NAME}%") == []
    assert await stage.violations() == []


async def test_an_old_topic_goes_whole(stage: Stage) -> None:
    clock = TestClock(30.0)
    await stage.with_office()
    async with running(stage, clock):
        alice = await stage.person(NAME, "zh-hans")
        reference = await enquires_in(alice, "zh")
        thread = (await stage.at_desk().sees(reference))["message_thread_id"]
        clock.advance(days=30)
        await stage.control.post("clock", advance_ms=30 * 86_400_000)
        await leaves(alice)
        await settled(stage)
        assert thread not in stage.sandbox.world.chats[stage.staff_chat].topics
        assert not any(HAND in line for line in await stage.at_desk().transcript())


async def test_a_topic_somebody_deleted_before_troubles_nobody(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person(NAME, "zh-hans")
        thread = (await stage.at_desk().sees(await enquires_in(alice, "zh")))["message_thread_id"]
        await stage.control.post("topics/delete", chat=stage.staff_chat, thread=thread)
        await leaves(alice)
        await settled(stage)
        lines = await stage.at_desk().transcript()
        assert any(WORDS["zh"]["erased"] in line for line in lines)
        assert not any(HAND in line for line in lines)


async def in_threads(stage: Stage) -> tuple[Player, dict[str, Any], dict[str, Any], str]:
    """Let somebody enquire in a group without topics and a colleague answer."""
    alice = await stage.person(NAME, "zh-hans")
    reference = await enquires_in(alice, "zh")
    desk = stage.at_desk()
    card = await desk.sees(reference)
    answer = await desk.says(f"您好，{NAME}！", reply_to=card["message_id"])
    await alice.sees("您好")
    return alice, card, answer, reference


async def test_without_topics_every_message_about_them_goes(stage: Stage) -> None:
    await stage.with_office(forum=False)
    async with running(stage):
        alice, _, _, reference = await in_threads(stage)
        await leaves(alice)
        await stage.at_desk().sees(reference, WORDS["zh"]["erased"])
        await settled(stage)
        assert NAME not in await shown(stage.at_desk())
        assert HAND not in await shown(stage.at_desk())
    assert await stage.violations() == []


async def test_without_the_right_only_what_colleagues_wrote_is_handed_over(stage: Stage) -> None:
    await stage.with_office(forum=False)
    async with running(stage):
        await rights(stage, can_delete_messages=False)
        alice, card, answer, reference = await in_threads(stage)
        await leaves(alice)
        asked = await stage.at_desk().sees(reference, HAND)
        assert link(stage, answer["message_id"]) in asked["text"]
        assert link(stage, card["message_id"]) not in asked["text"]
        await settled(stage)
        assert [m["message_id"] for m in await stage.at_desk().messages() if NAME in str(m)] == [answer["message_id"]]


async def test_what_is_two_days_old_is_handed_over(stage: Stage) -> None:
    clock = TestClock(30.0)
    await stage.with_office(forum=False)
    async with running(stage, clock):
        alice, card, answer, reference = await in_threads(stage)
        clock.advance(days=2)
        await leaves(alice)
        asked = await stage.at_desk().sees(reference, HAND, link(stage, card["message_id"]))
        assert link(stage, answer["message_id"]) in asked["text"]


async def test_owners_without_a_group(stage: Stage) -> None:
    clock = TestClock(30.0)
    await stage.with_office(group=False)
    owner = stage.owner
    assert owner is not None
    async with running(stage, clock):
        bob = await stage.person("Bob", "zh-hans")
        await enquires_in(bob, "zh")
        alice = await stage.person(NAME, "zh-hans")
        reference = await enquires_in(alice, "zh")
        card = await owner.sees(reference, NAME)
        await owner.says("您好！", reply_to=card["message_id"])
        await alice.sees("您好！")
        await leaves(alice)
        await owner.sees(reference, WORDS["zh"]["erased"])
        await settled(stage)
        assert NAME not in await shown(owner)
        assert HAND not in await shown(owner)
        assert "Bob" in await shown(owner)
        clock.advance(days=2)
        await leaves(bob)
        asked = await owner.sees("Q-", HAND)
        assert "t.me" not in asked["text"]


async def test_a_group_that_is_lost_is_told_to_the_owners(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person(NAME, "zh-hans")
        reference = await enquires_in(alice, "zh")
        thread = (await stage.at_desk().sees(reference))["message_thread_id"]
        await stage.control.post("member", chat=stage.staff_chat, person=4242, status="kicked")
        await leaves(alice)
        assert stage.owner is not None
        await stage.owner.sees(reference, HAND, link(stage, thread))


async def test_an_enquiry_on_its_way_never_reaches_the_desk(stage: Stage) -> None:
    """The group does not answer while somebody enquires, thinks again and has everything deleted."""
    await stage.with_office()
    async with running(stage):
        fault = {"chat": stage.staff_chat, "method": "*", "times": None, "do": {"status": 502}}
        await stage.control.post("faults", **fault)
        alice = await stage.person(NAME, "zh-hans")
        await enquires_in(alice, "zh")
        await leaves(alice)
        await stage.control.delete("faults")
        await settled(stage)
        assert NAME not in str(stage.sandbox.world.chats[stage.staff_chat].topics)
        assert NAME not in await shown(stage.at_desk())
    assert ask(database(stage), "SELECT count(*) FROM payloads WHERE body LIKE ?", f"%{NAME}%") == [(0,)]


async def test_a_message_on_the_wire_is_deleted_when_it_has_arrived(stage: Stage) -> None:
    await stage.with_office(forum=False)
    async with running(stage):
        alice, *_ = await in_threads(stage)
        question = await is_asked(alice)
        await stage.control.post("faults", chat=stage.staff_chat, method="sendMessage", do={"delay": 1})
        await alice.says(f"{NAME} writes once more")
        on_the_wire = "SELECT 1 FROM outbox WHERE state = 'sending' AND recipient = ?"

        async def leaving() -> bool:
            return bool(ask(database(stage), on_the_wire, str(stage.staff_chat)))

        await stage.control.eventually(leaving, "the message on the wire")
        await alice.taps(WORDS["zh"]["yes"], question)
        await alice.sees(WORDS["zh"]["gone"])
        await settled(stage)
        calls = (await stage.control.get("calls", method="deleteMessage"))["calls"]
        assert [call["answer"]["ok"] for call in calls] == [True]
        assert not any(NAME in line for line in await stage.at_desk().transcript())
        assert not any(HAND in line for line in await stage.at_desk().transcript())
