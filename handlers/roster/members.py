"""`/members`: any colleague finds a member, looks at its card, its contacts and its history.

Everything is read anew with every press; what a search looks for stands in its buttons.
"""

from telegram import Update

from domain.errors import OutOfDateError
from domain.people import Role
from domain.roster import Contact, Member, MemberState
from handlers.kit.buttons import desk_button
from handlers.kit.capability import Handler
from handlers.kit.commands import staff_command
from handlers.kit.event import Event, EventContext, Toast, pressed
from handlers.kit.messages import Message
from handlers.roster import editing_screens, screens
from handlers.roster.actions import contact_seen, member_seen
from handlers.roster.target import MEMBER
from locales.texts import N_, Msg
from storage import contacts, dues, members, people

GONE = N_("This is no longer there. /members shows the roster as it is now.")


async def _on_members(update: Update, context: EventContext) -> None:
    event = context.event
    _, _, words = ((update.message.text or "") if update.message else "").partition(" ")
    found = await _find(event, None, 0, " ".join(words.split()))
    only = found.members[0] if found.words and found.count == 1 else None
    event.reply(await card(event, only) if only else screens.listing(found, event.office, event.texts_here))


async def _on_list(update: Update, context: EventContext) -> None:
    event = context.event
    _, _, state, page, words = pressed(update).split(":", 4)
    chosen = MemberState(state) if state in list(MemberState) else None
    event.rewrite(screens.listing(await _find(event, chosen, int(page), words), event.office, event.texts_here))


async def _find(event: Event, state: MemberState | None, page: int, words: str) -> screens.Found:
    found, count = await members.find(event.unit, words, state, first=page * screens.PAGE, limit=screens.PAGE)
    return screens.Found(words, state, page, found, count)


async def _on_show(update: Update, context: EventContext) -> None:
    event = context.event
    _, _, kind, number, _ = pressed(update).split(":")
    try:
        event.rewrite(await shown(event, kind, int(number)))
    except OutOfDateError:
        event.toast = Toast(event.texts.say(GONE), alert=True)


async def _on_history(update: Update, context: EventContext) -> None:
    event = context.event
    _, _, _, number, first = pressed(update).split(":")
    member = await members.by_id(event.unit, int(number))
    if member is None:
        event.toast = Toast(event.texts.say(GONE), alert=True)
        return
    past = await members.history(event.unit, member.id, first=int(first), limit=screens.LINES + 1)
    named = {each.details["contact"] for each in past if "contact" in each.details}
    names = {each: found.details.name for each in named if (found := await contacts.by_id(event.unit, each))}
    event.rewrite(screens.history(screens.History(member, past, names, int(first)), event.office, event.texts_here))


# --- what is shown --------------------------------------------------------------------------------------------------


async def shown(event: Event, kind: str, number: int, note: Msg | None = None) -> Message:
    """Return the card of a member or a contact as it is now, with ``note`` above; raise `OutOfDateError` when there is none."""
    if kind == MEMBER:
        return await card(event, await member_seen(event.unit, number), note)
    contact = await contact_seen(event.unit, number)
    member = await member_seen(event.unit, contact.member_id)
    on_telegram = (await _on_telegram(event, [contact])).get(contact.id)
    return editing_screens.contact_card(
        contact, member, on_telegram, event.texts_here, may_edit=may_edit(event), note=_said(event, note)
    )


async def card(event: Event, member: Member, note: Msg | None = None) -> Message:
    """Return the card of a member."""
    speakers = await contacts.of_member(event.unit, member.id)
    due = sum(each.open_fen for each in await dues.open_of(event.unit, member.id))
    full = screens.Card(member, speakers, await _on_telegram(event, speakers[: screens.MOST]), due)
    return screens.card(full, event.office, event.texts_here, may_edit=may_edit(event), note=_said(event, note))


def _said(event: Event, note: Msg | None) -> str | None:
    return event.texts_here.say(note) if note is not None else None


def may_edit(event: Event) -> bool:
    """Return whether whoever acts sees to the roster; the acts themselves ask again."""
    return event.who.may(Role.SECRETARY)


async def _on_telegram(event: Event, speakers: list[Contact]) -> dict[int, bool]:
    """Return of those who are connected whether Telegram reaches them, by contact."""
    found = {}
    for each in speakers:
        known = await people.telegram_of(event.unit, each.person_id) if each.person_id is not None else None
        if known is not None:
            found[each.id] = not known[1].unreachable
    return found


def handlers() -> tuple[Handler, ...]:
    """Return the handlers of who looks at the roster."""
    return (
        staff_command("members", _on_members),
        desk_button(r"roster:list:[a-z]{1,9}:\d{1,4}:.*", _on_list),
        desk_button(r"roster:show:[mc]:\d{1,15}:\d{1,9}", _on_show),
        desk_button(r"roster:history:m:\d{1,15}:\d{1,9}", _on_history),
    )
