"""Who goes before whom: strict order for one recipient in one lane, urgency between lanes, nobody in another's way."""

from delivery_desk import Desk

from bot.delivery.backlog import DEPTH
from bot.telegram.gateway import Refused
from bot.telegram.transport import NotSent
from domain.outbox import Lane


async def test_a_row_is_sent_to_its_recipient_and_remembers_the_message(desk: Desk):
    row = await desk.put(5, "hello", payload={"text": "hello", "chat_id": 999})
    await desk.run()
    assert [(said.chat, said.text) for said in desk.gateway.sent] == [(5, "hello")]
    stored = await desk.row(row)
    assert (stored.state, stored.message_id, stored.attempt, stored.epoch) == ("sent", 1001, 1, 1)
    assert stored.ended_at == desk.clock.now()


async def test_one_recipient_gets_its_rows_in_order(desk: Desk):
    await desk.put_all([desk.draft(5, str(n)) for n in range(60)])
    await desk.run(120)
    assert desk.gateway.texts(5) == [str(n) for n in range(60)]


async def test_one_row_of_a_recipient_and_lane_is_on_the_way_at_a_time(desk: Desk):
    gate = desk.gateway.gate(5)
    await desk.put_all([desk.draft(5, str(n)) for n in range(3)])
    await desk.run(10)
    assert len(desk.gateway.attempts) == 1
    gate.set()
    await desk.run(10)
    assert desk.gateway.texts(5) == ["0", "1", "2"]


async def test_a_row_that_waits_for_its_retry_holds_those_behind_it(desk: Desk):
    desk.gateway.fail(5, Refused(429, retry_after=30))
    await desk.put_all([desk.draft(5, "first"), desk.draft(5, "second")])
    await desk.run(29)
    assert desk.gateway.sent == []
    await desk.run(5)
    assert desk.gateway.texts(5) == ["first", "second"]


async def test_a_row_planned_for_later_holds_nobody(desk: Desk):
    later = await desk.put(5, "later", not_before=desk.clock.now() + 60_000)
    await desk.put(5, "now")
    await desk.run(30)
    assert desk.gateway.texts(5) == ["now"]
    await desk.run(35)
    assert desk.gateway.texts(5) == ["now", "later"]
    assert (await desk.row(later)).state == "sent"


async def test_a_planned_row_follows_the_wall_clock_when_it_jumps(desk: Desk):
    await desk.put(5, "tomorrow", not_before=desk.clock.now() + 86_400_000)
    await desk.run(10)
    assert desk.gateway.sent == []
    desk.clock.wall_offset = 86_400_000
    await desk.run(3)
    assert desk.gateway.texts(5) == ["tomorrow"]


async def test_a_retry_does_not_wait_longer_because_the_wall_clock_was_set_back(desk: Desk):
    desk.gateway.fail(5, NotSent("connect"))
    await desk.put(5)
    await desk.run(0.5)
    desk.clock.wall_offset = -3_600_000
    await desk.run(5)
    assert len(desk.gateway.sent) == 1


async def test_an_answer_overtakes_six_hundred_notices(desk: Desk):
    await desk.put_all([desk.draft(1000 + n, "notice", Lane.BULK) for n in range(600)])
    await desk.run(3)
    await desk.put(7, "answer")
    before = len(desk.gateway.sent)
    began = desk.clock.monotonic()
    await desk.run(0.2)
    answer = next(said for said in desk.gateway.sent if said.text == "answer")
    assert answer.at - began < 0.1
    assert before < 600
    await desk.run(30)
    assert len(desk.gateway.sent) == 601


async def test_an_answer_overtakes_reminder_and_notice_in_the_same_chat(desk: Desk):
    await desk.put(5, "notice", Lane.BULK)
    await desk.put(5, "reminder", Lane.REMINDER)
    await desk.put(5, "answer")
    await desk.run(10)
    assert desk.gateway.texts(5) == ["answer", "reminder", "notice"]


async def test_notices_never_take_every_place_on_the_way(database):
    desk = Desk(database, rate=None, concurrency=16)
    gates = [desk.gateway.gate(1000 + n) for n in range(40)]
    await desk.put_all([desk.draft(1000 + n, "notice", Lane.BULK) for n in range(40)])
    await desk.run(5)
    assert desk.gateway.on_the_way == 12
    await desk.put(7, "answer")
    await desk.run(1)
    assert desk.gateway.texts(7) == ["answer"]
    for gate in gates:
        gate.set()
    await desk.run(5)
    assert set(await desk.states()) == {"sent"}
    assert desk.gateway.most_on_the_way <= 16
    await desk.kill()


async def test_a_thousand_cards_waiting_for_one_group_hold_nobody_else(desk: Desk):
    await desk.put_all([desk.draft(-100, f"card {n}") for n in range(1000)])
    await desk.put_all([desk.draft(1000 + n, "answer") for n in range(50)])
    await desk.run(10)
    assert sum(said.text == "answer" for said in desk.gateway.sent) == 50
    assert len(desk.gateway.texts(-100)) == 20
    assert len(desk.worker._backlog._queues["-100", Lane.INTERACTIVE].rows) <= DEPTH


async def test_a_paused_group_keeps_its_order_beyond_what_memory_holds(database):
    desk = Desk(database, rate=None)
    desk.gateway.fail(-100, Refused(429, retry_after=300))
    await desk.put_all([desk.draft(-100, str(n)) for n in range(130)])
    await desk.put(7, "answer")
    await desk.run(299)
    assert desk.gateway.texts(7) == ["answer"]
    assert desk.gateway.texts(-100) == []
    await desk.run(3)
    assert desk.gateway.texts(-100) == [str(n) for n in range(130)]
    await desk.kill()


async def test_many_rows_do_not_fill_the_memory(database):
    desk = Desk(database, rate=10)
    await desk.put_all([desk.draft(1000 + n, "notice", Lane.BULK) for n in range(3000)])
    await desk.run(10)
    assert len(desk.worker._backlog._queues) <= 1000
    assert desk.gateway.texts(1000) == ["notice"]
    await desk.kill()


async def test_a_row_cancelled_while_it_waits_in_memory_is_not_sent(desk: Desk):
    gate = desk.gateway.gate(5)
    await desk.put(5, "first")
    second = await desk.put(5, "second")
    third = await desk.put(5, "third")
    await desk.run(1)
    await desk.change(second, state="cancelled")
    gate.set()
    await desk.run(5)
    assert desk.gateway.texts(5) == ["first", "third"]
    assert (await desk.row(second)).state == "cancelled"
    assert (await desk.row(third)).state == "sent"


async def test_a_row_staff_send_again_is_found(desk: Desk):
    row = await desk.put(5)
    await desk.run(5)
    await desk.change(row, state="pending", ended_at=None)
    await desk.run(5)
    assert len(desk.gateway.sent) == 2


async def test_mail_is_left_to_others(desk: Desk):
    row = await desk.put("a@example.org", channel="mail", method="mail")
    await desk.run(5)
    assert desk.gateway.attempts == []
    assert (await desk.row(row)).state == "pending"
