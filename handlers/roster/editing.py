"""Colleagues change a member or a contact with buttons, a field at a time; what must be typed is asked for.

A button holds for the version it was drawn for.
"""

from telegram import Update

from domain.errors import OutOfDateError
from handlers.kit.buttons import desk_button
from handlers.kit.capability import Handler
from handlers.kit.event import Event, EventContext, Toast, pressed
from handlers.kit.menus import refresh_menu
from handlers.roster import actions, members
from handlers.roster import editing_screens as screens
from handlers.roster.asking import ask
from handlers.roster.fields import STATE
from handlers.roster.profile.actions import NotSecretaryError, needs_secretary
from handlers.roster.target import MEMBER, Target, seen
from handlers.roster.words import DONE, NOT_SECRETARY
from locales.texts import N_

OUT_OF_DATE = N_("This screen is out of date. Here is how it stands now.")


async def _on_button(update: Update, context: EventContext) -> None:
    event, button = context.event, pressed(update)
    _, verb, key, number, version, *argument = button.split(":")
    if verb in ACTS and await event.repeated(button):
        return
    try:
        needs_secretary(event.who)
        target = await seen(event.unit, key, number, version)
        done = await VERBS[verb](event, target, int(argument[0]) if argument else 0)
    except NotSecretaryError:
        event.toast = Toast(event.texts.say(NOT_SECRETARY), alert=True)
    except OutOfDateError:
        await _show_now(event, key[0], int(number))
    else:
        if done:
            await event.acknowledge(button, event.texts.say(DONE))


async def _show_now(event: Event, kind: str, number: int) -> None:
    """Say that a button is out of date, and show how what it is about stands now."""
    event.toast = Toast(event.texts.say(OUT_OF_DATE), alert=True)
    try:
        event.rewrite(await members.shown(event, kind, number))
    except OutOfDateError:
        event.toast = Toast(event.texts.say(members.GONE), alert=True)


# --- what shows or asks, as often as it is pressed ------------------------------------------------------------------


async def _edit(event: Event, target: Target, _: int) -> bool:
    event.rewrite(screens.menu(target.member, event.texts_here))
    return False


async def _field(event: Event, target: Target, _: int) -> bool:
    if target.field.choices is not None:
        mask = target.field.mask(target.value, event.office)
        event.rewrite(screens.choosing(target, mask, event.office, event.texts_here))
    else:
        question = screens.ask_value(target, event.who, event.office, event.texts_here)
        ask(event, question, f"{target.key}:{target.of}")
    return False


async def _pick(event: Event, target: Target, mask: int) -> bool:
    if not target.field.several:
        raise OutOfDateError
    event.rewrite(screens.choosing(target, mask, event.office, event.texts_here))
    return False


async def _add(event: Event, target: Target, _: int) -> bool:
    ask(event, screens.ask_contact(target.member, event.who, event.texts_here), f"new:{target.of}")
    return False


async def _end(event: Event, target: Target, _: int) -> bool:
    member = await actions.member_seen(event.unit, target.contact.member_id)
    event.rewrite(screens.sure_to_end(target.contact, member, event.texts_here))
    return False


# --- what has its effect once ---------------------------------------------------------------------------------------


async def _set(event: Event, target: Target, mask: int) -> bool:
    field = target.field
    offered = len(list(field.choices(event.office))) if field.choices else 0
    if mask >> offered or not (field.several or mask.bit_count() == 1):
        raise OutOfDateError
    value = field.chosen(mask, event.office)
    if target.key == f"{MEMBER}.{STATE}":
        question = screens.ask_reason(target, value, event.who, event.office, event.texts_here)
        ask(event, question, f"{target.key}.{value}:{target.of}")
        return False
    await target.give(event.unit, event.who, value)
    event.rewrite(await members.shown(event, target.key[0], target.thing.id))
    return True


async def _over(event: Event, target: Target, _: int) -> bool:
    contact = target.contact
    await actions.end_contact(event.unit, event.who, contact)
    if contact.person_id is not None:
        await refresh_menu(event, contact.person_id)
    event.rewrite(await members.shown(event, MEMBER, contact.member_id))
    return True


VERBS = {"edit": _edit, "field": _field, "pick": _pick, "add": _add, "end": _end, "set": _set, "over": _over}
ACTS = ("set", "over")


def handlers() -> tuple[Handler, ...]:
    """Return the handlers of who changes the roster with buttons."""
    return (
        desk_button(r"roster:(edit|add|end|over):[mc]:\d{1,15}:\d{1,9}", _on_button),
        desk_button(r"roster:field:[mc][.][a-z_]{1,20}:\d{1,15}:\d{1,9}", _on_button),
        desk_button(r"roster:(pick|set):[mc][.][a-z_]{1,20}:\d{1,15}:\d{1,9}:\d{1,15}", _on_button),
    )
