"""What colleagues read on the board: how the desk stands, its lists, and who has waited too long."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.desk import Entry, Reach, View
from domain.instants import MINUTE
from handlers.enquiries.screens import subject_of
from handlers.kit.markup import Html, bold, clip, escape, fill, lines
from handlers.kit.messages import Button, Message, labelled, rows
from locales.texts import NP_, Texts

PAGE = 10
"""How many entries stand on a page."""

HOME = "home"
QUESTIONS = "questions"
DUE = "due"
"""Where a button that shows a card stands when not in a list: under a reminder, which stays as it is."""

TITLES = {
    View.OPEN: NP_("board", "Open enquiries"),
    View.WAITING: NP_("board", "Waiting, longest first"),
    View.MINE: NP_("board", "Taken by {name}"),
}


@dataclass(frozen=True, slots=True)
class Overview:
    """What the board opens with. ``longest`` is since when somebody has been waiting; ``lost``: the group is not reached."""

    counts: Mapping[View, int]
    longest: int | None
    questions: int
    reach: Reach | None
    lost: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list of ``count`` entries. ``jumps``: a link to each, or the row of its newest card here (`links`)."""

    view: View
    page: int
    count: int
    entries: Sequence[Entry]
    jumps: Mapping[int, str | int]


def data(*parts: object) -> str:
    """Return what a button of the board carries: everything it needs, so that every board stands by itself."""
    return ":".join(("board", *map(str, parts)))


def overview(shown: Overview, now: int, texts: Texts) -> Message:
    """Return the board as it opens: how many, and the lists to choose from."""
    waiting = str(shown.counts[View.WAITING])
    if shown.longest is not None:
        waiting += " · " + texts._("the longest for {time}").format(time=waited(shown.longest, now, texts))
    facts = (
        (texts.pgettext("board", "Open"), str(shown.counts[View.OPEN])),
        (texts.pgettext("board", "Waiting"), waiting),
        (texts.pgettext("board", "Yours"), str(shown.counts[View.MINE])),
        (texts.pgettext("board", "Unanswered questions"), str(shown.questions)),
    )
    warning = _lost(shown.reach, texts) if shown.lost and shown.reach is not None else None
    return Message(
        lines((bold(texts.pgettext("board", "The desk")), warning, *(labelled(*fact, texts) for fact in facts))),
        rows(
            Button(texts.pgettext("button", "Open"), data(View.OPEN, 0)),
            Button(texts.pgettext("button", "Waiting longest first"), data(View.WAITING, 0)),
            Button(texts.pgettext("button", "Mine"), data(View.MINE, 0)),
            Button(texts.pgettext("button", "Unanswered questions"), data(QUESTIONS, 0)),
            Button(texts.pgettext("button", "Refresh"), data(HOME, 0)),
            width=2,
        ),
    )


def listing(shown: Listing, name: str, now: int, texts: Texts) -> Message:
    """Return a page of a list; ``name`` is the colleague whose own it would be."""
    entries = [lines(("", entry(each, shown.jumps, now, texts))) for each in shown.entries]
    title = bold(texts.say(TITLES[shown.view]).format(name=clip(name, 60)))
    heading = fill("{title} · {where}", title=title, where=position(shown.page, shown.count))
    return Message(
        lines((heading, *(entries or [escape(texts._("Nothing here at the moment."))]))),
        (
            *jump_buttons(shown.entries, shown.jumps, (shown.view, shown.page)),
            *turning(shown.view, shown.page, shown.count, texts, newest_first=shown.view is View.OPEN),
        ),
    )


def reminder(due: Sequence[Entry], jumps: Mapping[int, str | int], count: int, now: int, texts: Texts) -> Message:
    """Return that ``count`` enquiries have waited too long, those of ``due`` by name."""
    heading = texts.ngettext(
        "⏰ An enquiry has been waiting for an answer:", "⏰ {count} enquiries have been waiting for an answer:", count
    )
    more = texts._("… and {count} more; /desk lists them all.").format(count=count - len(due)) if count > len(due) else None
    return Message(
        lines(
            (
                bold(heading.format(count=count)),
                *(lines(("", entry(each, jumps, now, texts))) for each in due),
                escape("\n" + more) if more else None,
            )
        ),
        jump_buttons(due, jumps, (DUE, 0)),
    )


def entry(shown: Entry, jumps: Mapping[int, str | int], now: int, texts: Texts) -> Html:
    """Return what a list says of an enquiry; its reference leads there where a link can."""
    jump = jumps[shown.id]
    ref = fill('<a href="{url}">{ref}</a>', url=jump, ref=shown.reference) if isinstance(jump, str) else shown.reference
    matter = clip(shown.organisation, 60) or subject_of(shown, texts)
    taken = " · " + texts._("taken by {name}").format(name=clip(shown.taken_by, 40)) if shown.taken_by else ""
    return fill(
        "{ref} · {mark}{name} · {matter}\n{state}{taken}",
        ref=bold(ref),
        mark="✉ " if shown.by_mail else "",
        name=clip(shown.name, 40),
        matter=matter,
        state=_state(shown, now, texts),
        taken=taken,
    )


def _state(shown: Entry, now: int, texts: Texts) -> str:
    if shown.blocked:
        return texts.pgettext("enquiry", "blocked")
    if shown.waiting_since is None:
        return texts.pgettext("enquiry", "answered")
    template = texts._("waiting for {time}, since {moment}")
    return template.format(time=waited(shown.waiting_since, now, texts), moment=texts.moment(shown.waiting_since))


def waited(since: int, now: int, texts: Texts) -> str:
    """Return how long somebody has been waiting, in its two largest units."""
    minutes = max(0, now - since) // MINUTE
    days, hours = divmod(minutes // 60, 24)
    if not days and not hours:
        return texts.pgettext("duration", "{count} min").format(count=minutes)
    parts = [texts.ngettext("{count} day", "{count} days", days).format(count=days)] if days else []
    parts += [texts.pgettext("duration", "{count} h").format(count=hours)] if hours else []
    return " ".join(parts)


def position(page: int, count: int) -> str:
    """Return which entries of how many a page shows."""
    return f"{page * PAGE + 1}–{min(count, (page + 1) * PAGE)} / {count}" if count > PAGE else str(count)


def jump_buttons(shown: Sequence[Entry], jumps: Mapping[int, str | int], at: tuple[str, int]) -> tuple[tuple[Button, ...], ...]:
    """Return a button for every entry no link leads to; it puts the card up here. ``at``: the list and page it stands in."""
    buttons = [Button(f"↓ {each.reference}", data("show", each.id, jumps[each.id], *at)) for each in shown]
    return rows(*(button for each, button in zip(shown, buttons, strict=True) if isinstance(jumps[each.id], int)), width=2)


def turning(view: str, page: int, count: int, texts: Texts, *, newest_first: bool) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons that turn the pages of a list, and lead back to the board."""
    older, newer = texts.pgettext("button", "Older"), texts.pgettext("button", "Newer")
    back, on = (newer, older) if newest_first else (older, newer)
    turns = [Button(f"‹ {back}", data(view, page - 1))] if page else []
    turns += [Button(f"{on} ›", data(view, page + 1))] if (page + 1) * PAGE < count else []
    board = Button(texts.pgettext("button", "The desk"), data(HOME, 0))
    again = Button(texts.pgettext("button", "Refresh"), data(view, page))
    return (*rows(*turns, width=2), (board, again))


def _lost(reach: Reach, texts: Texts) -> Html:
    sentence = texts._("⚠ The staff group does not take what the bot sends. Is the bot still in it, and may it write there?")
    waits = texts.ngettext("{count} message waits for it.", "{count} messages wait for it.", reach.posts)
    return escape(" ".join((sentence, *([waits.format(count=reach.posts)] if reach.posts else ()))))
