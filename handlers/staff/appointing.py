"""`/staff`: colleagues see who they are, owners appoint and remove.

A button holds for the version of the list it was drawn for; owners say anew with every press that they still are.
"""

import re

from telegram import Message as TelegramMessage
from telegram import Update

from domain.languages import Language
from domain.people import ChannelKind, Role
from handlers.kit.buttons import desk_button
from handlers.kit.capability import Handler
from handlers.kit.commands import staff_command
from handlers.kit.event import Event, EventContext, Toast, pressed
from handlers.kit.menus import show_menu
from handlers.kit.messages import Message
from handlers.kit.replies import replied_to
from handlers.staff import actions, screens
from locales.texts import N_, Msg, Texts
from storage import people, staff

APPOINTED = (Role.SECRETARY, Role.TREASURER)
"""The roles owners give; who is an owner stands in the settings."""

NOBODY = {777000, 136817688, 1087968824}
"""Ids under which Telegram itself speaks: its own news, channels, anonymous administrators."""

ID = re.compile(r"[1-9][0-9]{0,14}")

OWNERS_ONLY = N_("Only owners appoint and remove colleagues.")
HOW_TO_ADD = N_(
    "Please send /staff add ID ROLE, for example: /staff add 123456789 secretary. The ID is a number (bots such as "
    "@userinfobot tell it), the role is secretary or treasurer. Or, in the staff group, reply /staff to a message of theirs."
)
NO_PERSON = N_("Only a person can be appointed, not a bot, a channel or an anonymous administrator.")
OWNER_ALREADY = N_("{who} is an owner: owners stand in the settings (OWNER_IDS) and may do everything.")
HAS_ROLE = N_("{who} has that role already.")
TOO_MANY = N_("There are as many appointed colleagues as can be. Please remove one first.")
OUT_OF_DATE = N_("This screen is out of date. It now shows how things stand.")
NOTHING_CHANGED = N_("Nothing has been changed.")
DONE = N_("Done.")


async def _on_staff(update: Update, context: EventContext) -> None:
    event, message = context.event, update.message
    if message is None:
        return
    words = (message.text or "").split()[1:]
    replied = replied_to(message) if message.chat_id == event.office.staff_chat else None
    if not words and replied is None:
        event.reply(await _list(event))
    elif not event.who.is_owner:
        event.reply(screens.said(event.texts_here.say(OWNERS_ONLY)))
    elif words:
        event.reply(await _by_words(event, words))
    elif replied is not None:
        event.reply(await _by_reply(event, replied))


async def _by_reply(event: Event, replied: TelegramMessage) -> Message:
    author = replied.from_user
    if author is None or author.is_bot or replied.sender_chat is not None:
        return screens.said(event.texts_here.say(NO_PERSON))
    return await _offer(event, author.id, {author.id: author.full_name})


async def _by_words(event: Event, words: list[str]) -> Message:
    """Take ``add ID ROLE`` for an appointment; without the role, ask for it."""
    verb, number, word = [*words, "", ""][:3]
    role = _role_named(word, event)
    if len(words) > 3 or verb.lower() != "add" or not ID.fullmatch(number) or (word and role is None):
        return screens.said(event.texts_here.say(HOW_TO_ADD))
    telegram_id = int(number)
    names = await staff.names(event.unit, [telegram_id])
    if role is None:
        return await _offer(event, telegram_id, names)
    return await _refusal(event, telegram_id, names, role) or await _appoint(event, telegram_id, role)


def _role_named(word: str, event: Event) -> Role | None:
    """Return the role a word names, in either language."""
    called = {
        name: role
        for role in APPOINTED
        for name in (str(role), *(Texts(language, event.office.zone).say(screens.ROLES[role]) for language in Language))
    }
    return called.get(word.lower())


async def _offer(event: Event, telegram_id: int, names: screens.Names) -> Message:
    held = await staff.roles_of(event.unit, telegram_id)
    free = [role for role in APPOINTED if role not in held]
    refusal = await _refusal(event, telegram_id, names, *free[:1])
    version = await staff.version(event.unit)
    return refusal or screens.choose_role(telegram_id, names, free, event.texts_here, version=version)


async def _refusal(event: Event, telegram_id: int, names: screens.Names, role: Role | None = None) -> Message | None:
    """Return why somebody cannot be appointed, if there is a reason; without a ``role`` none is left to give."""
    why: Msg | None = None
    if telegram_id in NOBODY or telegram_id == event.office.bot_id:
        why = NO_PERSON
    elif telegram_id in event.office.owner_ids:
        why = OWNER_ALREADY
    elif role is None or role in await staff.roles_of(event.unit, telegram_id):
        why = HAS_ROLE
    elif len(await staff.appointments(event.unit)) >= screens.MOST:
        why = TOO_MANY
    return screens.said(event.texts_here.say(why), who=screens.colleague(telegram_id, names)) if why else None


async def _appoint(event: Event, telegram_id: int, role: Role) -> Message:
    await actions.appoint(event.unit, event.who, telegram_id, role)
    told = await _tell(event, telegram_id, role, appointed=True)
    return screens.appointed(telegram_id, await staff.names(event.unit, [telegram_id]), role, event.texts_here, told=told)


async def _tell(event: Event, telegram_id: int, role: Role, *, appointed: bool) -> bool:
    """Tell somebody what has become of their role, and show them the menu that goes with it; return whether we can."""
    found = await people.by_address(event.unit, ChannelKind.TELEGRAM, str(telegram_id))
    if found is None or found[1].unreachable:
        return False
    person, channel = found
    texts = event.texts_for(person)
    message = screens.welcome(role, texts) if appointed else screens.role_lost(role, texts)
    event.post(telegram_id, "sendMessage", message.call(), person=person)
    await show_menu(event, person, channel, staff=bool(await staff.roles_of(event.unit, telegram_id)))
    return True


# --- what owners press ----------------------------------------------------------------------------------------------


async def _on_change(update: Update, context: EventContext) -> None:
    event, button = context.event, pressed(update)
    if not _may(event) or await event.repeated(button):
        return
    _, verb, version, number, word = button.split(":")
    telegram_id, role = int(number), Role(word)
    held = role in await staff.roles_of(event.unit, telegram_id)
    if int(version) != await staff.version(event.unit) or held is (verb == "add"):
        event.toast = Toast(event.texts.say(OUT_OF_DATE), alert=True)
        event.rewrite(await _list(event))
        return
    if verb == "ask":
        names = await staff.names(event.unit, [telegram_id])
        event.rewrite(screens.sure_to_remove(telegram_id, names, role, event.texts_here, version=int(version)))
    elif verb == "add":
        names = await staff.names(event.unit, [telegram_id])
        event.rewrite(await _refusal(event, telegram_id, names, role) or await _appoint(event, telegram_id, role))
        await event.acknowledge(button, event.texts.say(DONE))
    else:
        await actions.remove(event.unit, event.who, telegram_id, role)
        await _tell(event, telegram_id, role, appointed=False)
        event.rewrite(await _list(event))
        await event.acknowledge(button, event.texts.say(DONE))


async def _on_list(_update: Update, context: EventContext) -> None:
    if _may(context.event):
        context.event.rewrite(await _list(context.event))


async def _on_cancel(_update: Update, context: EventContext) -> None:
    event = context.event
    if _may(event):
        event.rewrite(screens.said(event.texts_here.say(NOTHING_CHANGED)))


def _may(event: Event) -> bool:
    """Return whether the presser is an owner; tell others so."""
    if not event.who.is_owner:
        event.toast = Toast(event.texts.say(OWNERS_ONLY), alert=True)
    return event.who.is_owner


# --- what is shown --------------------------------------------------------------------------------------------------


async def _list(event: Event) -> Message:
    owners, appointed = event.office.owner_ids, await staff.appointments(event.unit)
    names = await staff.names(event.unit, [*owners, *(each.telegram_id for each in appointed)])
    version = await staff.version(event.unit) if event.who.is_owner else None
    return screens.colleagues(owners, appointed, names, event.texts_here, version=version)


def handlers() -> tuple[Handler, ...]:
    """Return the handlers of the list of colleagues."""
    roles = "|".join(APPOINTED)
    return (
        staff_command("staff", _on_staff),
        desk_button(rf"staff:(add|ask|drop):\d{{1,9}}:\d{{1,15}}:({roles})", _on_change),
        desk_button("staff:list", _on_list),
        desk_button("staff:cancel", _on_cancel),
    )
