"""An office that reminds, without a process around it: a real database, ticks and ends of rows as a test wants them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Executable, insert, select, update
from stage import TOKEN, a_new_database

from bot.delivery.outcome import Again
from bot.delivery.records import SOURCE, Finished, record
from bot.profile import load
from bot.settings import given
from domain.answers import Index
from domain.languages import Language
from domain.outbox import Reason, State
from domain.people import ChannelKind
from handlers import reminders as capability
from handlers.kit.capability import Capability, Outcome, Registry
from handlers.kit.event import Event
from handlers.kit.markup import Html
from handlers.kit.messages import Message
from handlers.kit.office import Office
from handlers.kit.reminding import Due, Reminder
from handlers.reminders import outcomes, tick
from storage import delivery, obligations
from storage.database import Database
from storage.schema import channels, contact_roles, contacts, inbox, members, outbox, persons
from storage.unit import Unit

ZONE = ZoneInfo("Asia/Shanghai")
STAFF_CHAT = -100
PROFILE = load(given(bot_token=TOKEN))


def instant(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp() * 1000)


async def worded(_event: Event, due: Sequence[Due]) -> list[Reminder]:
    return [Reminder(Message(Html(f"{each.subject} at {each.step}")), f"{each.subject}") for each in due]


def an_office(**profile: Any) -> Office:
    return Office(
        profile=replace(PROFILE, **profile),
        profile_file="",
        zone=ZONE,
        default_language=Language.CHINESE,
        owner_ids=frozenset({1}),
        staff_chat=STAFF_CHAT,
        staff_topics=False,
        bot_id=1,
        answers=Index(()),
        sends_letters=True,
    )


@dataclass
class Clerk:
    """Works at ``now``. Members are made with contacts who have Telegram, mail, or both."""

    path: Path
    now: int
    office: Office = field(default_factory=an_office)
    registry: Registry = field(
        default_factory=lambda: Registry((capability.capability(), Capability(name="dues", reminders={"dues": worded})))
    )

    epoch: int = 0

    def __post_init__(self) -> None:
        a_new_database(self.path)
        self.database = Database(self.path)

    async def does(self, *statements: Executable) -> None:
        async with self.database.writing() as connection:
            for statement in statements:
                await connection.execute(statement)

    async def rows(self, statement: Any) -> list[Any]:
        async with self.database.reading() as connection:
            return list(await connection.execute(statement))

    async def member(self, number: int, **more: Any) -> None:
        values = {"kind": "company", "tier": "ordinary", "joined_on": "2020-01-01", "found_by": "", "created_at": 0}
        await self.does(insert(members).values(id=number, name=f"M{number}", **values | more))

    async def contact(
        self, number: int, member: int, role: str, *, telegram: bool = True, mail: bool = True, **more: Any
    ) -> None:
        person = {"id": 1000 + number, "name": f"P{number}", "language": "zh", "created_at": 0}
        channel = {"person_id": 1000 + number, "kind": "telegram", "address": str(5000 + number), "created_at": 0}
        values = {"member_id": member, "name": f"C{number}", "language": "zh", "created_at": 0} | more
        values |= {"person_id": 1000 + number if telegram else None, "mail": f"c{number}@firm.example" if mail else ""}
        await self.does(
            *([insert(persons).values(person), insert(channels).values(channel)] if telegram else []),
            insert(contacts).values(id=number, **values),
            insert(contact_roles).values(contact_id=number, role=role, member_id=member),
        )

    async def owes(self, subject: int, member: int, due_on: date) -> None:
        async with self.database.writing() as connection:
            await obligations.create(
                Unit(connection, self.now), kind="dues", subject_id=subject, member_id=member, due_on=due_on
            )

    async def ticks(self, *, killed: bool = False) -> None:
        """Let one tick pass; ``killed`` before its commit, nothing of it remains."""
        async with self.database.writing() as connection:
            event = Event(f"tick:reminders:remind:{self.now}", Unit(connection, self.now), self.office, self.registry)
            await tick.remind(event)
            await event.unit.keep()
            await event.unit.flush()
            if killed:
                await connection.rollback()
                await connection.begin()

    async def ends(self, end: State, reason: Reason | None = None, *, claim: bool = True) -> None:
        """End the rows that may leave now; without ``claim`` only those whose call was under way."""
        if claim:
            await self.claims()
        for row in await self.rows(select(outbox).where(outbox.c.state == State.SENDING)):
            await self.does(update(outbox).where(outbox.c.id == row.id).values(state=end, reason=reason, ended_at=self.now))
            if reason is Reason.UNREACHABLE:
                lost = (channels.c.kind == row.channel) & (channels.c.address == row.recipient)
                await self.does(update(channels).where(lost).values(unreachable_at=self.now))
            if row.subject is not None:
                await self._reports(Outcome(row.id, row.subject, end, reason))

    async def waits_again(self) -> None:
        """Let every call that is under way be refused for now."""
        self.epoch += 1
        async with self.database.writing() as connection:
            found = [row for kind in ChannelKind for row in await delivery.adopt(connection, kind, self.epoch)]
            await record(connection, [Finished(row, Again(1000, "429")) for row in found], self.epoch, self.now)
        for row in await self.rows(select(inbox).where(inbox.c.source == SOURCE, inbox.c.state == "waiting")):
            await self.does(update(inbox).where(inbox.c.id == row.id).values(state="done"))
            end = json.loads(row.payload)
            await self._reports(Outcome(end["row"], end["subject"], end["state"], end["reason"]))

    async def claims(self) -> None:
        """Take up what may leave now."""
        may_leave = (outbox.c.state == State.PENDING) & (outbox.c.not_before <= self.now)
        await self.does(update(outbox).where(may_leave).values(state=State.SENDING))

    async def _reports(self, outcome: Outcome) -> None:
        async with self.database.writing() as connection:
            event = Event(f"outbox:{outcome.row}", Unit(connection, self.now), self.office, self.registry)
            await outcomes.line_ended(event, outcome)
            await event.unit.keep()
            await event.unit.flush()
