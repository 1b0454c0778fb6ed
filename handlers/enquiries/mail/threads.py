"""Which enquiry a letter belongs to, and what our letters carry so that its answer comes back to it.

Two things lead back: the Message-IDs a letter names, and the reference with a token that stands in its subject, which every
provider keeps. Neither is believed unless the letter comes from the enquiry's own person: who quotes somebody else's reference
gets an enquiry of their own.
"""

import re

from domain.enquiries import Enquiry
from domain.letters import Letter
from domain.letters.cleaning import line
from domain.outgoing import LONGEST_SUBJECT, answer_subject
from handlers.enquiries.desk.outcomes import enquiry_about
from handlers.kit.event import Event
from storage import enquiries, messages, outbox

TAG = re.compile(r"\[(Q-\d{4}-\d{4,9})/([0-9a-f]{16})\]")
"""How the subject of a letter names its enquiry."""

MOST_NAMED = 10
"""How many of the letters that one names are looked up: the last ones, and the first."""


async def subject_of_thread(event: Event, enquiry: Enquiry, subject: str) -> str:
    """Return the subject of an answer to a letter about ``subject``, with what leads its answer back to the enquiry."""
    known = await enquiries.with_mail_token(event.unit, enquiry)
    tag = f"[{known.reference}/{known.mail_token}]"
    return f"{line(answer_subject(without_tag(subject)), LONGEST_SUBJECT - len(tag) - 1)} {tag}"


def without_tag(subject: str) -> str:
    """Return a subject as people read it."""
    return TAG.sub("", subject).strip()


async def of_letter(event: Event, letter: Letter) -> Enquiry | None:
    """Return the enquiry of the writer's own that a letter names."""
    return await _tagged(event, letter.subject) or await _answered(event, letter)


async def _tagged(event: Event, subject: str) -> Enquiry | None:
    for reference, token in TAG.findall(subject):
        enquiry = await enquiries.by_reference(event.unit, reference)
        if enquiry is not None and enquiry.mail_token == token and _is_theirs(event, enquiry):
            return enquiry
    return None


async def _answered(event: Event, letter: Letter) -> Enquiry | None:
    named = dict.fromkeys((letter.in_reply_to, *reversed(letter.references[-MOST_NAMED:]), *letter.references[:1]))
    for message_id in filter(None, named):
        enquiry = await _of_ours(event, message_id) or await _of_theirs(event, message_id)
        if enquiry is not None and _is_theirs(event, enquiry):
            return enquiry
    return None


async def _of_ours(event: Event, message_id: str) -> Enquiry | None:
    sent = await outbox.letter_called(event.unit.connection, message_id)
    return await enquiry_about(event, sent.subject) if sent is not None and sent.subject else None


async def _of_theirs(event: Event, message_id: str) -> Enquiry | None:
    said = await messages.of_letter_called(event.unit, message_id, event.who.person.id)
    return await enquiries.by_id(event.unit, said.enquiry_id) if said is not None else None


def _is_theirs(event: Event, enquiry: Enquiry) -> bool:
    return enquiry.person_id == event.who.person.id
