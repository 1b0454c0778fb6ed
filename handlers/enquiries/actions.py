"""What an enquirer can do with an enquiry, through whichever channel. Nothing here knows Telegram.

What colleagues can do stands in `desk/actions.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo

from domain.audit import Action
from domain.enquiries import RATINGS, Direction, Enquiry, EnquiryMessage, Source, Subject
from domain.instants import day_of
from domain.people import Actor
from handlers.kit.errors import OutOfDateError
from storage import audit, enquiries, messages
from storage.unit import Unit

Content = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Written:
    """A message that became part of an enquiry. ``opened``: the enquiry began with it; ``changed``: its card says more now."""

    enquiry: Enquiry
    message_id: int
    opened: bool = False
    changed: bool = False


async def open_enquiry(
    unit: Unit, actor: Actor, zone: tzinfo, *, subject: Subject, answers: Content, consent_version: str | None
) -> Enquiry:
    """Open an enquiry of the actor; its reference counts within the office's calendar year."""
    reference = await enquiries.next_reference(unit, day_of(unit.now, zone).year)
    return await enquiries.add(
        unit,
        person_id=actor.person.id,
        ref=reference,
        subject=subject,
        answers=answers,
        consent_version=consent_version,
    )


async def write(
    unit: Unit,
    actor: Actor,
    zone: tzinfo,
    content: Content,
    source: Source | None,
    *,
    about: Enquiry | None = None,
    album: str | None = None,
    letter: int | None = None,
    too_much: bool = False,
) -> Written | None:
    """Add a message to an enquiry of the actor: the one it is ``about``, else the newest open one, else a new one.

    A closed one is open again. What is ``too_much`` is kept back, unless an enquiry begins with it. ``source`` is where it
    stands in a chat, ``letter`` the letter it came as. None when this very message is stored already.
    """
    if source is not None and await messages.at(unit, source) is not None:
        return None
    person = actor.person.id
    enquiry = about if about is not None and about.person_id == person else await enquiries.newest_open(unit, person)
    opened, changed = enquiry is None, False
    if enquiry is None:
        enquiry = await open_enquiry(unit, actor, zone, subject=Subject.OTHER, answers={}, consent_version=None)
    elif not enquiry.is_open:
        enquiry, changed = await reopened(unit, actor, enquiry, waiting_since=unit.now), True
    elif enquiry.waiting_since is None:
        enquiry, changed = await enquiries.set_waiting(unit, enquiry, unit.now), True
    message_id = await messages.add(
        unit,
        enquiry_id=enquiry.id,
        direction=Direction.IN,
        author_id=person,
        content=content,
        source=source,
        album=album,
        kept_back=too_much and not opened,
        letter=letter,
    )
    return Written(enquiry, message_id, opened, changed) if message_id is not None else None


async def edit(
    unit: Unit, actor: Actor, enquiry: Enquiry, said: EnquiryMessage, content: Content, *, too_much: bool = False
) -> EnquiryMessage:
    """Store what the actor's message of an enquiry says now; what is ``too_much`` is kept back. The enquiry stays as it is."""
    if enquiry.person_id != actor.person.id:
        raise OutOfDateError
    if too_much:
        await messages.keep_back(unit, said.id)
    return await messages.set_content(unit, said.id, content)


async def rate(unit: Unit, actor: Actor, enquiry: Enquiry, rating: int) -> bool:
    """Store how the enquirer rates the help with a closed enquiry of theirs, 1 to 5; False when they had rated it before.

    Raises `OutOfDateError` when there is nothing to rate (any more).
    """
    if enquiry.person_id != actor.person.id or enquiry.is_open or rating not in RATINGS:
        raise OutOfDateError
    if enquiry.rating is not None:
        return False
    await enquiries.set_rating(unit, enquiry.id, rating)
    await audit.note(unit, actor.person.id, Action.ENQUIRY_RATED, enquiry.reference)
    return True


async def reopened(unit: Unit, actor: Actor, enquiry: Enquiry, *, waiting_since: int | None) -> Enquiry:
    """Open a closed enquiry again; ``waiting_since`` is since when its enquirer waits, None when they do not."""
    await audit.note(unit, actor.person.id, Action.ENQUIRY_REOPENED, enquiry.reference)
    return await enquiries.change(
        unit, enquiry.id, state="open", closed_at=None, waiting_since=waiting_since, brought_up=0, rating=None
    )
