"""A link opened on Telegram: for whom it is, and, after a tap, two channels that are one person's.

Whoever opens the link has read what was sent to the address; whoever taps is who they are on Telegram. That is checked again
at the tap, for much may have happened between.
"""

from telegram import Update
from telegram.ext import CommandHandler, filters

from domain.contacts import masked
from domain.people import ChannelKind
from handlers.enquiries.binding import connecting, screens
from handlers.kit.binding import PREFIX
from handlers.kit.buttons import own_button
from handlers.kit.capability import Handler
from handlers.kit.event import Event, EventContext, Toast, pressed
from handlers.kit.filters import PRIVATE
from locales.texts import N_, Msg
from storage import bindings, people
from storage.bindings import Binding

GONE = N_("This link can no longer be used. A new one comes with our next letter.")
OTHERS = N_("This link belongs to another Telegram account. Please open it with the account you enquired from.")
CONNECTED = N_("This e-mail address and your Telegram account are connected already.")
TAKEN = N_("This e-mail address is connected with another Telegram account. If that is not right, please write to us here.")
COLLEAGUE = N_("You are a colleague here; a colleague’s account is not connected with an enquirer’s address.")


async def _on_link(update: Update, context: EventContext) -> None:
    event = context.event
    text = (update.message.text or "") if update.message else ""
    binding = await bindings.carrying(event.unit, text.partition(PREFIX)[2])
    trouble = await _trouble(event, binding)
    if binding is None or trouble is not None:
        event.reply(screens.sentence(event.texts.say(trouble or GONE)))
        return
    await bindings.open_(event.unit, binding.id, event.who.person.id)
    event.reply(screens.question(binding.id, masked(binding.address), event.texts))


async def _on_confirm(update: Update, context: EventContext) -> None:
    event = context.event
    binding = await bindings.by_id(event.unit, int(pressed(update).rpartition(":")[2]))
    if binding is not None and binding.opened_by != event.who.person.id:
        binding = None  # somebody else has opened it since; nothing about it is told
    trouble = await _trouble(event, binding)
    if binding is None or trouble is not None:
        event.toast = Toast(event.texts.say(trouble or GONE), alert=True)
        return
    await connecting.connect(event, binding)
    event.rewrite(screens.connected(masked(binding.address), event.texts))


async def _trouble(event: Event, binding: Binding | None) -> Msg | None:
    """Return why a link does not connect the one who acts, None when it does."""
    if binding is None:
        return GONE
    me = event.who.person.id
    holder = await people.by_address(event.unit, ChannelKind.MAIL, binding.address)
    if holder is not None and holder[0].id == me and holder[1].proven:
        return CONNECTED
    if binding.used_at is not None or binding.expires_at <= event.unit.now:
        return GONE
    if event.who.is_staff:
        return COLLEAGUE
    if binding.asked and binding.person_id != me:
        return OTHERS
    if holder is not None and holder[0].id != me and await people.telegram_of(event.unit, holder[0].id) is not None:
        return TAKEN
    return None


def handlers() -> tuple[Handler, ...]:
    """Return what a link and its button lead to."""
    opened = PRIVATE & filters.Regex(rf"\A/start(@\w+)? {PREFIX}[A-Za-z0-9_-]{{1,60}}\Z")
    return CommandHandler("start", _on_link, opened), own_button(r"bind:\d{1,15}", _on_confirm)
