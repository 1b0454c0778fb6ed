"""What colleagues do with the buttons under a card: take, note, canned answer, close, block, and back.

A button holds for the version of the enquiry it was drawn for. One that asks before it acts opens a message of its own below
the card, so that colleagues at the same card are in nobody's way.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import MaybeInaccessibleMessage, Message, Update

from domain.answers import Canned
from domain.enquiries import Enquiry, Source
from handlers.enquiries import screens as enquirer_screens
from handlers.enquiries.desk import actions, by_letter
from handlers.enquiries.desk import tool_screens as screens
from handlers.enquiries.desk.answering import deliver
from handlers.enquiries.desk.outcomes import say_below
from handlers.enquiries.desk.showing import refresh_card
from handlers.enquiries.desk.ways import way_of
from handlers.kit.buttons import desk_button
from handlers.kit.capability import Handler
from handlers.kit.desk import desk_texts
from handlers.kit.errors import OutOfDateError
from handlers.kit.event import Event, EventContext, Toast, press_of, pressed
from handlers.kit.markup import escape
from handlers.kit.messages import Message as Outgoing
from locales.texts import N_, Msg, Texts
from storage import enquiries, people

OUT_OF_DATE = N_("This has changed meanwhile. The card shows how it stands now.")
TAKEN = N_("You see to this enquiry now.")
RELEASED = N_("Nobody in particular sees to this enquiry now.")
CLOSED = N_("Closed. The enquirer has been told.")
CLOSED_QUIETLY = N_("Closed. The enquirer has not been told.")
REOPENED = N_("Open again.")
BLOCKED = N_("Blocked. What this person writes is ignored.")
UNBLOCKED = N_("The office listens to this person again.")
COLLEAGUE = N_("This is a colleague, who cannot be blocked.")
SENT = N_("On its way.")


@dataclass(frozen=True, slots=True)
class Tap:
    """One press: under which message, about which enquiry, in whose words."""

    event: Event
    enquiry: Enquiry
    under: Source
    argument: str
    texts: Texts

    @property
    def canned(self) -> Canned:
        """The canned answer the button names; raises `OutOfDateError` when the profile no longer has it."""
        found = next((each for each in self.event.office.profile.canned if each.key == self.argument), None)
        if found is None:
            raise OutOfDateError
        return found


async def _on_tap(update: Update, context: EventContext) -> None:
    event, query = context.event, update.callback_query
    if query is None or query.message is None:
        return
    button = press_of(update, event)
    if await event.repeated(button):
        return
    _, verb, number, version, argument = pressed(update).split(":")
    enquiry = await enquiries.by_id(event.unit, int(number))
    texts = await desk_texts(event, query.message.chat.id)
    try:
        if enquiry is None or enquiry.version != int(version):
            raise OutOfDateError
        done = await VERBS[verb](Tap(event, enquiry, _place(query.message), argument, texts))
    except OutOfDateError:
        event.toast = Toast(texts.say(OUT_OF_DATE), alert=True)
        if enquiry is not None:
            await refresh_card(event, enquiry)
    else:
        if done is not None:
            await event.acknowledge(button, texts.say(done))


def _place(message: MaybeInaccessibleMessage) -> Source:
    """Return where the message stands; of one that Telegram no longer shows to bots the topic is not known."""
    thread = message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
    return Source(message.chat.id, message.message_id, thread)


# --- what acts at once ----------------------------------------------------------------------------------------------


async def _take(tap: Tap) -> Msg:
    await refresh_card(tap.event, await actions.take(tap.event.unit, tap.event.who, tap.enquiry))
    return TAKEN


async def _release(tap: Tap) -> Msg:
    await refresh_card(tap.event, await actions.release(tap.event.unit, tap.event.who, tap.enquiry))
    return RELEASED


async def _close(tap: Tap) -> Msg:
    event = tap.event
    closed = await actions.close(event.unit, event.who, tap.enquiry)
    await refresh_card(event, closed)
    way = await way_of(event, closed)
    if way is None or way.person.blocked:
        return CLOSED_QUIETLY
    if way.by_mail:
        await by_letter.tell_closed(event, closed, way)
        return CLOSED
    message = enquirer_screens.closed(closed, event.texts_for(way.person))
    event.post(int(way.channel.address), "sendMessage", message.call(), person=way.person, subject=f"closing:{closed.id}")
    return CLOSED


async def _reopen(tap: Tap) -> Msg:
    await refresh_card(tap.event, await actions.reopen(tap.event.unit, tap.event.who, tap.enquiry))
    return REOPENED


async def _unblock(tap: Tap) -> Msg:
    await _set_blocked(tap, blocked=False)
    return UNBLOCKED


async def _set_blocked(tap: Tap, *, blocked: bool) -> None:
    unit = tap.event.unit
    changed = await actions.block(unit, tap.event.who, tap.enquiry, blocked=blocked)
    others = [each for each in await enquiries.open_of(unit, changed.person_id) if each.id != changed.id]
    for each in (changed, *others):
        await refresh_card(tap.event, each)


# --- what asks first ------------------------------------------------------------------------------------------------


async def _ask_note(tap: Tap) -> None:
    event = tap.event
    say_below(event, tap.under, screens.note_wanted(tap.enquiry, event.who, tap.texts), subject=f"note:{tap.enquiry.id}")


async def _ask_block(tap: Tap) -> Msg | None:
    event = tap.event
    if await _is_colleague(tap):
        return None
    person = await people.by_id(event.unit, tap.enquiry.person_id)
    say_below(event, tap.under, screens.block_question(tap.enquiry, person, tap.texts), subject=f"tool:{tap.enquiry.id}")
    return None


async def _is_colleague(tap: Tap) -> bool:
    """Whether the enquirer is a colleague now, which is then said."""
    receiver = await people.telegram_of(tap.event.unit, tap.enquiry.person_id)
    found = receiver is not None and bool(tap.event.office.roles_of(int(receiver[1].address)))
    if found:
        tap.event.toast = Toast(tap.texts.say(COLLEAGUE), alert=True)
    return found


async def _block(tap: Tap) -> Msg | None:
    if await _is_colleague(tap):
        return None
    await _set_blocked(tap, blocked=True)
    person = await people.by_id(tap.event.unit, tap.enquiry.person_id)
    tap.event.rewrite(screens.blocked(tap.enquiry, person, tap.texts))
    return BLOCKED


async def _show_canned(tap: Tap) -> None:
    say_below(tap.event, tap.under, await _choices(tap), subject=f"tool:{tap.enquiry.id}")


async def _list_canned(tap: Tap) -> None:
    tap.event.rewrite(await _choices(tap))


async def _choices(tap: Tap) -> Outgoing:
    person = await people.by_id(tap.event.unit, tap.enquiry.person_id)
    return screens.canned_list(tap.enquiry, person, tap.event.office.profile.canned, tap.texts)


async def _preview(tap: Tap) -> None:
    person = await people.by_id(tap.event.unit, tap.enquiry.person_id)
    tap.event.rewrite(screens.canned_preview(tap.enquiry, person, tap.canned, tap.texts))


async def _send(tap: Tap) -> Msg:
    event, canned = tap.event, tap.canned
    person = await people.by_id(event.unit, tap.enquiry.person_id)
    words = canned.text.in_(person.language)
    written = await actions.answer(event.unit, event.who, tap.enquiry, {"text": words}, tap.under)
    way = await way_of(event, tap.enquiry)
    if written is None or way is None:
        raise OutOfDateError
    if way.by_mail:
        await by_letter.send(event, written, way)
    else:
        shown = enquirer_screens.from_office(event.texts_for(person), escape(words))
        deliver(event, written, int(way.channel.address), person, [("sendMessage", each.call()) for each in shown])
    event.rewrite(screens.canned_sent(tap.enquiry, person, words, tap.texts))
    if written.changed:
        await refresh_card(event, written.enquiry)
    return SENT


async def _drop(tap: Tap) -> None:
    tap.event.rewrite(screens.dropped(tap.texts))


VERBS: dict[str, Callable[[Tap], Awaitable[Msg | None]]] = {
    "take": _take,
    "release": _release,
    "close": _close,
    "reopen": _reopen,
    "unblock": _unblock,
    "note": _ask_note,
    "block": _ask_block,
    "ban": _block,
    "canned": _show_canned,
    "list": _list_canned,
    "preview": _preview,
    "send": _send,
    "drop": _drop,
}


def handlers() -> tuple[Handler, ...]:
    """Return the handler of the desk's buttons."""
    return (desk_button(rf"desk:({'|'.join(VERBS)}):\d{{1,15}}:\d{{1,9}}:[a-z0-9_]{{0,32}}", _on_tap),)
