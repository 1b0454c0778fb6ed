"""Telling a step: first it is written into the ledger, then it is worded, and what is queued says which line it belongs to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.ladders import Come, not_before
from domain.languages import Language
from domain.outbox import Lane, OnDoubt, Report
from domain.people import ChannelKind
from domain.reminders import Told, Why
from handlers.kit.desk import desk_texts, open_chats
from handlers.kit.event import Event
from handlers.kit.hours import of_contact
from handlers.kit.reaching import reach
from handlers.kit.reminding import Due, Reminder
from handlers.reminders import screens
from handlers.reminders.wording import worded
from storage import members, reminders
from storage.obligations import SUBJECT
from storage.readers import Owed, Readers, Way
from storage.reminders import NewLine

Steps = list[tuple[Owed, int]]
"""Obligations, each with the step that is told."""


def readers_of(event: Event, kind: str) -> Readers:
    """Return whom obligations of a kind are told."""
    return Readers(kind, event.office.profile.ladders.of(kind).roles, letters=event.office.sends_letters)


@dataclass(frozen=True, slots=True)
class Telling:
    """One step of one obligation that is told, and the ``line`` that says so."""

    owed: Owed
    step: int
    line: int

    def due(self, contact: int | None, language: str) -> Due:
        """Return what is to be put in words."""
        owed = self.owed
        return Due(owed.id, owed.subject, owed.member, contact, Language(language), self.step, owed.due_on)


async def tell(event: Event, kind: str, found: Sequence[tuple[Owed, Come]]) -> None:
    """Tell the steps that have come: one message of each obligation, which makes the steps before it superseded."""
    if not found:
        return
    unit = event.unit
    await reminders.supersede(unit, [owed.id for owed, _ in found])
    await reminders.write_down(unit, [line for owed, come in found for line in _passed(owed, come)])
    await reminders.reach(unit, {owed.id: come.step for owed, come in found})
    to_contacts: Steps = []
    to_office: Steps = []
    to_nobody: Steps = []
    for owed, come in found:
        (to_office if come.to_office else to_contacts if owed.way else to_nobody).append((owed, come.step))
    await tell_contacts(event, kind, to_contacts)
    await tell_office(event, kind, to_office)
    await say_unreached(event, to_nobody)


def _passed(owed: Owed, come: Come) -> list[NewLine]:
    contact = owed.way.contact if owed.way else None
    return [passed_over(owed.id, step, contact) for step in come.passed]


def passed_over(obligation: int, step: int, contact: int | None) -> NewLine:
    """Return the line of a step that a later one has made pointless."""
    return NewLine(obligation_id=obligation, step=step, contact_id=contact, state=Told.SUPERSEDED, reason=Why.LATER_STEP)


async def tell_contacts(event: Event, kind: str, told: Steps) -> None:
    """Tell steps to the contacts on the ways that were found, now or, where that is their night, as soon as it is over."""
    ways = {owed.id: owed.way for owed, _ in told if owed.way is not None}
    tellings = await _write_down(event, told, ways)
    dues = [each.due(ways[each.owed.id].contact, ways[each.owed.id].language) for each in tellings]
    for each, reminder in zip(tellings, await worded(event, kind, dues), strict=True):
        if reminder is None:
            await reminders.end(event.unit, each.line, Told.FAILED, Why.NOT_WORDED)
        else:
            _send(event, kind, each, ways[each.owed.id], reminder)
    await reminders.tie(event.unit, [each.line for each in tellings])


async def tell_office(event: Event, kind: str, told: Steps) -> None:
    """Tell colleagues what nobody has seen to although all steps are over."""
    tellings = await _write_down(event, told, {})
    for chat in await open_chats(event) if tellings else []:
        language = (await desk_texts(event, chat)).language
        dues = [each.due(None, language) for each in tellings]
        for each, reminder in zip(tellings, await worded(event, kind, dues), strict=True):
            if reminder is None:
                await reminders.end(event.unit, each.line, Told.FAILED, Why.NOT_WORDED)
            else:
                post_to_office(event, each.line, chat, reminder.message.call())
    await reminders.tie(event.unit, [each.line for each in tellings])


async def _write_down(event: Event, told: Steps, ways: Mapping[int, Way]) -> list[Telling]:
    """Note what is told, and return what had not been told before."""
    new = []
    for owed, step in told:
        way = ways.get(owed.id)
        channel, contact = (way.channel, way.contact) if way else (ChannelKind.TELEGRAM, None)
        new.append(NewLine(obligation_id=owed.id, step=step, contact_id=contact, channel=channel, state=Told.QUEUED))
    lines = await reminders.write_down(event.unit, new)
    return [Telling(owed, step, lines[owed.id]) for owed, step in told if owed.id in lines]


def _send(event: Event, kind: str, telling: Telling, way: Way, reminder: Reminder) -> None:
    office = event.office
    hours = of_contact(office, office.profile.ladders.of(kind), way.hours)
    reach(
        event,
        way,
        reminder.message,
        title=reminder.subject,
        key=f"{SUBJECT}:{telling.line}:{event.unit.now}",
        subject=f"{SUBJECT}:{telling.line}",
        report=Report.ALWAYS,
        not_before=not_before(event.unit.now, hours, office.working_time.is_working_day),
    )


def post_to_office(event: Event, line: int, chat: int, call: dict[str, Any]) -> None:
    """Post a line that is the office's to a chat of the desk, once the office is open."""
    opening = event.office.working_time.after_working_hours(event.unit.now, 0)
    event.post(
        chat,
        "sendMessage",
        call,
        lane=Lane.REMINDER,
        on_doubt=OnDoubt.RESEND,
        key=f"{SUBJECT}:{line}:{event.unit.now}:{chat}",
        subject=f"{SUBJECT}:{line}",
        report=Report.ALWAYS,
        not_before=opening,
    )


async def say_unreached(event: Event, steps: Steps) -> None:
    """Note of whom nobody could be told, and name to colleagues those of whom they have not heard so yet."""
    if not steps:
        return
    heard = await reminders.unreached_before(event.unit, [owed.id for owed, _ in steps])
    await reminders.write_down(
        event.unit,
        [
            NewLine(obligation_id=owed.id, step=step, contact_id=None, state=Told.UNREACHABLE, reason=Why.NOBODY)
            for owed, step in steps
        ],
    )
    new = [owed for owed, _ in steps if owed.id not in heard]
    known = await members.by_ids(event.unit, {owed.member for owed in new})
    for chat in await open_chats(event) if new else []:
        texts = await desk_texts(event, chat)
        message = screens.unreached([member.entry.name_in(texts.language) for member in known.values()], texts)
        key = f"{event.job}:{chat}:unreached:{new[0].id}:{event.unit.now}"
        event.post(chat, "sendMessage", message.call(), lane=Lane.REMINDER, on_doubt=OnDoubt.RESEND, key=key)
