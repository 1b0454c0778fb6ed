"""The front door: greeting and menu, help, giving up, and whatever nobody else understood."""

from telegram import Update
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, CommandHandler, MessageHandler, filters

from handlers.kit.buttons import OLD_BUTTON
from handlers.kit.capability import Capability, Command
from handlers.kit.event import EventContext, Toast
from handlers.kit.filters import PRIVATE
from handlers.kit.forms.expiry import forget_expired
from handlers.kit.forms.screens import nothing_to_cancel
from handlers.kit.menus import refresh_menu
from handlers.welcome import membership, screens
from locales.texts import NP_
from storage import contacts


async def _on_start(_update: Update, context: EventContext) -> None:
    event = context.event
    await membership.catch_up(event, int(event.who.channel.address))
    if event.who.is_staff or await contacts.speaking(event.unit.connection, [event.who.person.id]):
        await refresh_menu(event, event.who.person.id)  # before Start Telegram takes none
    event.reply(screens.greeting(event))
    event.registry.offer_unfinished(event)


async def _on_help(_update: Update, context: EventContext) -> None:
    event = context.event
    contact = bool(await contacts.speaking(event.unit.connection, [event.who.person.id]))
    event.reply(screens.help_(event, contact=contact))


async def _on_cancel(_update: Update, context: EventContext) -> None:
    context.event.reply(nothing_to_cancel(context.event.texts))


async def _on_unknown_command(_update: Update, context: EventContext) -> None:
    context.event.reply(screens.unknown_command(context.event.texts))


async def _on_old_button(_update: Update, context: EventContext) -> None:
    context.event.toast = Toast(context.event.texts.say(OLD_BUTTON), alert=True)


def capability() -> Capability:
    """Return what the front door contributes."""
    return Capability(
        name="welcome",
        commands=(
            Command("start", NP_("command", "What I can do for you")),
            Command("help", NP_("command", "All commands")),
            Command("cancel", NP_("command", "Stop what we are doing")),
        ),
        handlers=(
            CommandHandler("start", _on_start, PRIVATE),
            CommandHandler("help", _on_help, PRIVATE),
            CommandHandler("cancel", _on_cancel, PRIVATE),
            MessageHandler(PRIVATE & filters.COMMAND, _on_unknown_command),
            CallbackQueryHandler(_on_old_button),
            ChatMemberHandler(membership.on_own_membership, ChatMemberHandler.MY_CHAT_MEMBER),
            MessageHandler(filters.StatusUpdate.MIGRATE, membership.on_migration),
        ),
        jobs=(forget_expired,),
    )
