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
