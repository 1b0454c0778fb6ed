"""What the audit trail can say: one name for each act of consequence."""

from dataclasses import dataclass
from enum import StrEnum

from domain.people import Role


class Action(StrEnum):
    """What was done. The trail keeps who, when and to which enquiry or person, never what was said."""

    ENQUIRY_ANSWERED = "enquiry.answered"
    ENQUIRY_TAKEN = "enquiry.taken"
    ENQUIRY_RELEASED = "enquiry.released"
    ENQUIRY_NOTED = "enquiry.noted"
    ENQUIRY_CORRECTED = "enquiry.corrected"
    ENQUIRY_CLOSED = "enquiry.closed"
    ENQUIRY_REOPENED = "enquiry.reopened"
    ENQUIRY_RATED = "enquiry.rated"
    PERSON_BLOCKED = "person.blocked"
    PERSON_UNBLOCKED = "person.unblocked"
    PERSON_CONNECTED = "person.connected"
    PERSON_ERASED = "person.erased"
    STAFF_APPOINTED = "staff.appointed"
    STAFF_REMOVED = "staff.removed"
    QUESTION_SETTLED = "question.settled"
    MEMBER_EDITED = "member.edited"
    MEMBER_STATE = "member.state"
    CONTACT_ADDED = "contact.added"
    CONTACT_EDITED = "contact.edited"
    CONTACT_ENDED = "contact.ended"
    CONTACT_INVITED = "contact.invited"
    CONTACT_BOUND = "contact.bound"
    ROSTER_IMPORTED = "roster.imported"
    IMPORT_UNDONE = "roster.import_undone"
    ROSTER_EXPORTED = "roster.exported"
    PROPOSAL_MADE = "proposal.made"
    PROPOSAL_ACCEPTED = "proposal.accepted"
    PROPOSAL_DECLINED = "proposal.declined"
    PAYMENT_RECORDED = "payment.recorded"
    PAYMENT_PLACED = "payment.placed"
    PAYMENT_UNDONE = "payment.undone"
    SLIP_SENT = "slip.sent"
    SLIP_REJECTED = "slip.rejected"
    DUES_WAIVED = "dues.waived"
    DUES_CORRECTED = "dues.corrected"
    DUES_EXPORTED = "dues.exported"
    APPLICATION_BEGUN = "application.begun"
    APPLICATION_SUBMITTED = "application.submitted"
    APPLICATION_TAKEN = "application.taken"
    APPLICATION_ASKED = "application.asked"
    APPLICATION_AGREED = "application.agreed"
    APPLICATION_APPROVED = "application.approved"
    APPLICATION_DECLINED = "application.declined"
    APPLICATION_WITHDRAWN = "application.withdrawn"
    APPLICATION_READ = "application.read"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trail.

    ``actor``: the name of who did it; None is the bot itself, empty somebody who was erased. ``action`` is an `Action`, or one
    of an earlier version of the program.
    """

    id: int
    at: int
    actor: str | None
    action: str
    subject: str


def appointment(telegram_id: int, role: Role) -> str:
    """Return the subject of an entry about one role of one colleague."""
    return f"{telegram_id}:{role}"


def appointment_in(subject: str) -> tuple[int, Role] | None:
    """Return whose role a subject is about, and which; None when it is about something else."""
    number, _, word = subject.partition(":")
    return (int(number), Role(word)) if number.isdecimal() and word in list(Role) else None
