"""Several waiting events in one transaction: what they share, looked up once.

Colleagues, and the people and half-filled forms of everybody in the batch, are read in three queries; an event that ends well
leaves what it changed for those behind it, one that is undone leaves nothing. After an event that touched others all is read
again.
"""

from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.intake import letters as mail
from bot.intake.envelope import Envelope, read
from domain import languages
from domain.forms import StoredForm
from domain.people import Actor, ChannelKind
from handlers.kit.buttons import NOT_STAFF, OLD_BUTTON
from handlers.kit.capability import Registry
from handlers.kit.event import Event, Toast
from handlers.kit.office import Office
from handlers.kit.received import ReceivedLetter, opened
from locales.texts import Msg, Texts
from storage import forms, letters, people, staff
from storage.forgetting import blank_event
from storage.inbox import Incoming
from storage.people import Known
from storage.unit import Unit


@dataclass(frozen=True, slots=True)
class Item:
    """One waiting event, parsed. ``data`` is None when it is not even JSON, ``letter`` is a letter's number."""

    row: Incoming
    data: dict[str, Any] | None
    envelope: Envelope | None = None
    letter: int | None = None


class Batch:
    """The events of one transaction and what is known of the people in it."""

    def __init__(self, unit: Unit, office: Office, registry: Registry, items: list[Item]) -> None:
        self.unit = unit
        self.items = items
        self._office = office
        self._registry = registry
        self._known: Known = {}
        self._forms: dict[int, dict[str, StoredForm]] = {}

    @classmethod
    async def load(
        cls, connection: AsyncConnection, rows: list[Incoming], now: int, office: Office, registry: Registry
    ) -> "Batch":
        """Return the batch of ``rows`` with everybody in it looked up."""
        batch = cls(Unit(connection, now), office, registry, [_parsed(row) for row in rows])
        await batch._look_up()
        return batch

    async def event(self, item: Item) -> Event:
        """Return the event of ``item``, with its person; somebody who writes for the first time becomes known."""
        if self.unit.touched_others:
            await self._look_up()
        event = Event(f"event:{item.row.id}", self.unit, self._office, self._registry, row=item.row.id)
        envelope = item.envelope
        if envelope is not None:
            event.query_id, event.chat_id, event.message_id = envelope.query_id, envelope.chat_id, envelope.message_id
            event.thread_id = envelope.thread_id
            event.actor = await self._actor(envelope)
            if event.actor is not None:
                event.forms = dict(self._forms.get(event.actor.person.id, {}))
            elif envelope.private:
                await blank_event(self.unit, item.row.id)  # they may have been erased a moment ago
                event.toast = self._alert(envelope, OLD_BUTTON)
            elif envelope.chat_id == self._office.staff_chat:
                event.toast = self._alert(envelope, NOT_STAFF)
        elif _is_by(self._office.bot_id, item.data):
            # That a topic was renamed quotes its old name, perhaps of somebody erased.
            await blank_event(self.unit, item.row.id)
        return event

    async def open(self, event: Event, number: int) -> ReceivedLetter | None:
        """Return the letter that an event is, and let its writer act; None when it was forgotten."""
        received = await opened(self.unit, number)
        if received is not None:
            event.actor = await mail.writer(self.unit, self._office, received, self._known)
        return received

    def learn(self, event: Event) -> None:
        """Remember what an event that ended well has changed about its person."""
        if event.actor is not None:
            self._known[event.actor.channel.address] = (event.actor.person, event.actor.channel)
            self._forms[event.actor.person.id] = event.forms

    async def _look_up(self) -> None:
        connection = self.unit.connection
        self.unit.touched_others = False
        self._office.appointed = await staff.appointed(connection)
        addresses = {str(item.envelope.user_id) for item in self.items if item.envelope}
        self._known = await people.by_addresses(connection, ChannelKind.TELEGRAM, sorted(addresses))
        senders = await letters.senders(connection, [item.letter for item in self.items if item.letter is not None])
        self._known |= await people.by_addresses(connection, ChannelKind.MAIL, sorted({*senders}))
        self._forms = {}
        for stored in await forms.of_people(connection, [person.id for person, _ in self._known.values()]):
            self._forms.setdefault(stored.person_id, {})[stored.kind] = stored

    def _alert(self, envelope: Envelope, words: Msg) -> Toast:
        """Return what somebody unknown is told who pressed a button: nothing is kept of them."""
        language = languages.from_telegram(envelope.language_code, self._office.default_language)
        return Toast(Texts(language, self._office.zone).say(words), alert=True)

    async def _actor(self, envelope: Envelope) -> Actor | None:
        roles = self._office.roles_of(envelope.user_id)
        address = str(envelope.user_id)
        found = self._known.get(address)
        if found is None:
            if not roles and not (envelope.private and envelope.speaks):
                return None  # people who merely talk in a group, or press, edit and block, are none of our business
            found = await people.add(
                self.unit,
                name=envelope.name,
                language=languages.from_telegram(envelope.language_code, self._office.default_language),
                kind=ChannelKind.TELEGRAM,
                address=address,
            )
        person, channel = found
        if person.name != envelope.name:
            person = await people.rename(self.unit, person, envelope.name)
        language = languages.from_telegram(envelope.language_code, person.language)
        if language != person.language and not person.language_chosen:
            person = await people.follow_language(self.unit, person, language)
        if channel.unreachable and envelope.private:
            channel = await people.set_reachable(self.unit, channel)
        return Actor(person, channel, roles)


def _is_by(bot_id: int, data: dict[str, Any] | None) -> bool:
    """Whether an update is a service message about something the bot itself has done."""
    message = (data or {}).get("message")
    sender = message.get("from") if isinstance(message, dict) else None
    return isinstance(sender, dict) and sender.get("id") == bot_id


def _parsed(row: Incoming) -> Item:
    try:
        data = orjson.loads(row.payload)
    except orjson.JSONDecodeError:
        return Item(row, None)
    if not isinstance(data, dict):
        return Item(row, None)
    if row.source.startswith(letters.SOURCE):
        return Item(row, data, letter=data["letter"])
    return Item(row, data, read(data) if row.source.startswith("telegram:") else None)
