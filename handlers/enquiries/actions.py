"""What can be done with an enquiry, whoever asks through whichever channel. Nothing here knows Telegram.

Rights are those of this moment: what only colleagues may do raises `NotStaffError` for anybody else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from domain.audit import Action
from domain.enquiries import RATINGS, Direction, Enquiry, EnquiryMessage, Source, Subject
from domain.people import Actor
from storage import audit, enquiries, messages, people
from storage.unit import Unit

Content = Mapping[str, object]


class NotStaffError(Exception):
    """Somebody who is not a colleague tried to act as one."""


class OutdatedError(Exception):
    """The enquiry is no longer what the caller thinks it is."""


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


# --- what the enquirer does -----------------------------------------------------------------------------------------


async def write(
    unit: Unit,
    actor: Actor,
    zone: tzinfo,
    content: Content,
    source: Source,
    *,
    about: Enquiry | None = None,
    album: str | None = None,
    too_much: bool = False,
) -> Written | None:
    """Add a message to an enquiry of the actor: the one it is ``about``, else the newest open one, else a new one.

    A closed one is open again. What is ``too_much`` is kept back, unless an enquiry begins with it. None when this very
    message is stored already.
    """
    if await messages.at(unit, source) is not None:
        return None
    person = actor.person.id
    enquiry = about if about is not None and about.person_id == person else await enquiries.newest_open(unit, person)
    opened, changed = enquiry is None, False
    if enquiry is None:
        enquiry = await open_enquiry(unit, actor, zone, subject=Subject.OTHER, answers={}, consent_version=None)
    elif not enquiry.is_open:
        enquiry, changed = await _reopened(unit, actor, enquiry, waiting_since=unit.now), True
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
    )
    return Written(enquiry, message_id, opened, changed) if message_id is not None else None


async def edit(
    unit: Unit, actor: Actor, enquiry: Enquiry, said: EnquiryMessage, content: Content, *, too_much: bool = False
) -> EnquiryMessage:
    """Store what the actor's message of an enquiry says now; what is ``too_much`` is kept back. The enquiry stays as it is."""
    if enquiry.person_id != actor.person.id:
        raise OutdatedError
    if too_much:
        await messages.keep_back(unit, said.id)
    return await messages.set_content(unit, said.id, content)


async def rate(unit: Unit, actor: Actor, enquiry: Enquiry, rating: int) -> bool:
    """Store how the enquirer rates the help with a closed enquiry of theirs, 1 to 5; False when they had rated it before.

    Raises `OutdatedError` when there is nothing to rate (any more).
    """
    if enquiry.person_id != actor.person.id or enquiry.is_open or rating not in RATINGS:
        raise OutdatedError
    if enquiry.rating is not None:
        return False
    await enquiries.set_rating(unit, enquiry.id, rating)
    await audit.note(unit, actor.person.id, Action.ENQUIRY_RATED, enquiry.reference)
    return True


# --- what colleagues do ---------------------------------------------------------------------------------------------


async def answer(
    unit: Unit, actor: Actor, enquiry: Enquiry, content: Content, source: Source, *, album: str | None = None
) -> Written | None:
    """Store a colleague's answer; a closed enquiry is open again. None when this very message was an answer before."""
    _needs_staff(actor)
    message_id = await messages.add(
        unit,
        enquiry_id=enquiry.id,
        direction=Direction.OUT,
        author_id=actor.person.id,
        content=content,
        source=source,
        album=album,
    )
    if message_id is None:
        return None
    await audit.note(unit, actor.person.id, Action.ENQUIRY_ANSWERED, enquiry.reference)
    if not enquiry.is_open:
        return Written(await _reopened(unit, actor, enquiry, waiting_since=None), message_id, changed=True)
    if enquiry.waiting_since is not None:
        return Written(await enquiries.set_waiting(unit, enquiry, None), message_id, changed=True)
    return Written(enquiry, message_id)


async def note(
    unit: Unit, actor: Actor, enquiry: Enquiry, content: Content, source: Source, *, album: str | None = None
) -> int | None:
    """Store a colleague's note, which never leaves the office, and return its id; None when it is stored already."""
    _needs_staff(actor)
    message_id = await messages.add(
        unit,
        enquiry_id=enquiry.id,
        direction=Direction.NOTE,
        author_id=actor.person.id,
        content=content,
        source=source,
        album=album,
    )
    if message_id is not None:
        await audit.note(unit, actor.person.id, Action.ENQUIRY_NOTED, enquiry.reference)
    return message_id


async def correct(unit: Unit, actor: Actor, enquiry: Enquiry, said: EnquiryMessage, content: Content) -> EnquiryMessage:
    """Store what a colleague's answer or note says now. The enquiry stays as it is."""
    _needs_staff(actor)
    await audit.note(unit, actor.person.id, Action.ENQUIRY_CORRECTED, enquiry.reference)
    return await messages.set_content(unit, said.id, content)


async def take(unit: Unit, actor: Actor, enquiry: Enquiry) -> Enquiry:
    """Store that the actor sees to an enquiry."""
    _needs_staff(actor)
    _needs_open(enquiry)
    await audit.note(unit, actor.person.id, Action.ENQUIRY_TAKEN, enquiry.reference)
    return await enquiries.change(unit, enquiry.id, taken_by=actor.person.id)


async def release(unit: Unit, actor: Actor, enquiry: Enquiry) -> Enquiry:
    """Store that nobody in particular sees to an enquiry."""
    _needs_staff(actor)
    _needs_open(enquiry)
    await audit.note(unit, actor.person.id, Action.ENQUIRY_RELEASED, enquiry.reference)
    return await enquiries.change(unit, enquiry.id, taken_by=None)


async def close(unit: Unit, actor: Actor, enquiry: Enquiry) -> Enquiry:
    """Close an enquiry; nobody waits any more, and the enquirer may rate the help anew."""
    _needs_staff(actor)
    _needs_open(enquiry)
    await audit.note(unit, actor.person.id, Action.ENQUIRY_CLOSED, enquiry.reference)
    return await enquiries.change(
        unit, enquiry.id, state="closed", closed_at=unit.now, waiting_since=None, brought_up=0, rating=None
    )


async def reopen(unit: Unit, actor: Actor, enquiry: Enquiry) -> Enquiry:
    """Open a closed enquiry again; its enquirer does not wait for an answer."""
    _needs_staff(actor)
    if enquiry.is_open:
        raise OutdatedError
    return await _reopened(unit, actor, enquiry, waiting_since=None)


async def block(unit: Unit, actor: Actor, enquiry: Enquiry, *, blocked: bool) -> Enquiry:
    """Let the office no longer listen to the enquirer, or listen again; the cards of all their open enquiries change."""
    _needs_staff(actor)
    await people.set_blocked(unit, enquiry.person_id, blocked=blocked)
    action = Action.PERSON_BLOCKED if blocked else Action.PERSON_UNBLOCKED
    await audit.note(unit, actor.person.id, action, enquiry.reference)
    return await enquiries.change(unit, enquiry.id)


async def _reopened(unit: Unit, actor: Actor, enquiry: Enquiry, *, waiting_since: int | None) -> Enquiry:
    await audit.note(unit, actor.person.id, Action.ENQUIRY_REOPENED, enquiry.reference)
    return await enquiries.change(
        unit, enquiry.id, state="open", closed_at=None, waiting_since=waiting_since, brought_up=0, rating=None
    )


def _needs_staff(actor: Actor) -> None:
    if not actor.is_staff:
        raise NotStaffError


def _needs_open(enquiry: Enquiry) -> None:
    if not enquiry.is_open:
        raise OutdatedError
