"""`/settings`: the language, and for contacts by which way, when and in which time zone they are reminded."""

from telegram import Update
from telegram.ext import CommandHandler

from domain.errors import OutOfDateError
from domain.people import ChannelKind
from domain.roster import Details
from handlers.kit.buttons import OLD_BUTTON, own_button
from handlers.kit.capability import Handler
from handlers.kit.event import Event, EventContext, Toast, pressed
from handlers.kit.filters import PRIVATE
from handlers.settings import actions, screens
from handlers.settings.screens import OFFICES, Reached
from locales.texts import N_
from locales.zones import zone_called
from storage import contacts

STORED = N_("Stored.")
NO_ZONE = N_("I do not know this place. Please send /settings and a city or a time zone, for example: /settings Europe/Berlin")
CONTACTS_ONLY = N_("Only contacts of member organisations can set this. /language chooses the language.")
NO_MAIL = N_("We have no e-mail address of yours, so reminders stay on Telegram. /profile proposes one.")


async def _on_settings(update: Update, context: EventContext) -> None:
    """Show how the person is reached; a city after the command sets the time zone."""
    event = context.event
    _, _, place = ((update.message.text or "") if update.message else "").partition(" ")
    if not place.strip():
        event.reply(screens.settings(await _reached(event), event.office, event.texts))
    elif (zone := zone_called(place)) is None:
        event.reply(screens.sentence(event.texts.say(NO_ZONE)))
    else:
        try:
            await actions.prefer(event.unit, event.who, zone=zone)
            event.reply(screens.settings(await _reached(event), event.office, event.texts))
        except OutOfDateError:
            event.reply(screens.sentence(event.texts.say(CONTACTS_ONLY)))


async def _reached(event: Event) -> Reached | None:
    """Return how somebody wants to be reached as a contact, None when they are none."""
    found = [contact.details for contact, _ in await contacts.of_person(event.unit, event.who.person.id)]
    has_mail = event.office.sends_letters and any(details.mail for details in found)
    return Reached(_shown(found), has_mail=has_mail) if found else None


def _shown(found: list[Details]) -> Details:
    """Return what is shown of several: they are set alike, but only who has an address can be written to."""
    return next((details for details in found if details.channel is ChannelKind.MAIL), found[0])


async def _on_open(update: Update, context: EventContext) -> None:
    event, what = context.event, pressed(update).rpartition(":")[2]
    reached = await _reached(event)
    if what == "home":
        event.rewrite(screens.settings(reached, event.office, event.texts))
    elif reached is None or what not in screens.QUESTIONS:
        event.toast = Toast(event.texts.say(OLD_BUTTON), alert=True)
    elif what == "channel" and not reached.has_mail:
        event.toast = Toast(event.texts.say(NO_MAIL), alert=True)
    else:
        event.rewrite(screens.question(what, reached, event.office, event.texts))


async def _on_set(update: Update, context: EventContext) -> None:
    event = context.event
    _, _, what, value = pressed(update).split(":")
    reached = await _reached(event)
    if reached is None or value not in screens.offered(what, reached):
        event.toast = Toast(event.texts.say(OLD_BUTTON), alert=True)
        return
    await actions.prefer(event.unit, event.who, **_values(what, value))
    event.rewrite(screens.settings(await _reached(event), event.office, event.texts))
    event.toast = Toast(event.texts.say(STORED))


def _values(what: str, value: str) -> dict[str, object]:
    """Return what a choice means, named as in `Details`."""
    match what:
        case "hour":
            return {"remind_at": None if value == OFFICES else int(value)}
        case "quiet":
            begin, _, end = value.partition("-")
            return {"quiet_from": int(begin), "quiet_until": int(end)}
        case _:
            return {what: None if value == OFFICES else value}


def handlers() -> tuple[Handler, ...]:
    """Return the handlers of what people set."""
    return (
        CommandHandler("settings", _on_settings, PRIVATE),
        own_button("settings:open:[a-z]{1,10}", _on_open),
        own_button("settings:set:[a-z]{1,10}:[A-Za-z0-9_/-]{1,40}", _on_set),
    )
