"""What applicants and colleagues can do with an application. Nothing here knows Telegram.

Whose act it is, is asked anew each time: an application of somebody else is as good as none.
"""

from datetime import date, tzinfo
from typing import Any

from domain.applications import ENDED, WITH_APPLICANT, Application, Files, Move, approval, can
from domain.enquiries import Enquiry, OrganisationKind
from domain.forms import Answers
from domain.instants import day_of
from domain.named_people import contacts_in
from domain.organisations import credit_code
from domain.people import Actor, ChannelKind, Person, Role
from domain.profile import Profile
from domain.roster import Entry, Member
from handlers.kit.errors import OutOfDateError
from storage import applications, people, roster
from storage.unit import Unit


class NotSecretaryError(Exception):
    """Somebody who does not see to applications tried to."""


class OthersCaseError(Exception):
    """This decision is another colleague's: nobody decides on their own application, or approves twice."""


async def owned(unit: Unit, actor: Actor, application_id: int) -> Application:
    """Return an application of the actor's own; raise `OutOfDateError` when it is not."""
    application = await applications.by_id(unit, application_id)
    if application is None or application.person_id != actor.person.id:
        raise OutOfDateError
    return application


async def waiting(unit: Unit, actor: Actor) -> Application | None:
    """Return the actor's newest application that waits for them to go on."""
    theirs = await applications.of_person(unit, actor.person.id, 20)
    return next((each for each in theirs if each.state in WITH_APPLICANT), None)


async def begin_from(unit: Unit, actor: Actor, zone: tzinfo, enquiry: Enquiry, answers: Answers) -> Application | None:
    """Begin the application that an enquiry grows into; None when there is one already."""
    needs_secretary(actor)
    if await applications.of_enquiry(unit, enquiry.id) is not None:
        return None
    year = day_of(unit.now, zone).year
    return await applications.begin(unit, year, enquiry.person_id, answers, actor_id=actor.person.id, enquiry_id=enquiry.id)


async def submit(
    unit: Unit, actor: Actor, zone: tzinfo, profile: Profile, *, answers: Answers, files: Files, about: int | None
) -> Application:
    """Submit the application ``about`` which a form was, or a new one of the actor's own.

    A colleague may submit somebody else's, who has accepted the charter by letter. Whose application ended without a member
    while they filled in the form applies again by sending it: nothing is retyped.
    """
    application = await applications.by_id(unit, about) if about is not None else None
    if about is None or (application is not None and _applies_again(actor, application)):
        application = await applications.begin(unit, day_of(unit.now, zone).year, actor.person.id, {}, actor_id=actor.person.id)
    if application is None or not can(application, Move.SUBMIT) or not _may_write(actor, application):
        raise OutOfDateError
    application = await applications.answer(unit, application, answers, files)
    return await applications.move(
        unit,
        application,
        Move.SUBMIT,
        actor_id=actor.person.id,
        charter_version=profile.application.charter_version,
        charter_at=unit.now,
        consent_version=profile.privacy_version,
        submitted_at=unit.now,
    )


async def withdraw(unit: Unit, actor: Actor, application: Application) -> Application:
    """Let the applicant take back what has not been decided."""
    if application.person_id != actor.person.id:
        raise OutOfDateError
    return await _decide(unit, actor, application, Move.WITHDRAW)


async def take(unit: Unit, actor: Actor, application: Application) -> Application:
    """Take an application into review."""
    needs_secretary(actor)
    return await applications.move(unit, application, Move.TAKE, actor_id=actor.person.id)


async def ask(unit: Unit, actor: Actor, application: Application, wanted: str) -> Application:
    """Ask the applicant for more; what one of two had approved has to be approved anew."""
    needs_secretary(actor)
    return await applications.move(unit, application, Move.ASK, actor_id=actor.person.id, reason=wanted, approved_by=None)


async def decline(unit: Unit, actor: Actor, application: Application, reason: str) -> Application:
    """Decline an application."""
    needs_secretary(actor)
    _needs_other(actor, application)
    return await _decide(unit, actor, application, Move.DECLINE, reason=reason)


async def approve(
    unit: Unit, actor: Actor, zone: tzinfo, application: Application, *, two: bool
) -> tuple[Application, Member | None]:
    """Approve an application, and admit the organisation unless a second colleague is still to agree.

    Raises `OthersCaseError` for whom it is not to decide, `CodeTakenError` when its credit code is a member's.
    """
    needs_secretary(actor)
    how = approval(application, actor.person.id, two=two)
    if how is None:
        raise OthersCaseError
    if not can(application, how):
        raise OutOfDateError
    if how is Move.AGREE:
        me = actor.person.id
        return await applications.move(unit, application, how, actor_id=me, approved_by=me), None
    applicant = await people.by_id(unit, application.person_id)
    member = await roster.admit(
        unit,
        entry(application, day_of(unit.now, zone)),
        contacts_in(application.answers, applicant, await _mail_of(unit, applicant)),
        actor_id=actor.person.id,
        reason=application.reference,
    )
    return await _decide(unit, actor, application, how, member_id=member.id), member


def entry(application: Application, joined_on: date) -> Entry:
    """Return what the roster is to say of the organisation; a credit code that cannot be right is left out."""
    told = application.answers
    code, valid = credit_code(application.credit_code or "")
    return Entry(
        name=application.organisation,
        name_en=told.get("name_en") or "",
        credit_code=code if valid else None,
        kind=OrganisationKind(told.get("kind") or OrganisationKind.OTHER),
        tier=told.get("tier") or "",
        fields=tuple(told.get("fields") or ()),
        city=told.get("city") or "",
        address=told.get("address") or "",
        joined_on=joined_on,
    )


def needs_secretary(actor: Actor) -> None:
    """Raise `NotSecretaryError` unless the actor sees to applications at this moment."""
    if not actor.may(Role.SECRETARY):
        raise NotSecretaryError


def _may_write(actor: Actor, application: Application) -> bool:
    return application.person_id == actor.person.id or actor.may(Role.SECRETARY)


def _applies_again(actor: Actor, application: Application) -> bool:
    return application.person_id == actor.person.id and application.state in ENDED


def _needs_other(actor: Actor, application: Application) -> None:
    if application.person_id == actor.person.id:
        raise OthersCaseError


async def _mail_of(unit: Unit, person: Person) -> str:
    """Return the address somebody writes letters from; "" of who is on Telegram only."""
    known = await people.channels_of(unit, person.id)
    return next((each.address for each in known if each.kind is ChannelKind.MAIL and not each.unreachable), "")


async def _decide(unit: Unit, actor: Actor, application: Application, how: Move, **values: Any) -> Application:
    me = actor.person.id
    return await applications.move(unit, application, how, actor_id=me, decided_by=me, decided_at=unit.now, **values)
