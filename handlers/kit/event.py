"""One event being handled: who acts, in which transaction, and how to answer.

Handlers never wait for the network. They read, decide and queue rows through this object; the library's sending shortcuts are
banned by lint. Only the answer to a tap is not a row: it is collected here and given at once after the commit.
"""

from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from telegram import Update
from telegram.ext import CallbackContext, ExtBot

from domain.forms import StoredForm
from domain.instants import day_of
from domain.outbox import Draft, Lane
from domain.outgoing import METHOD, OutgoingLetter
from domain.people import Actor, ChannelKind, Person
from handlers.kit.messages import Message
from handlers.kit.office import Office
from locales.texts import Texts
from storage import taps
from storage.unit import Unit

if TYPE_CHECKING:
    from handlers.kit.capability import Registry


@dataclass(slots=True)
class Toast:
    """The answer to a tap: a line that fades, or a box that must be closed."""

    text: str = ""
    alert: bool = False


@dataclass(slots=True)
class Event:
    """What a handler is given. ``forms`` are the half-filled forms of the person, by kind; ``thread_id`` is a group's topic.

    ``row`` is its place in the inbox.
    """

    key: str
    unit: Unit
    office: Office
    registry: "Registry"
    actor: Actor | None = None
    forms: dict[str, StoredForm] = field(default_factory=dict)
    toast: Toast = field(default_factory=Toast)
    query_id: str | None = None
    chat_id: int | None = None
    message_id: int | None = None
    thread_id: int | None = None
    row: int | None = None
    _queued: int = 0

    @property
    def who(self) -> Actor:
        """The person who acts."""
        if self.actor is None:
            raise LookupError("this event has no person")
        return self.actor

    @property
    def today(self) -> date:
        """The day it is at the office."""
        return day_of(self.unit.now, self.office.zone)

    @property
    def job(self) -> str:
        """How a job begins the keys of rows of its own: as its events' do, without the instant, so that a repeat is known."""
        return self.key.rpartition(":")[0]

    @property
    def texts(self) -> Texts:
        """The words of the person who acts."""
        return self.texts_for(self.who.person)

    @property
    def texts_here(self) -> Texts:
        """The words of the place: in the staff group, which colleagues share, the office's; elsewhere the person's."""
        return self.texts if self.chat_id != self.office.staff_chat and self.actor is not None else self.office.texts

    def texts_for(self, person: Person) -> Texts:
        """Return the words of ``person``."""
        return Texts(person.language, self.office.zone)

    def become(self, person: Person) -> None:
        """Go on as ``person`` after something about them changed."""
        self.actor = replace(self.who, person=person)

    def reply(self, message: Message, **options: Any) -> None:
        """Answer where the event came from: in the chat, and the topic, of the message or tap."""
        chat = self.chat_id if self.chat_id is not None else int(self.who.channel.address)
        topic = {} if self.thread_id is None else {"message_thread_id": self.thread_id}
        self.post(chat, "sendMessage", message.call() | topic, person=self.who.person, **options)

    def rewrite(self, message: Message) -> None:
        """Change the message whose button was pressed; without one to change, answer with a new message."""
        if self.message_id is None or self.chat_id is None:
            self.reply(message)
            return
        self.post(self.chat_id, "editMessageText", message.call() | {"message_id": self.message_id})

    def post(self, chat: int, method: str, parameters: dict[str, Any], **options: Any) -> None:
        """Queue a Bot API call to a chat."""
        self.unit.send(self._call(chat, method, parameters, **options))

    async def post_now(self, chat: int, method: str, parameters: dict[str, Any], **options: Any) -> int:
        """Queue a Bot API call and return its row, for rows that refer to it."""
        return await self.unit.send_now(self._call(chat, method, parameters, **options))

    def mail(self, to: str, letter: OutgoingLetter, **options: Any) -> None:
        """Queue a letter to the address ``to``."""
        self.unit.send(self._row(ChannelKind.MAIL, to, METHOD, letter.payload(), **options))

    def _call(self, chat: int, method: str, parameters: dict[str, Any], **options: Any) -> Draft:
        return self._row(ChannelKind.TELEGRAM, str(chat), method, parameters, **options)

    def _row(
        self,
        channel: ChannelKind,
        recipient: str,
        method: str,
        payload: dict[str, Any],
        *,
        lane: Lane = Lane.INTERACTIVE,
        person: Person | None = None,
        key: str | None = None,
        **options: Any,
    ) -> Draft:
        """Return a row. Its key is the event's and its place in it, so a replay queues nothing twice; ``key`` gives another."""
        self._queued += 1
        return Draft(
            recipient=recipient,
            method=method,
            payload=payload,
            dedupe_key=key or f"{self.key}:{self._queued}",
            lane=lane,
            channel=channel,
            person_id=person.id if person else None,
            **options,
        )

    async def repeated(self, button: str) -> bool:
        """Say whether the person pressed this very button before; if so they get the same answer again."""
        earlier = await taps.earlier_answer(self.unit, self.who.person.id, button)
        if earlier is None:
            return False
        self.toast = Toast(earlier)
        return True

    async def acknowledge(self, button: str, text: str = "") -> None:
        """Answer a tap that had its effect, and remember it."""
        self.toast = Toast(text)
        await taps.remember(self.unit, self.who.person.id, button, text)


current: ContextVar[Event] = ContextVar("current")
"""The event being handled, set by the consumer before the library looks for a handler."""


class EventContext(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """The library's context with our event on it."""

    @property
    def event(self) -> Event:
        """The event being handled."""
        return current.get()


def press_of(update: Update, event: Event, lasting: int | None = None) -> str:
    """Name a press for `Event.repeated`: which button, under which message; after ``lasting`` (ms) it is a new wish."""
    press = f"{pressed(update)}@{event.chat_id}/{event.message_id}"
    return press if lasting is None else f"{press}/{event.unit.now // lasting}"


def pressed(update: Update) -> str:
    """Return the data of the pressed button, as the client claims it."""
    query = update.callback_query
    return query.data or "" if query else ""
