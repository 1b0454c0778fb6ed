"""Rows that refer to what other rows became, and groups that change their id."""

import pytest
from delivery_desk import Desk
from sqlalchemy import insert, select

from bot.telegram.gateway import Refused
from domain.outbox import Lane, Report
from storage.schema import chat_moves

GROUP = -100


def sent(row: int) -> dict[str, int]:
    return {"$sent": row}


async def test_a_reference_becomes_the_message_id(desk: Desk):
    topic = await desk.put(GROUP, method="createForumTopic", payload={"name": "Li"})
    card = await desk.put(GROUP, payload={"text": "card", "message_thread_id": sent(topic)})
    await desk.put(GROUP, payload={"text": "more", "reply_parameters": {"message_id": sent(card), "allow": True}})
    await desk.run(5)
    assert desk.gateway.sent[1].params == {"chat_id": GROUP, "text": "card", "message_thread_id": 1001}
    assert desk.gateway.sent[2].params["reply_parameters"] == {"message_id": 1002, "allow": True}


async def test_a_row_waits_for_the_one_it_refers_to_and_holds_nobody(desk: Desk):
    gate = desk.gateway.gate(GROUP)
    topic = await desk.put(GROUP, method="createForumTopic", payload={"name": "Li"})
    await desk.put(5, payload={"text": "waits", "reply_parameters": {"message_id": sent(topic)}})
    await desk.put(6, "other")
    await desk.run(30)
    assert [said.text for said in desk.gateway.sent] == ["other"]
    gate.set()
    await desk.run(0.1)
    assert [said.text for said in desk.gateway.sent] == ["other", None, "waits"]


async def test_waiting_uses_up_no_part_of_any_limit(desk: Desk):
    topic = await desk.put(7, "later", not_before=desk.clock.now() + 120_000)
    await desk.put(GROUP, payload={"text": "waits", "message_thread_id": sent(topic)}, lane=Lane.BULK)
    await desk.run(119)
    await desk.put_all([desk.draft(GROUP, str(n)) for n in range(20)])
    await desk.run(0.5)
    assert len(desk.gateway.texts(GROUP)) == 20


@pytest.mark.parametrize("state", ["failed", "cancelled", "uncertain"])
async def test_what_refers_to_nothing_goes_without_it_or_not_at_all(desk: Desk, state: str):
    lost = await desk.put(GROUP, "lost")
    await desk.change(lost, state=state)
    await desk.put(GROUP, payload={"text": "a", "message_thread_id": sent(lost)})
    await desk.put(GROUP, payload={"text": "b", "reply_parameters": {"message_id": sent(lost), "allow": True}})
    edit = await desk.put(5, method="editMessageText", payload={"text": "c", "message_id": sent(lost)}, report=Report.ALWAYS)
    after = await desk.put(5, "d")
    await desk.run(5)
    assert [said.params for said in desk.gateway.sent if said.chat == GROUP] == [
        {"chat_id": GROUP, "text": "a"},
        {"chat_id": GROUP, "text": "b"},
    ]
    stored = await desk.row(edit)
    assert (stored.state, stored.reason) == ("failed", "orphaned")
    assert len(await desk.reported()) == 1
    assert (await desk.row(after)).state == "sent"


async def test_a_doubtful_row_that_has_its_message_is_referred_to(desk: Desk):
    row = await desk.put(5)
    await desk.change(row, state="uncertain", message_id=77)
    await desk.put(5, method="deleteMessage", payload={"message_id": sent(row)})
    await desk.run(5)
    assert desk.gateway.sent[0].params == {"chat_id": 5, "message_id": 77}


async def test_a_group_with_a_new_id_is_followed_by_everything_that_waits(desk: Desk):
    desk.gateway.fail(GROUP, *[Refused(400, "Bad Request: group chat was upgraded", migrate_to=-1001)] * 2)
    await desk.put_all([desk.draft(GROUP, str(n)) for n in range(5)])
    await desk.put(GROUP, "reminder", Lane.REMINDER)
    await desk.run(10)
    assert [said.text for said in desk.gateway.sent if said.text != "reminder"] == ["0", "1", "2", "3", "4"]
    assert {said.chat for said in desk.gateway.sent} == {-1001}
    assert set(await desk.states()) == {"sent"}
    async with desk.database.reading() as connection:
        assert (await connection.execute(select(chat_moves))).one() == ("-100", "-1001")


async def test_rows_for_an_old_id_that_is_known_go_to_the_new_one(desk: Desk):
    async with desk.database.writing() as connection:
        await connection.execute(insert(chat_moves).values(old_recipient="-100", new_recipient="-1001"))
    row = await desk.put(GROUP, "card", payload={"text": "card", "chat_id": GROUP})
    await desk.run(5)
    assert [said.chat for said in desk.gateway.attempts] == [-1001]
    assert (await desk.row(row)).recipient == "-1001"


async def test_a_group_that_moves_twice_is_followed_to_the_end(desk: Desk):
    desk.gateway.fail(-100, Refused(400, "", migrate_to=-1001))
    desk.gateway.fail(-1001, Refused(400, "", migrate_to=-1002))
    await desk.put(-100, "first")
    await desk.run(5)
    await desk.put(-100, "second")
    await desk.run(5)
    assert desk.gateway.texts(-1002) == ["first", "second"]
    assert len(desk.gateway.attempts) == 4


async def test_calls_without_a_chat_get_none(desk: Desk):
    await desk.put("menu", method="setMyCommands", payload={"commands": []})
    await desk.run(1)
    assert desk.gateway.sent[0].params == {"commands": []}
