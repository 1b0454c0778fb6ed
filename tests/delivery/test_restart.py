"""What a stop, a kill or a broken database leaves behind, and what the next start makes of it."""

import asyncio

import orjson
import pytest
from delivery_desk import Desk
from sqlalchemy.exc import OperationalError

from bot.delivery.backlog import DEPTH
from bot.telegram.gateway import Refused
from domain.outbox import RESENDS, Lane, OnDoubt, Report
from storage.tally import went_out


async def killed_on_the_way(desk: Desk, lane: Lane = Lane.INTERACTIVE, **given) -> int:
    desk.gateway.gate(5)
    row = await desk.put(5, lane=lane, **given)
    await desk.run(1)
    assert (await desk.row(row)).state == "sending"
    await desk.kill()
    del desk.gateway.gates[5]
    return row


async def test_an_interrupted_answer_goes_out_again(desk: Desk):
    row = await killed_on_the_way(desk)
    await desk.run(2)
    stored = await desk.row(row)
    assert (stored.state, stored.attempt, stored.epoch) == ("sent", 2, 2)


async def test_an_interrupted_answer_does_not_go_out_for_ever(desk: Desk):
    row = await desk.put(5)
    desk.gateway.gate(5)
    for _ in range(RESENDS + 3):
        await desk.run(10)
        await desk.kill()
    await desk.run(10)
    stored = await desk.row(row)
    assert (stored.state, stored.reason) == ("uncertain", "interrupted")
    assert len(desk.gateway.attempts) == 1 + RESENDS


async def test_an_interrupted_reminder_is_left_to_staff_who_hear_of_it(desk: Desk):
    row = await killed_on_the_way(desk, Lane.REMINDER, report=Report.ALWAYS, subject="dues:1")
    await desk.run(2)
    stored = await desk.row(row)
    assert (stored.state, stored.reason) == ("uncertain", "interrupted")
    [event] = await desk.reported()
    assert orjson.loads(event.payload)["reason"] == "interrupted"
    assert desk.reports == 1


async def test_mail_on_its_way_is_not_ours_to_settle(desk: Desk):
    row = await desk.put("a@example.org", channel="mail", method="mail", on_doubt=OnDoubt.HOLD)
    await desk.change(row, state="sending", attempt=1)
    await desk.run(1)
    assert (await desk.row(row)).state == "sending"


async def test_stopping_waits_for_what_is_on_the_way_and_claims_nothing_more(desk: Desk):
    gate = desk.gateway.gate(5)
    row = await desk.put(5, "first")
    await desk.put(5, "second")
    await desk.run(1)
    desk.clock.allow(60)
    stopping = asyncio.create_task(desk.worker.stop(grace=1000))
    await asyncio.sleep(0)
    gate.set()
    async with asyncio.timeout(10):
        await stopping
        await desk.task
    assert (await desk.row(row)).state == "sent"
    assert desk.gateway.texts(5) == ["first"]


async def test_stopping_does_not_wait_for_ever(desk: Desk):
    desk.gateway.gate(5)
    row = await desk.put(5, lane=Lane.BULK)
    await desk.run(1)
    desk.clock.allow(60)
    async with asyncio.timeout(10):
        await desk.worker.stop(grace=8)
        await desk.task
    assert (await desk.row(row)).state == "sending"
    desk.task = None
    await desk.run(1)
    assert (await desk.row(row)).state == "uncertain"


async def test_stopping_before_the_start_is_no_trouble(desk: Desk):
    desk.start()
    async with asyncio.timeout(10):
        await desk.worker.stop()
        desk.clock.allow(60)
        await desk.task


async def test_a_failing_commit_ends_the_worker_and_the_row_is_settled_later(desk: Desk):
    gate = desk.gateway.gate(5)
    row = await desk.put(5, lane=Lane.BULK)
    await desk.run(1)
    async with desk.database.writing() as connection:
        await connection.exec_driver_sql("ALTER TABLE outbox RENAME TO hidden")
    gate.set()
    with pytest.raises(OperationalError):
        await desk.run(5)
    async with desk.database.writing() as connection:
        await connection.exec_driver_sql("ALTER TABLE hidden RENAME TO outbox")
    desk.task = None
    await desk.run(5)
    assert (await desk.row(row)).state == "uncertain"


async def test_a_late_word_about_a_row_somebody_else_took_over_changes_nothing(desk: Desk):
    gate = desk.gateway.gate(5)
    row = await desk.put(5)
    await desk.run(1)
    await desk.change(row, epoch=99)
    gate.set()
    await desk.run(1)
    stored = await desk.row(row)
    assert (stored.state, stored.epoch) == ("sending", 99)


async def test_after_a_restore_nothing_old_goes_out_until_it_is_released(desk: Desk):
    old = await desk.put(5, "old")
    await desk.hold_through(old)
    new = await desk.put(6, "new")
    await desk.run(30)
    assert [(await desk.row(row)).state for row in (old, new)] == ["pending", "sent"]
    async with desk.database.reading() as connection:
        counts = await went_out(connection)
    assert (counts["pending"], counts["held"]) == (0, 1)
    await desk.hold_through(0)
    await desk.run(3)
    assert (await desk.row(old)).state == "sent"


async def test_an_alarm_that_cannot_be_raised_is_not_swallowed(desk: Desk, monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError("no way to tell anybody")

    monkeypatch.setattr(desk.told, "failing", broken)
    desk.gateway.fail(5, Refused(401, "Unauthorized"))
    await desk.put(5)
    with pytest.raises(RuntimeError):
        await desk.run(5)
    desk.task = None


async def test_what_is_held_stays_held_when_its_chat_has_much_that_is_not(database):
    desk = Desk(database, rate=None)
    old = await desk.put(5, "old")
    await desk.hold_through(old)
    await desk.put_all([desk.draft(5, str(n)) for n in range(2 * DEPTH + 10)])
    await desk.run(1)
    assert desk.gateway.texts(5) == [str(n) for n in range(2 * DEPTH + 10)]
    await desk.kill()


async def test_what_refers_to_a_held_row_does_not_wait_for_the_release(desk: Desk):
    topic = await desk.put(-100, method="createForumTopic", payload={"name": "Ann"}, lane=Lane.REMINDER)
    await desk.hold_through(topic)
    await desk.put(-100, payload={"text": "hers", "message_thread_id": {"$sent": topic}}, lane=Lane.REMINDER)
    await desk.put(-100, "another's", lane=Lane.REMINDER)
    await desk.run(30)
    assert desk.gateway.texts(-100) == ["hers", "another's"]
