"""For any sequence of runs, kills, clock moves, new contacts and payments nobody is told twice, and nothing is left out."""

import asyncio
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from clerk import Clerk, instant
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import func, select, update

from domain.ladders import steps_of
from domain.outbox import Reason, State
from domain.profile import Ladder, Ladders
from domain.reminders import Why
from storage import obligations
from storage.schema import contacts, outbox, reminders
from storage.schema import obligations as owed
from storage.unit import Unit

MEMBERS = (1, 2)
ENDS = (
    (State.SENT, None),
    (State.FAILED, Reason.UNREACHABLE),
    (State.FAILED, Reason.REFUSED),
    (State.UNCERTAIN, Reason.NO_ANSWER),
)
STANDS = ("queued", "sent", "superseded", "unreachable", "uncertain")


class Reminding(RuleBasedStateMachine):
    """Two members, of whom one pays and takes it back; the office's clock leaps."""

    @initialize(telegram=st.booleans(), mail=st.booleans())
    def begin(self, telegram: bool, mail: bool) -> None:
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.clerk = Clerk(Path(self.folder.name, "alliance.db"), instant("2026-02-25 10:00"))
        self.next_contact = 100
        self.steps = set(steps_of(Ladder()))
        self.paid = False
        for number in MEMBERS:
            self.does(self.clerk.member(number))
            self.does(self.clerk.owes(number, number, datetime(2026, 3, 31, tzinfo=UTC).date()))
            self.does(self.clerk.contact(number * 10, number, "dues", telegram=telegram, mail=mail))
            self.does(self.clerk.contact(number * 10 + 1, number, "liaison", telegram=mail, mail=telegram))

    def does(self, act: Any) -> Any:
        return self.loop.run_until_complete(act)

    def rows(self, statement: Any) -> list[Any]:
        return list(self.does(self.clerk.rows(statement)))

    def changes(self, act: Any) -> None:
        async def within() -> None:
            async with self.clerk.database.writing() as connection:
                await act(Unit(connection, self.clerk.now))

        self.does(within())

    @rule(hours=st.sampled_from([-30, 1, 5, 14, 24, 24 * 7, 24 * 40]), killed=st.booleans())
    def time_passes(self, hours: int, killed: bool) -> None:
        self.clerk.now += round(timedelta(hours=hours).total_seconds() * 1000)
        self.does(self.clerk.ticks(killed=killed))
        self.does(self.clerk.ticks())

    @rule()
    def rows_are_taken_up(self) -> None:
        self.does(self.clerk.claims())

    @rule(end=st.sampled_from(ENDS), claim=st.booleans())
    def rows_end(self, end: tuple[State, Reason | None], claim: bool) -> None:
        self.does(self.clerk.ends(*end, claim=claim))

    @rule()
    def rows_are_refused_for_now(self) -> None:
        self.does(self.clerk.waits_again())

    @rule()
    def the_first_pays(self) -> None:
        self.changes(lambda unit: obligations.settle(unit, "dues", [1], reason=Why.PAID))
        self.paid = True

    @rule()
    def the_payment_is_taken_back(self) -> None:
        self.changes(lambda unit: obligations.reopen(unit, "dues", [1]))

    @rule(member=st.sampled_from(MEMBERS), role=st.sampled_from(["dues", "deputy"]), telegram=st.booleans())
    def a_contact_is_replaced(self, member: int, role: str, telegram: bool) -> None:
        current = (contacts.c.member_id == member) & contacts.c.ended_at.is_(None)
        gone = [row.id for row in self.rows(select(contacts.c.id).where(current))]
        self.does(self.clerk.does(update(contacts).where(current).values(ended_at=self.clerk.now)))
        for number in gone:
            self.changes(lambda unit, number=number: obligations.leave_contact(unit, number))
        self.next_contact += 1
        self.does(self.clerk.contact(self.next_contact, member, role, telegram=telegram, mail=not telegram))

    @rule(steps=st.sampled_from([(-30, -7, 0, 7, 30), (-7, 7), (0, 14, 60)]))
    def the_ladder_is_changed(self, steps: tuple[int, ...]) -> None:
        profile = replace(self.clerk.office.profile, ladders=Ladders(dues=Ladder(steps=steps)))
        self.clerk.office.profile = profile
        self.steps &= set(steps_of(profile.ladders.dues))

    @invariant()
    def nobody_will_be_told_of_what_is_paid(self) -> None:
        waiting = select(outbox).join(reminders, outbox.c.id == reminders.c.row_id)
        waiting = waiting.join(owed, owed.c.id == reminders.c.obligation_id)
        assert self.rows(waiting.where(outbox.c.state == State.PENDING, owed.c.state == "settled")) == []

    @invariant()
    def nobody_is_told_twice(self) -> None:
        told = select(reminders.c.obligation_id, reminders.c.step, reminders.c.contact_id, outbox.c.state)
        told = told.join(outbox, outbox.c.subject == "reminder:" + func.cast(reminders.c.id, reminders.c.reason.type))
        arrived = told.where(outbox.c.state.in_((State.SENT, State.UNCERTAIN)))
        counted = Counter((row.obligation_id, row.step, row.contact_id) for row in self.rows(arrived))
        assert not counted or max(counted.values()) == 1

    @invariant()
    def one_message_at_most_waits_to_say_how_things_stand(self) -> None:
        waiting = select(reminders.c.obligation_id).join(outbox, outbox.c.id == reminders.c.row_id)
        counted = Counter(row.obligation_id for row in self.rows(waiting.where(outbox.c.state == State.PENDING)))
        assert not counted or max(counted.values()) == 1

    @invariant()
    def whatever_stayed_due_is_told_or_in_the_ledger(self) -> None:
        for obligation in self.rows(select(owed)):
            if obligation.reached is None or (obligation.subject_id == 1 and self.paid):
                continue
            lines = self.rows(select(reminders).where(reminders.c.obligation_id == obligation.id))
            lost = {line.step for line in lines if line.contact_id is None and line.state == "failed"}  # no colleague left
            seen_to = {line.step for line in lines if line.state in STANDS} | lost
            assert {step for step in self.steps if step <= obligation.reached} <= seen_to

    def teardown(self) -> None:
        self.does(self.clerk.database.close())
        self.loop.close()
        self.folder.cleanup()


Reminding.TestCase.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
test_reminding = Reminding.TestCase
