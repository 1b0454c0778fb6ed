"""A contact is invited to Telegram: a colleague gets a link to pass on, and a letter carries it where there is an address.

Whoever opens it sees for whom it is and, after a tap, is that contact. The link goes to the colleague's own chat only: whoever
sits in the group could use it.
"""

from telegram import Update
from telegram.ext import CommandHandler, filters

from domain.attempts import Attempts
from domain.errors import OutOfDateError
from domain.instants import HOUR, MINUTE
from domain.outbox import Lane, Report
from domain.outgoing import AutoSubmitted
from domain.roster import Contact, Member
from handlers.kit.buttons import desk_button, own_button
from handlers.kit.capability import Handler
from handlers.kit.desk import desk_texts, open_chats
from handlers.kit.event import Event, EventContext, Toast, press_of, pressed
from handlers.kit.filters import PRIVATE
from handlers.kit.letters import write
from handlers.kit.markup import escape
from handlers.kit.menus import refresh_menu
from handlers.kit.messages import Message
from handlers.roster import actions
from handlers.roster import inviting_screens as screens
from handlers.roster.editing import OUT_OF_DATE
from handlers.roster.profile.actions import NotSecretaryError
from handlers.roster.words import NOT_SECRETARY
from locales.texts import N_, Msg, Texts
from storage import contacts, invitations
from storage.invitations import Invitation

PREFIX = "m-"
"""How what a link carries begins, after ``/start``."""

SUBJECT = "invitation"
"""Subject of the rows that are about a contact's invitation."""

WRONG_AN_HOUR = 5

GONE = N_("This invitation can no longer be used. Please ask the office for a new one.")
TOO_OFTEN = N_("Too many invitations that do not work. Please try again in an hour.")
CONTACT_ALREADY = N_("You are a contact of {member} already. /profile shows what the roster says.")
IN_PRIVATE = N_("The link is in your private chat with me, to be passed on.")


async def _on_invite(update: Update, context: EventContext) -> None:
    event, button = context.event, press_of(update, context.event, lasting=MINUTE)
    if await event.repeated(button):
        return
    _, _, _, number, version = pressed(update).split(":")
    try:
        contact = await actions.contact_seen(event.unit, int(number), int(version))
        token, until = await actions.invite(event.unit, event.who, contact)
    except OutOfDateError:
        event.toast = Toast(event.texts.say(OUT_OF_DATE), alert=True)
    except NotSecretaryError:
        event.toast = Toast(event.texts.say(NOT_SECRETARY), alert=True)
    else:
        member = await actions.member_seen(event.unit, contact.member_id)
        url = f"https://t.me/{event.office.bot_name}?start={PREFIX}{token}"
        _pass_on(event, screens.Link(contact, member, url, until))
        await event.acknowledge(button, event.texts.say(IN_PRIVATE))


def _pass_on(event: Event, link: screens.Link) -> None:
    """Give a link to the colleague, and to the contact by letter where that can be."""
    office, contact = event.office, link.contact
    address = contact.details.mail
    by_letter = office.sends_letters and bool(address)
    shown = screens.to_pass_on(link, event.texts, by_letter=by_letter)
    options = {"person": event.who.person, "subject": f"{SUBJECT}:{contact.id}", "report": Report.TROUBLE}
    event.post(int(event.who.channel.address), "sendMessage", shown.call(), **options)
    if by_letter:
        texts = Texts(contact.details.language, office.zone)
        name = link.member.entry.name_in(texts.language)
        letter = write(
            texts,
            office.profile,
            screens.letter(link, office.profile, texts),
            subject=texts._("You are invited as a contact of {member}").format(member=name),
            auto_submitted=AutoSubmitted.GENERATED,
        )
        event.mail(address, letter, subject=f"{SUBJECT}:{contact.id}")


async def _on_confirm(update: Update, context: EventContext) -> None:
    event, button = context.event, pressed(update)
    if await event.repeated(button):
        return
    invitation = await invitations.by_id(event.unit, int(button.rpartition(":")[2]))
    if invitation is not None and invitation.opened_by != event.who.person.id:
        invitation = None  # somebody else has opened it since; nothing about it is told
    contact, member, trouble = await _invited(event, invitation)
    if invitation is None or contact is None or member is None or trouble is not None:
        event.toast = Toast(_refusal(event, trouble or GONE, member), alert=True)
        return
    await actions.bind(event.unit, event.who, invitation, contact)
    await refresh_menu(event, event.who.person.id)
    if contact.person_id is not None:
        await refresh_menu(event, contact.person_id)
    await _tell_desk(event, contact, member)
    event.rewrite(screens.bound(contact, member, event.texts))
    await event.acknowledge(button)


async def _invited(event: Event, invitation: Invitation | None) -> tuple[Contact | None, Member | None, Msg | None]:
    """Return for whom an invitation is, and why it does not work for who acts; None when it does."""
    contact = await contacts.by_id(event.unit, invitation.contact_id) if invitation else None
    if invitation is None or contact is None:
        return None, None, GONE
    member = await actions.member_seen(event.unit, contact.member_id)
    if any(each.id == member.id for _, each in await contacts.of_person(event.unit, event.who.person.id)):
        return contact, member, CONTACT_ALREADY
    over = invitation.over or invitation.expires_at <= event.unit.now or contact.ended
    return contact, member, GONE if over else None


def _refusal(event: Event, trouble: Msg, member: Member | None) -> str:
    name = member.entry.name_in(event.texts.language) if member else ""
    return event.texts.say(trouble).format(member=name)


async def _tell_desk(event: Event, contact: Contact, member: Member) -> None:
    for chat in await open_chats(event):
        shown = screens.bound_at_desk(contact, member, event.who.person, await desk_texts(event, chat))
        event.post(chat, "sendMessage", shown.call(), lane=Lane.REMINDER, subject=f"{SUBJECT}:{contact.id}")


class Inviting:
    """The links of one life of the bot, which remembers who tries too many that do not work."""

    def __init__(self) -> None:
        self._wrong = Attempts(WRONG_AN_HOUR, HOUR)

    async def _on_link(self, update: Update, context: EventContext) -> None:
        event = context.event
        me, now = event.who.person.id, event.unit.now
        if self._wrong.spent(me, now):
            event.reply(Message(escape(event.texts.say(TOO_OFTEN))))
            return
        text = (update.message.text or "") if update.message else ""
        invitation = await invitations.carrying(event.unit, text.partition(PREFIX)[2])
        contact, member, trouble = await _invited(event, invitation)
        if invitation is None or contact is None or member is None or trouble is not None:
            if trouble is GONE:
                self._wrong.failed(me, event.key, now)
            event.reply(Message(escape(_refusal(event, trouble or GONE, member))))
            return
        await invitations.open_(event.unit, invitation.id, me)
        event.reply(screens.question(invitation.id, contact, member, event.texts))

    def handlers(self) -> tuple[Handler, ...]:
        """Return what a link and the buttons about it lead to."""
        opened = PRIVATE & filters.Regex(rf"\A/start(@\w+)? {PREFIX}[A-Za-z0-9_-]{{1,60}}\Z")
        return (
            CommandHandler("start", self._on_link, opened),
            own_button(r"invited:\d{1,15}", _on_confirm),
            desk_button(r"roster:invite:c:\d{1,15}:\d{1,9}", _on_invite),
        )
