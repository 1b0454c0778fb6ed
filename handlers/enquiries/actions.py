"""What can be done with an enquiry, whoever asks through whichever channel. Nothing here knows Telegram."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from domain.enquiries import Enquiry, Source, Subject
from domain.people import Actor
from storage import audit, enquiries
from storage.unit import Unit

Content = Mapping[str, object]


class NotStaffError(Exception):
    """Somebody who is not a colleague tried to act as one."""


@dataclass(frozen=True, slots=True)
class Written:
    """A message that became part of an enquiry; ``opened`` when the enquiry began with it."""

    enquiry: Enquiry
    opened: bool


async def open_enquiry(
    unit: Unit, actor: Actor, zone: tzinfo, *, subject: Subject, answers: Content, consent_version: str | None
) -> Enquiry:
    """Open an enquiry of the actor; its reference counts within the office's calendar year."""
    year = datetime.fromtimestamp(unit.now / 1000, UTC).astimezone(zone).year
    reference = await enquiries.next_reference(unit, year)
    return await enquiries.add(
        unit,
        person_id=actor.person.id,
        ref=reference,
        subject=subject,
        answers=answers,
        consent_version=consent_version,
    )


async def write(unit: Unit, actor: Actor, zone: tzinfo, content: Content, source: Source) -> Written | None:
    """Add a message to the actor's newest open enquiry, or open one with it; None when this very message is stored already."""
    if await enquiries.is_stored(unit, source):
        return None
    enquiry = await enquiries.newest_open(unit, actor.person.id)
    opened = enquiry is None
    if enquiry is None:
        enquiry = await open_enquiry(unit, actor, zone, subject=Subject.OTHER, answers={}, consent_version=None)
    await enquiries.add_message(
        unit, enquiry_id=enquiry.id, direction="in", author_id=actor.person.id, content=content, source=source
    )
    if enquiry.waiting_since is None:
        await enquiries.set_waiting(unit, enquiry.id, unit.now)
    return Written(enquiry, opened)


async def answer(unit: Unit, actor: Actor, enquiry: Enquiry, content: Content, source: Source) -> int | None:
    """Store a colleague's answer and return its id; None when this very message was answered with before.

    Raises `NotStaffError`: rights are those of this moment.
    """
    if not actor.is_staff:
        raise NotStaffError
    message_id = await enquiries.add_message(
        unit, enquiry_id=enquiry.id, direction="out", author_id=actor.person.id, content=content, source=source
    )
    if message_id is not None:
        await enquiries.set_waiting(unit, enquiry.id, None)
        await audit.note(unit, actor.person.id, "enquiry.answered", enquiry.reference)
    return message_id
