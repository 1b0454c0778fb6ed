"""What is said when an event could not be handled: a short apology to the person, a line to the office."""

from domain.outbox import Lane
from handlers.kit.event import Event
from handlers.kit.markup import escape, fill
from handlers.kit.messages import Message


def apologise(event: Event) -> None:
    """Tell the person that something went wrong on our side; their message is kept."""
    if event.actor is not None and not event.actor.person.blocked and str(event.chat_id) == event.actor.channel.address:
        texts = event.texts
        event.reply(
            Message(
                escape(texts._("Sorry, something went wrong on our side. Your message is kept, and the office has been told."))
            )
        )


def report(event: Event, number: int, kind: str) -> None:
    """Tell the office which event could not be handled, and the kind of error; never what was written."""
    office = event.office
    texts = office.texts
    template = texts._(
        "⚠ Event {number} could not be handled ({kind}) and has been set aside. Please tell whoever runs the bot."
    )
    message = Message(fill(escape(template), number=number, kind=kind))
    for chat in office.desk_chats:
        event.post(chat, "sendMessage", message.call(), lane=Lane.REMINDER)
