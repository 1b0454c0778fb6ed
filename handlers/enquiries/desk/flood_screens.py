"""What colleagues read of a flood."""

from domain.enquiries import Enquiry
from domain.people import Person
from handlers.enquiries.desk.screens import follow_up_header
from handlers.kit.markup import escape, fill, lines
from handlers.kit.messages import Button, Message, rows
from locales.texts import Texts

AT_ONCE = 10
"""How many messages that were kept back are shown at a time."""


def kept_back(enquiry: Enquiry, person: Person, count: int, oldest: int | None, texts: Texts) -> Message:
    """Say how many messages of a flood are kept; the button shows the next ones, from the ``oldest`` on."""
    header = follow_up_header(enquiry, person, texts)
    if oldest is None:
        return Message(lines((header, escape(texts._("All messages that were kept are shown.")))))
    sentence = texts.ngettext(
        "{count} more message in a short time is kept.", "{count} more messages in a short time are kept.", count
    )
    label = texts.pgettext("button", "Show the next {count}").format(count=min(count, AT_ONCE))
    return Message(lines((header, fill(escape(sentence), count=count))), rows(Button(label, f"kept:{enquiry.id}:{oldest}")))
