"""What an applicant and the desk are told of an application, on whichever channel reaches them."""

from collections.abc import Callable

from domain.applications import Application
from domain.outbox import Lane, OnDoubt
from domain.outgoing import AutoSubmitted
from domain.people import ChannelKind
from handlers.applications import desk_screens
from handlers.kit.binding import invitation
from handlers.kit.desk import desk_texts, open_chats
from handlers.kit.event import Event
from handlers.kit.letters import write
from handlers.kit.markup import plain
from handlers.kit.messages import Message
from locales.texts import N_, Texts
from storage import people

SUBJECT = "application"
"""Subject of the rows that are about an application."""

BY_LETTER = N_(
    "You can simply answer this letter, and a colleague fills it in for you. Or go on on Telegram, where /status shows the "
    "application."
)
"""What a letter says in place of buttons."""

NOT_TOLD = N_("Done, but nothing reaches the applicant. Please tell them yourself.")


async def tell_applicant(event: Event, application: Application, worded: Callable[[Texts], Message]) -> bool:
    """Tell an applicant something in their language, on Telegram or else by letter; return whether there is a way to them."""
    person, subject = await people.by_id(event.unit, application.person_id), f"{SUBJECT}:{application.id}"
    texts = event.texts_for(person)
    message = worded(texts)
    ways = {each.kind: each for each in await people.channels_of(event.unit, person.id) if not each.unreachable}
    telegram, mail = ways.get(ChannelKind.TELEGRAM), ways.get(ChannelKind.MAIL)
    if telegram is not None:
        event.post(int(telegram.address), "sendMessage", message.call(), person=person, subject=subject)
    elif mail is not None and event.office.sends_letters:
        invited = await invitation(event, person, mail.address, texts)
        instead = texts.say(BY_LETTER) if message.buttons else ""
        words = "\n\n".join(part for part in (plain(message.text), instead, invited) if part)
        title = texts._("Your application for membership {ref}").format(ref=application.reference)
        letter = write(texts, event.office.profile, words, subject=title, auto_submitted=AutoSubmitted.GENERATED)
        event.mail(mail.address, letter, person=person, subject=subject)
    return telegram is not None or (mail is not None and event.office.sends_letters)


async def tell_desk(event: Event, application: Application) -> None:
    """Tell colleagues where an application stands now, with a button that opens it."""
    for chat in await open_chats(event):
        message = desk_screens.notice(application, await desk_texts(event, chat))
        event.post(
            chat,
            "sendMessage",
            message.call(),
            lane=Lane.REMINDER,
            on_doubt=OnDoubt.RESEND,
            subject=f"{SUBJECT}:{application.id}",
        )
