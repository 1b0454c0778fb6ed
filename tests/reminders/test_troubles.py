"""What goes wrong on the way holds up nothing else, and what was called back stays so although its call had begun."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from clerk import Clerk, instant, worded
from sqlalchemy import delete, select

from domain.letters import Bounce
from domain.outbox import Reason, State
from domain.outgoing import message_id
from domain.reminders import Why
from domain.roster import MemberState
from handlers import reminders as capability
from handlers.kit.capability import Capability, Registry
from handlers.kit.event import Event
from handlers.kit.reminding import Due, Reminder
from handlers.reminders import returned
from handlers.roster.screens import reached
from storage import contacts as contacts_of
from storage import members as roster_of
from storage import obligations, roster
from storage.schema import contact_roles, outbox, reminders
from storage.unit import Unit

DUE = date(2026, 3, 31)


@pytest.fixture
async def clerk(tmp_path: Path) -> AsyncIterator[Clerk]:
    clerk = Clerk(tmp_path / "alliance.db", instant("2026-03-31 10:00"))
    for number in (1, 2, 3):
        await clerk.member(number)
        await clerk.contact(number, number, "dues")
        await clerk.owes(number, number, DUE)
    yield clerk
    await clerk.database.close()


async def ledger(clerk: Clerk) -> list[tuple[int, str, str]]:
    lines = select(reminders.c.obligation_id, reminders.c.state, reminders.c.reason).where(reminders.c.step == 0)
    return [tuple(row) for row in await clerk.rows(lines.order_by(reminders.c.id))]


async def test_a_reminder_that_cannot_be_worded_holds_up_no_other(clerk: Clerk) -> None:
    async def unless_the_second(event: Event, due: Sequence[Due]) -> list[Reminder]:
        if any(each.subject == 2 for each in due):
            raise ZeroDivisionError
        return await worded(event, due)

    clerk.registry = Registry((capability.capability(), Capability(name="dues", reminders={"dues": unless_the_second})))
    await clerk.ticks()
    await clerk.ticks()
    assert await ledger(clerk) == [(1, "queued", ""), (2, "failed", Why.NOT_WORDED), (3, "queued", "")]
    assert len(await clerk.rows(select(outbox))) == 2


async def test_what_was_paid_while_its_reminder_was_refused_for_now_is_not_told_later(clerk: Clerk) -> None:
    await clerk.ticks()
    await clerk.claims()
    async with clerk.database.writing() as connection:
        await obligations.settle(Unit(connection, clerk.now), "dues", [1], reason=Why.PAID)
    await clerk.waits_again()
    states = [row.state for row in await clerk.rows(select(outbox.c.state).order_by(outbox.c.id))]
    assert states == [State.CANCELLED, State.PENDING, State.PENDING]
    assert await ledger(clerk) == [(1, "cancelled", Why.PAID), (2, "queued", ""), (3, "queued", "")]


async def test_what_waits_for_somebody_who_has_gone_is_called_back_and_told_to_who_comes(clerk: Clerk) -> None:
    await clerk.ticks()
    async with clerk.database.writing() as connection:
        unit = Unit(connection, clerk.now)
        (gone,) = await contacts_of.of_member(unit, 1)
        await roster.end_contact(unit, gone, actor_id=None)
        member = await roster_of.by_id(unit, 2)
        await roster.set_state(unit, member, MemberState.SUSPENDED, actor_id=None, reason="")
    await clerk.contact(10, 1, "deputy")
    await clerk.ticks()
    assert await ledger(clerk) == [
        (1, "cancelled", Why.CONTACT_ENDED),
        (2, "cancelled", Why.MEMBERSHIP),
        (3, "queued", ""),
        (1, "queued", ""),
    ]
    pending = await clerk.rows(select(outbox.c.recipient).where(outbox.c.state == State.PENDING).order_by(outbox.c.id))
    assert [row.recipient for row in pending] == ["5003", "5010"]


async def test_a_letter_that_comes_back_later_was_refused_and_the_next_contact_is_told(clerk: Clerk) -> None:
    await clerk.does(delete(contact_roles).where(contact_roles.c.member_id == 1))
    await clerk.contact(11, 1, "dues", telegram=False)
    await clerk.contact(12, 1, "liaison", mail=False)
    await clerk.ticks()
    await clerk.ends(State.SENT)
    (letter,) = await clerk.rows(select(outbox).where(outbox.c.channel == "mail"))
    bounce = Bounce((message_id(letter.id, letter.token, "firm.example"),), "5.1.1", permanent=True)
    for _ in range(2):
        async with clerk.database.writing() as connection:
            event = Event("mail:1", Unit(connection, clerk.now), clerk.office, clerk.registry)
            await returned.letter_came(event, SimpleNamespace(letter=SimpleNamespace(bounce=bounce)))
            await event.unit.keep()
            await event.unit.flush()
    assert [row for row in await ledger(clerk) if row[0] == 1] == [(1, "failed", Reason.UNREACHABLE), (1, "queued", "")]
    async with clerk.database.writing() as connection:
        unit = Unit(connection, clerk.now)
        contact = await contacts_of.by_id(unit, 11)
        assert reached(contact, None, clerk.office.texts) == "c11@firm.example（邮件被退回）"
        moved = replace(contact.details, mail="new@firm.example")
        await roster.change_contact(unit, contact, moved, actor_id=None)
        assert reached(await contacts_of.by_id(unit, 11), None, clerk.office.texts) == "new@firm.example"
