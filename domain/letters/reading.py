"""Bytes into a letter: the one door, at which no letter at all raises."""

from email.message import Message

from domain.languages import of_text
from domain.letters import automatic, headers
from domain.letters.bounces import bounce
from domain.letters.cleaning import passage
from domain.letters.employers import organisation
from domain.letters.files import attachment
from domain.letters.headers import tried
from domain.letters.letter import Attachment, Automatic, Letter
from domain.letters.parts import is_text, leaves, parse, words
from domain.letters.quoting import passes_on, without_history
from domain.letters.signatures import without_signature

MOST_TEXT = 50_000


def read(raw: bytes) -> Letter:
    """Return what stands in a letter, as far as it can be made out; nothing in ``raw`` makes this raise."""
    parsed, whole = tried(lambda: parse(raw), (Message(), False))
    return tried(lambda: _understood(parsed, whole=whole), None) or _understood(Message(), whole=False)


def _understood(parsed: Message, *, whole: bool) -> Letter:
    sender = next(iter(headers.addresses(parsed, "From")), None)
    said = tried(lambda: words(parsed), "")
    subject = headers.subject(parsed)
    full = passage(said, MOST_TEXT)
    text, signature = written(subject, full)
    address = sender.address if sender else ""
    returned = tried(lambda: bounce(parsed, address, full), None)
    return Letter(
        message_id=next(iter(headers.message_ids(parsed, "Message-ID")), ""),
        in_reply_to=next(iter(headers.message_ids(parsed, "In-Reply-To")), ""),
        references=headers.message_ids(parsed, "References"),
        sender=sender,
        subject=subject,
        date=headers.date(parsed),
        text=text,
        full_text=full,
        signature=signature,
        attachments=() if returned else _attachments(parsed),
        language=of_text(text or subject),
        organisation=organisation(signature, text, address),
        is_calendar_reply=tried(lambda: automatic.is_calendar_reply(parsed), False),
        automatic=Automatic.BOUNCE if returned else automatic.reason(parsed, address),
        bounce=returned,
        incomplete=not whole or len(said) > MOST_TEXT,
    )


def written(subject: str, text: str) -> tuple[str, str]:
    """Return what the writer wrote now and their signature; what is passed on, or would be cut to nothing, is all theirs."""
    own = "" if passes_on(subject, text) else without_history(text)
    return without_signature(own) if own else (text, "")


def _attachments(letter: Message) -> tuple[Attachment, ...]:
    files = [part for part in leaves(letter) if not is_text(part)]
    return tuple(attachment(part, number) for number, part in enumerate(files, 1))
