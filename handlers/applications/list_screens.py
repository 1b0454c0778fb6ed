"""What colleagues see of many applications: a list of those with whom it is to go on, a page at a time."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from domain.applications import WITH_APPLICANT, WITH_OFFICE, Application, ApplicationState
from handlers.applications.screens import STATES
from handlers.kit.markup import bold, clip, escape, fill, lines
from handlers.kit.messages import Button, Message, rows
from locales.texts import NP_, Msg, Texts

PAGE = 8
"""How many applications stand on a page."""


class View(StrEnum):
    """Which applications a list shows."""

    OFFICE = "office"
    APPLICANT = "applicant"
    DONE = "done"


SHOWN = {
    View.OFFICE: WITH_OFFICE,
    View.APPLICANT: WITH_APPLICANT,
    View.DONE: frozenset(ApplicationState) - WITH_OFFICE - WITH_APPLICANT,
}
"""The states each list is of."""

VIEWS: Mapping[View, Msg] = {
    View.OFFICE: NP_("applications", "With the office"),
    View.APPLICANT: NP_("applications", "With the applicant"),
    View.DONE: NP_("applications", "Decided or withdrawn"),
}


def listing(
    view: View, number: int, found: Sequence[Application], counts: Mapping[ApplicationState, int], texts: Texts
) -> Message:
    """Return page ``number`` of a list of applications, with the way to the other lists."""
    total = {each: sum(counts.get(state, 0) for state in SHOWN[each]) for each in View}
    entries = [
        Button(
            clip(f"{each.reference} · {each.organisation or '—'} · {texts.say(STATES[each.state])}", 60),
            f"application:open:{each.id}",
        )
        for each in found
    ]
    ways = [
        Button(f"{texts.say(VIEWS[each])} ({total[each]})", f"application:list:{each}:0") for each in View if each is not view
    ]
    turn = []
    if number > 0:
        turn.append(Button(texts.pgettext("button", "Newer"), f"application:list:{view}:{number - 1}"))
    if (number + 1) * PAGE < total[view]:
        turn.append(Button(texts.pgettext("button", "Older"), f"application:list:{view}:{number + 1}"))
    heading = fill("{title} · {view} ({count})", title=texts._("Applications"), view=texts.say(VIEWS[view]), count=total[view])
    none = None if found else escape(texts._("There are none here."))
    return Message(lines((bold(heading), none)), (*rows(*entries), *rows(*turn, width=2), *rows(*ways)))


def view_of(application: Application) -> View:
    """Return the list in which an application stands."""
    return next(view for view, states in SHOWN.items() if application.state in states)
