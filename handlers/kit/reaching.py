"""Reaching a contact on the way that was found to them: a message where they use Telegram, else the same as a letter."""

from domain.outbox import Draft, Lane, OnDoubt, Report
from domain.outgoing import METHOD, AutoSubmitted
from domain.people import ChannelKind
from handlers.kit import letters
from handlers.kit.event import Event
from handlers.kit.markup import plain
from handlers.kit.messages import Message
from locales.texts import Texts
from storage.readers import Way


def reach(
    event: Event,
    way: Way,
    message: Message,
    *,
    title: str,
    key: str,
    subject: str,
    report: Report,
    not_before: int,
    on_doubt: OnDoubt | None = None,
) -> None:
    """Queue ``message`` to a contact, for ``not_before`` (UTC milliseconds) at the earliest.

    ``title`` is the subject line of the letter, ``key`` and ``subject`` are the row's: see `domain.outbox.Draft`.
    """
    method, payload = "sendMessage", message.call()
    if way.channel is ChannelKind.MAIL:
        texts = Texts(way.language, event.office.zone)
        words, automatic = plain(message.text), AutoSubmitted.GENERATED
        letter = letters.write(texts, event.office.profile, words, subject=title, auto_submitted=automatic)
        method, payload = METHOD, letter.payload()
    event.unit.send(
        Draft(
            recipient=way.address,
            method=method,
            payload=payload,
            dedupe_key=key,
            lane=Lane.REMINDER,
            channel=way.channel,
            person_id=way.person,
            subject=subject,
            report=report,
            not_before=not_before,
            on_doubt=on_doubt,
        )
    )
