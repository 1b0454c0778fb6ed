"""What is shown of exports: the choice, where the file has gone, and why one did not arrive."""

from collections.abc import Mapping, Sequence

from handlers.exports.actions import Export
from handlers.kit.markup import escape
from handlers.kit.messages import Button, Message, rows
from locales.texts import N_, NP_, Msg, Texts

NAMES: Mapping[Export, Msg] = {
    Export.ROSTER: NP_("button", "Roster"),
    Export.DUES: NP_("button", "Dues of this year"),
}
CAPTIONS: Mapping[Export, Msg] = {
    Export.ROSTER: N_("The roster as of {moment}. It holds personal data: please keep it to those whose work it is."),
    Export.DUES: N_("The dues of {year} as of {moment}. Please keep the file to those whose work it is."),
}
NOT_YOURS = N_("The roster is the work of secretaries, the dues are that of treasurers. Please ask an owner for the role.")
SENT = N_("The file is on its way to you, in your private chat with me.")


def choose(allowed: Sequence[Export], texts: Texts) -> Message:
    """Ask which file is wanted, of those somebody may have."""
    if not allowed:
        return Message(escape(texts.say(NOT_YOURS)))
    question = texts._(
        "Which file do you need? It comes as an Excel table to your private chat. That you took it goes on record."
    )
    return Message(escape(question), rows(*(Button(texts.say(NAMES[each]), f"export:{each}") for each in allowed)))


def under_file(export: Export, now: int, year: int, texts: Texts) -> Message:
    """Say below a file what it is."""
    return Message(escape(texts.say(CAPTIONS[export]).format(moment=texts.moment(now), year=year)))


def not_made(texts: Texts) -> Message:
    """Say that a file did not come to be."""
    return Message(escape(texts._("The file could not be made or sent. Please try again; if it fails again, tell an owner.")))
