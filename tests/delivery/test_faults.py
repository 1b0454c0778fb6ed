"""Every way a call can fail, and what then becomes of its row, of its chat, and of everybody else."""

import orjson
import pytest
from delivery_desk import Desk
from sqlalchemy import insert, select

from bot.telegram.gateway import Refused
from bot.telegram.transport import Doubtful, NotSent
from domain.outbox import RESENDS, Lane, OnDoubt, Report
from storage.schema import channels, persons

BLOCKED = Refused(403, "Forbidden: bot was blocked by the user")


def bad(words: str, **more: int) -> Refused:
    return Refused(400, f"Bad Request: {words}", **more)


async def contact(desk: Desk, address: str) -> None:
    async with desk.database.writing() as connection:
        await connection.execute(insert(persons).values(id=1, name="Li", language="zh", created_at=0))
        await connection.execute(insert(channels).values(person_id=1, kind="telegram", address=address, created_at=0))


async def unreachable_at(desk: Desk) -> int | None:
    async with desk.database.reading() as connection:
        return (await connection.execute(select(channels.c.unreachable_at))).scalar_one()


async def test_what_was_not_sent_goes_out_later_however_often(desk: Desk):
    desk.gateway.fail(5, *[NotSent("connect")] * 12)
    row = await desk.put(5, lane=Lane.BULK)
    await desk.run(600)
    stored = await desk.row(row)
    assert (stored.state, stored.attempt, stored.error) == ("sent", 1, None)
    assert len(desk.gateway.attempts) == 13


async def test_a_reminder_in_doubt_is_left_to_staff(desk: Desk):
    desk.gateway.fail(5, Doubtful("timeout"))
    row = await desk.put(5, lane=Lane.REMINDER)
    await desk.run(60)
    stored = await desk.row(row)
    assert (stored.state, stored.reason, stored.error) == ("uncertain", "no_answer", "timeout")
    assert len(desk.gateway.attempts) == 1


async def test_an_answer_in_doubt_goes_out_again_a_few_times(desk: Desk):
    desk.gateway.fail(5, *[Doubtful("cut")] * 10)
    row = await desk.put(5)
    await desk.run(600)
    assert (await desk.row(row)).state == "uncertain"
    assert len(desk.gateway.attempts) == 1 + RESENDS


async def test_what_was_surely_not_sent_does_not_use_up_the_resends(desk: Desk):
    desk.gateway.fail(5, *[Refused(429, retry_after=2)] * 3, *[NotSent("connect")] * 2, *[Doubtful("cut")] * RESENDS)
    row = await desk.put(5)
    await desk.run(600)
    assert (await desk.row(row)).state == "sent"


async def test_an_edit_in_doubt_is_simply_repeated(desk: Desk):
    desk.gateway.fail(5, Doubtful("timeout"))
    row = await desk.put(5, lane=Lane.BULK, method="editMessageText", payload={"message_id": 3, "text": "x"})
    await desk.run(60)
    assert (await desk.row(row)).state == "sent"


async def test_an_error_of_our_own_is_a_doubt_and_stops_nobody(desk: Desk):
    desk.gateway.fail(5, ValueError("private words"))
    row = await desk.put(5, lane=Lane.BULK)
    await desk.put(6)
    await desk.run(5)
    assert (await desk.row(row)).state == "uncertain"
    assert desk.gateway.texts(6) == ["hello"]


async def test_a_flood_limit_pauses_one_chat_and_one_sort_of_call(desk: Desk):
    desk.gateway.fail(-100, Refused(429, "Too Many Requests: retry after 40", retry_after=40))
    row = await desk.put(-100, "card")
    await desk.run(1)
    await desk.put(-100, "reminder", Lane.REMINDER)
    await desk.put(-100, method="setMessageReaction", payload={"message_id": 1, "reaction": []}, lane=Lane.BULK)
    await desk.put(-200, "elsewhere")
    await desk.run(30)
    assert [said.method for said in desk.gateway.sent if said.chat == -100] == ["setMessageReaction"]
    assert desk.gateway.texts(-200) == ["elsewhere"]
    stored = await desk.row(row)
    assert (stored.state, stored.attempt) == ("pending", 0)
    assert stored.not_before >= desk.clock.now() + 8_000
    await desk.run(15)
    assert {"card", "reminder"} <= set(desk.gateway.texts(-100))


async def test_two_chats_limited_at_once_pause_all_sends(desk: Desk):
    desk.gateway.fail(5, Refused(429, retry_after=20))
    desk.gateway.fail(6, Refused(429, retry_after=20))
    await desk.put_all([desk.draft(5), desk.draft(6)])
    await desk.run(0.5)
    await desk.put(7)
    await desk.put(8, method="deleteMessage", payload={"message_id": 1})
    await desk.run(15)
    assert [said.chat for said in desk.gateway.sent] == [8]
    await desk.run(10)
    assert {said.chat for said in desk.gateway.sent} == {5, 6, 7, 8}


async def test_a_flood_limit_outlives_a_restart(desk: Desk):
    desk.gateway.fail(5, Refused(429, retry_after=60))
    await desk.put_all([desk.draft(5, "first"), desk.draft(5, "second")])
    await desk.run(1)
    await desk.kill()
    await desk.run(50)
    assert desk.gateway.sent == []
    await desk.run(15)
    assert desk.gateway.texts(5) == ["first", "second"]


@pytest.mark.parametrize("refused", [BLOCKED, bad("chat not found")])
async def test_a_person_who_cannot_be_reached_is_marked(desk: Desk, refused: Refused):
    await contact(desk, "5")
    desk.gateway.fail(5, refused)
    row = await desk.put(5)
    await desk.run(1)
    stored = await desk.row(row)
    assert (stored.state, stored.reason) == ("failed", "unreachable")
    assert await unreachable_at(desk) == stored.ended_at


async def test_a_group_that_threw_the_bot_out_marks_no_person(desk: Desk):
    await contact(desk, "-100")
    desk.gateway.fail(-100, Refused(403, "Forbidden: bot was kicked from the supergroup chat"))
    row = await desk.put(-100)
    await desk.run(1)
    assert (await desk.row(row)).reason == "unreachable"
    assert await unreachable_at(desk) is None


async def test_any_other_refusal_fails_the_row_alone(desk: Desk):
    desk.gateway.fail(5, bad('MEDIA_CAPTION_TOO_LONG for "Li Lei, 13800138000"'))
    first = await desk.put(5, "first")
    await desk.put(5, "second")
    await desk.run(5)
    stored = await desk.row(first)
    assert (stored.state, stored.reason) == ("failed", "refused")
    assert "Li Lei" not in stored.error
    assert "13800138000" not in stored.error
    assert desk.gateway.texts(5) == ["second"]


async def test_a_change_that_is_made_already_is_a_success(desk: Desk):
    desk.gateway.fail(5, bad("message is not modified: specified new message content is the same"))
    edit = await desk.put(5, method="editMessageText", payload={"message_id": 3, "text": "x"})
    desk.gateway.fail(6, bad("message to delete not found"))
    delete = await desk.put(6, method="deleteMessage", payload={"message_id": 3})
    await desk.run(5)
    assert [(await desk.row(row)).state for row in (edit, delete)] == ["sent", "sent"]


async def test_broken_markup_goes_out_as_plain_text(desk: Desk):
    desk.gateway.fail(5, bad("can't parse entities: Unsupported start tag"))
    row = await desk.put(5, payload={"text": "<b>Dues &amp; fees</b> 3 < 4", "parse_mode": "HTML"})
    await desk.run(1)
    assert desk.gateway.texts(5) == ["Dues & fees 3 < 4"]
    assert "parse_mode" not in desk.gateway.sent[0].params
    assert (await desk.row(row)).state == "sent"


@pytest.mark.parametrize("words", ["message thread not found", "TOPIC_DELETED", "TOPIC_CLOSED"])
async def test_a_message_whose_topic_is_gone_goes_to_the_group(desk: Desk, words: str):
    desk.gateway.fail(-100, bad(words), bad("message to be replied not found"))
    await desk.put(-100, payload={"text": "card", "message_thread_id": 9, "reply_parameters": {"message_id": 4}})
    await desk.run(1)
    assert desk.gateway.sent[0].params == {"text": "card", "chat_id": -100}


async def test_a_topic_that_is_gone_cannot_be_closed_elsewhere(desk: Desk):
    desk.gateway.fail(-100, bad("message thread not found"))
    row = await desk.put(-100, method="closeForumTopic", payload={"message_thread_id": 9})
    await desk.run(1)
    assert (await desk.row(row)).state == "failed"
    assert len(desk.gateway.attempts) == 1


async def test_a_wrong_token_stops_everything_and_owners_hear_of_it(desk: Desk):
    desk.gateway.fail(None, Refused(401, "Unauthorized"))
    row = await desk.put(5)
    await desk.run(1)
    await desk.put(6)
    await desk.run(25)
    assert (await desk.row(row)).state == "pending"
    assert len(desk.gateway.attempts) == 1
    assert not desk.told.is_well
    await desk.run(10)
    assert set(await desk.states()) == {"sent"}
    assert desk.told.is_well


async def test_an_unknown_method_is_the_rows_own_fault(desk: Desk):
    desk.gateway.fail(5, Refused(404, "Not Found: method not found"))
    row = await desk.put(5, method="sendMesage")
    await desk.run(1)
    assert (await desk.row(row)).reason == "refused"
    assert desk.told.is_well


async def test_an_outage_leaves_few_doubts_and_is_noticed(desk: Desk):
    desk.gateway.fail(None, *[Doubtful("status 502")] * 1000)
    await desk.put_all([desk.draft(1000 + n, lane=Lane.BULK) for n in range(400)])
    await desk.run(200)
    states = await desk.states()
    assert states.count("uncertain") < 50
    assert states.count("pending") > 350
    assert not desk.told.is_well
    desk.gateway._failures.clear()
    await desk.run(120)
    assert (await desk.states()).count("pending") == 0
    assert desk.told.is_well


async def test_a_chat_that_never_answers_does_not_hold_up_the_others(desk: Desk):
    desk.gateway.fail(-100, *[Doubtful("status 502")] * 50)
    for text in ("one", "two", "three"):
        await desk.put(-100, text, on_doubt=OnDoubt.RESEND)
    await desk.run(30)
    await desk.put(5, "at once")
    await desk.run(0.5)
    assert desk.gateway.texts(5) == ["at once"]


async def test_the_end_of_a_row_comes_back_as_an_event(desk: Desk):
    desk.gateway.fail(6, BLOCKED)
    desk.gateway.fail(7, Doubtful("cut"))
    desk.gateway.fail(8, NotSent("connect"))
    for chat in (5, 6, 7, 8):
        await desk.put(chat, lane=Lane.BULK, report=Report.ALWAYS, subject=f"enquiry:{chat}")
    await desk.put(9)  # an answer, so the first to leave; nobody wants to hear of it
    await desk.run(0.9)
    events = [(event.key, orjson.loads(event.payload)) for event in await desk.reported()]
    assert sorted(events) == [
        ("1:1", {"row": 1, "subject": "enquiry:5", "state": "sent", "reason": None, "message_id": 1002}),
        ("2:1", {"row": 2, "subject": "enquiry:6", "state": "failed", "reason": "unreachable", "message_id": None}),
        ("3:1", {"row": 3, "subject": "enquiry:7", "state": "uncertain", "reason": "no_answer", "message_id": None}),
    ]
    assert desk.reports > 0
