"""One page of the audit trail, in words."""

from collections.abc import Mapping, Sequence

from domain.audit import Action, Entry, appointment_in
from handlers.kit.markup import Html, bold, clip, escape, fill, lines
from handlers.kit.messages import Button, Message, rows
from handlers.staff.screens import NAME, ROLES, Names, colleague
from locales.texts import N_, Msg, Texts

WORDS: Mapping[str, Msg] = {
    Action.ENQUIRY_ANSWERED: N_("answered {subject}"),
    Action.ENQUIRY_TAKEN: N_("took {subject}"),
    Action.ENQUIRY_RELEASED: N_("released {subject}"),
    Action.ENQUIRY_NOTED: N_("wrote a note on {subject}"),
    Action.ENQUIRY_CORRECTED: N_("edited a message on {subject}"),
    Action.ENQUIRY_CLOSED: N_("closed {subject}"),
    Action.ENQUIRY_REOPENED: N_("reopened {subject}"),
    Action.ENQUIRY_RATED: N_("rated the help with {subject}"),
    Action.PERSON_BLOCKED: N_("blocked the enquirer of {subject}"),
    Action.PERSON_UNBLOCKED: N_("unblocked the enquirer of {subject}"),
    Action.PERSON_CONNECTED: N_("connected their e-mail address with Telegram"),
    Action.PERSON_ERASED: N_("had everything about themselves deleted"),
    Action.STAFF_APPOINTED: N_("appointed {who} as {role}"),
    Action.STAFF_REMOVED: N_("removed {who} as {role}"),
    Action.QUESTION_SETTLED: N_("settled question {subject}"),
    Action.ROSTER_IMPORTED: N_("read members in from a table, {subject}"),
    Action.IMPORT_UNDONE: N_("took {subject} back"),
    Action.ROSTER_EXPORTED: N_("took the roster out as a file"),
    Action.MEMBER_EDITED: N_("edited member {subject} in the roster"),
    Action.MEMBER_STATE: N_("changed the state of member {subject}"),
    Action.CONTACT_ADDED: N_("added a contact of member {subject}"),
    Action.CONTACT_EDITED: N_("edited a contact of member {subject}"),
    Action.CONTACT_ENDED: N_("ended a contact of member {subject}"),
    Action.CONTACT_INVITED: N_("invited a contact of member {subject}"),
    Action.CONTACT_BOUND: N_("became a contact of member {subject} by invitation"),
    Action.PROPOSAL_MADE: N_("proposed a change of the roster, P-{subject}"),
    Action.PROPOSAL_ACCEPTED: N_("accepted proposal P-{subject}"),
    Action.PROPOSAL_DECLINED: N_("declined proposal P-{subject}"),
    Action.PAYMENT_RECORDED: N_("recorded payment {subject}"),
    Action.PAYMENT_PLACED: N_("placed a payment on {subject}"),
    Action.PAYMENT_UNDONE: N_("undid payment {subject}"),
    Action.SLIP_SENT: N_("sent a payment slip for {subject}"),
    Action.SLIP_REJECTED: N_("rejected a slip for {subject}"),
    Action.DUES_WAIVED: N_("waived something of {subject}"),
    Action.DUES_CORRECTED: N_("corrected {subject}"),
    Action.DUES_EXPORTED: N_("had dues figures made as a file ({subject})"),
    Action.APPLICATION_BEGUN: N_("began application {subject}"),
    Action.APPLICATION_SUBMITTED: N_("submitted application {subject}"),
    Action.APPLICATION_TAKEN: N_("took application {subject} into review"),
    Action.APPLICATION_ASKED: N_("asked for more on application {subject}"),
    Action.APPLICATION_AGREED: N_("agreed to application {subject}, as the first of two"),
    Action.APPLICATION_APPROVED: N_("approved application {subject}"),
    Action.APPLICATION_DECLINED: N_("declined application {subject}"),
    Action.APPLICATION_WITHDRAWN: N_("withdrew application {subject}"),
    Action.APPLICATION_READ: N_("had the files of application {subject} sent to them"),
}
"""What was done, after who did it."""


def page(entries: Sequence[Entry], names: Names, texts: Texts, *, newer: bool, older: bool) -> Message:
    """Return a page of the trail, newest first, with buttons to ``newer`` and ``older`` ones where there are any."""
    if not entries:
        return Message(escape(texts._("Nothing has been done yet.")))
    buttons = []
    if newer:
        buttons.append(Button(texts.pgettext("button", "Newer"), f"audit:newer:{entries[0].id}"))
    if older:
        buttons.append(Button(texts.pgettext("button", "Older"), f"audit:older:{entries[-1].id}"))
    return Message(
        lines((bold(texts._("Who did what")), *(_line(each, names, texts) for each in entries))), rows(*buttons, width=2)
    )


def _line(entry: Entry, names: Names, texts: Texts) -> Html:
    return fill(
        "{when} · {actor} {what}",
        when=texts.moment(entry.at),
        actor=bold(_actor(entry, texts)),
        what=_what(entry, names, texts),
    )


def _actor(entry: Entry, texts: Texts) -> str:
    if entry.actor is None:
        return texts.pgettext("who", "the bot")
    return clip(entry.actor, NAME) or texts.pgettext("who", "(deleted)")


def _what(entry: Entry, names: Names, texts: Texts) -> str:
    words = WORDS.get(entry.action)
    if words is None:
        return f"{entry.action} {entry.subject}"
    about = appointment_in(entry.subject)
    who, role = (colleague(about[0], names), texts.say(ROLES[about[1]])) if about else ("", "")
    subject = entry.subject.rpartition(":")[2]  # a reference as it is, of "question:7" the number
    return texts.say(words).format(subject=subject, who=who, role=role)
