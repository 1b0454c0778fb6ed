"""What colleagues can do with an enquiry. Nothing here knows Telegram.

Rights are those of this moment: every act raises `NotStaffError` for anybody else.
"""

from domain.audit import Action
from domain.enquiries import Direction, Enquiry, EnquiryMessage, Source
from domain.people import Actor
from handlers.enquiries.actions import Content, Written, reopened
from handlers.kit.errors import OutOfDateError
from storage import audit, enquiries, messages, people
from storage.unit import Unit


class NotStaffError(Exception):
    """Somebody who is not a colleague tried to act as one."""


async def answer(
    unit: Unit, actor: Actor, enquiry: Enquiry, content: Content, source: Source, *, album: str | None = None
) -> Written | None:
    """Store a colleague's answer; a closed enquiry is open again. None when this very message was an answer before."""
    message_id = await _say(unit, actor, enquiry, direction=Direction.OUT, content=content, source=source, album=album)
    if message_id is None:
        return None
    if not enquiry.is_open:
        return Written(await reopened(unit, actor, enquiry, waiting_since=None), message_id, changed=True)
    if enquiry.waiting_since is not None:
        return Written(await enquiries.set_waiting(unit, enquiry, None), message_id, changed=True)
    return Written(enquiry, message_id)


async def note(
    unit: Unit, actor: Actor, enquiry: Enquiry, content: Content, source: Source, *, album: str | None = None
) -> int | None:
    """Store a colleague's note, which never leaves the office, and return its id; None when it is stored already."""
    return await _say(unit, actor, enquiry, direction=Direction.NOTE, content=content, source=source, album=album)


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
        raise OutOfDateError
    return await reopened(unit, actor, enquiry, waiting_since=None)


async def block(unit: Unit, actor: Actor, enquiry: Enquiry, *, blocked: bool) -> Enquiry:
    """Let the office no longer listen to the enquirer, or listen again; the cards of all their open enquiries change.

    Raises `OutOfDateError` when that is so already.
    """
    _needs_staff(actor)
    if (await people.by_id(unit, enquiry.person_id)).blocked is blocked:
        raise OutOfDateError
    await people.set_blocked(unit, enquiry.person_id, blocked=blocked)
    action = Action.PERSON_BLOCKED if blocked else Action.PERSON_UNBLOCKED
    await audit.note(unit, actor.person.id, action, enquiry.reference)
    return await enquiries.change(unit, enquiry.id)


SAID = {Direction.OUT: Action.ENQUIRY_ANSWERED, Direction.NOTE: Action.ENQUIRY_NOTED}


async def _say(
    unit: Unit,
    actor: Actor,
    enquiry: Enquiry,
    *,
    direction: Direction,
    content: Content,
    source: Source,
    album: str | None,
) -> int | None:
    """Store what a colleague said and return its id; None when this very message is stored already."""
    _needs_staff(actor)
    message_id = await messages.add(
        unit,
        enquiry_id=enquiry.id,
        direction=direction,
        author_id=actor.person.id,
        content=content,
        source=source,
        album=album,
    )
    if message_id is not None:
        await audit.note(unit, actor.person.id, SAID[direction], enquiry.reference)
    return message_id


def _needs_staff(actor: Actor) -> None:
    if not actor.is_staff:
        raise NotStaffError


def _needs_open(enquiry: Enquiry) -> None:
    if not enquiry.is_open:
        raise OutOfDateError
