"""What is erased of somebody who speaks for a member, or applied for one: what is about them goes, what is the member's stays.

They are contacts no more, and their roles are free; dues and payments are about the organisation.
"""

from collections.abc import Sequence

import orjson
from sqlalchemy import Connection, delete, func, insert, select, update

from domain.reminders import Why
from domain.roster import Change
from storage.forgetting import BLANK, NOTHING
from storage.schema import (
    application_files,
    applications,
    contact_roles,
    contacts,
    import_rows,
    invitations,
    member_events,
    members,
    proposals,
    reminders,
    slips,
)


def blank_membership(connection: Connection, person_id: int, now: int) -> None:
    """Blank what a person is and said as a contact and as an applicant."""
    _end_contacts(connection, person_id, now)
    _blank_application(connection, person_id, now)
    theirs = proposals.c.person_id == person_id
    undecided = theirs & (proposals.c.state == "open")
    connection.execute(update(proposals).where(undecided).values(state="withdrawn", decided_at=now))
    connection.execute(update(proposals).where(theirs).values(changes=NOTHING, reason=BLANK))
    sent = slips.c.person_id == person_id
    connection.execute(update(slips).where(sent, slips.c.state == "waiting").values(state="rejected", decided_at=now))
    connection.execute(update(slips).where(sent).values(content=NOTHING))
    connection.execute(update(invitations).where(invitations.c.opened_by == person_id).values(opened_by=None))


def _end_contacts(connection: Connection, person_id: int, now: int) -> None:
    """Let them speak for nobody any more. Their members change by it, so an import that knew them is not taken back over it."""
    theirs = contacts.c.person_id == person_id
    rows = connection.execute(select(contacts.c.id, contacts.c.member_id, contacts.c.ended_at).where(theirs)).all()
    numbers, spoken_for = [row.id for row in rows], [row.member_id for row in rows]
    connection.execute(delete(contact_roles).where(contact_roles.c.contact_id.in_(numbers)))
    _revoke(connection, numbers, now)
    blank = {"name": BLANK, "position": BLANK, "mail": BLANK, "telephone": BLANK, "zone": None, "remind_at": None}
    ended = {"ended_at": func.coalesce(contacts.c.ended_at, now), "version": contacts.c.version + 1, "mail_refused_at": None}
    connection.execute(update(contacts).where(theirs).values(**blank, **ended))
    queued = reminders.c.contact_id.in_(numbers) & (reminders.c.state == "queued")
    connection.execute(update(reminders).where(queued).values(state="cancelled", reason=Why.ERASED, ended_at=now))
    connection.execute(update(members).where(members.c.id.in_(spoken_for)).values(version=members.c.version + 1))
    as_found = import_rows.c.member_id.in_(spoken_for) & import_rows.c.before.is_not(None)
    connection.execute(update(import_rows).where(as_found).values(before=NOTHING))
    for row in (row for row in rows if row.ended_at is None):
        line = {"member_id": row.member_id, "at": now, "actor_id": person_id, "what": Change.CONTACT_ENDED}
        connection.execute(insert(member_events).values(**line, details=orjson.dumps({"contact": row.id}).decode()))


def _revoke(connection: Connection, contact_ids: Sequence[int], now: int) -> None:
    unused = invitations.c.contact_id.in_(contact_ids) & invitations.c.used_at.is_(None) & invitations.c.revoked_at.is_(None)
    connection.execute(update(invitations).where(unused).values(revoked_at=now))


def _blank_application(connection: Connection, person_id: int, now: int) -> None:
    """Withdraw what is not decided, and blank what the applications said, with their files."""
    theirs = applications.c.person_id == person_id
    numbers = select(applications.c.id).where(theirs)
    connection.execute(delete(application_files).where(application_files.c.application_id.in_(numbers)))
    undecided = theirs & applications.c.state.not_in(("approved", "declined", "withdrawn"))
    connection.execute(update(applications).where(undecided).values(state="withdrawn", decided_at=now))
    blank = {"answers": NOTHING, "reason": BLANK, "version": applications.c.version + 1}
    connection.execute(update(applications).where(theirs).values(blank))
