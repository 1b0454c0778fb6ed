"""The card of an enquiry: what is known, who sees to it, since when somebody waits, and what can be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.enquiries import Enquiry, LetterHead
from domain.people import Person
from handlers.enquiries.desk.screens import HEADER_ROOM, language_name, quoted
from handlers.enquiries.form import STEPS
from handlers.enquiries.mail.screens import heading, original
from handlers.enquiries.screens import stars_of, subject_of
from handlers.kit.capability import MenuEntry
from handlers.kit.markup import MESSAGE_LIMIT, Html, bold, clip, escape, fill, lines, split
from handlers.kit.messages import Button, Message, labelled, rows
from handlers.kit.office import Office
from locales.texts import Texts

STATE_ROOM = 800
"""Characters kept free on a card for what stands below the enquirer's text, and above it of a letter."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows. ``first``: the text an enquiry began with, when there was no form; ``answered``: when and by whom.

    ``head``: what stood above that text, when it was a letter.
    """

    enquiry: Enquiry
    person: Person
    first: str | None = None
    taken_by: str | None = None
    answered: tuple[int, str] | None = None
    head: LetterHead | None = None


def card(shown: Card, office: Office, texts: Texts, how: str, tools: Sequence[MenuEntry]) -> Message:
    """Return the card with its buttons; ``tools`` are what others make of an open enquiry."""
    enquiry = shown.enquiry
    matter = quoted(pieces(shown.first)[0]) if shown.first is not None else lines(_answers(enquiry, office, texts))
    letter = heading(shown.head, texts) if shown.head is not None else []
    parts = (_title(shown, texts), *letter, matter, "", *_state(shown, texts), escape(how) if enquiry.is_open else None)
    return Message(lines(parts), _buttons(shown, tools, texts))


def pieces(text: str) -> list[str]:
    """Cut the text an enquiry began with: the first piece stands on the card, the others follow it."""
    return split(text, MESSAGE_LIMIT - HEADER_ROOM - STATE_ROOM) or [""]


def data(verb: str, enquiry: Enquiry, argument: str | int = "") -> str:
    """Return what a button about an enquiry carries: it holds for this version of it only."""
    return f"desk:{verb}:{enquiry.id}:{enquiry.version}:{argument}"


def _title(shown: Card, texts: Texts) -> Html:
    enquiry, person = shown.enquiry, shown.person
    return fill(
        "{icon} {ref} · {subject}\n{name} · {language}",
        icon="🆕" if enquiry.is_open else "✅",
        ref=bold(enquiry.reference),
        subject=subject_of(enquiry, texts),
        name=clip(person.name, 60),
        language=language_name(person.language, texts),
    )


def _answers(enquiry: Enquiry, office: Office, texts: Texts) -> list[Html]:
    return [
        labelled(texts.say(step.label), step.show(enquiry.answers.get(step.key), office, texts), texts)
        for step in STEPS
        if step.key != "subject"  # stands in the title
    ]


def _state(shown: Card, texts: Texts) -> list[Html]:
    enquiry = shown.enquiry
    facts: list[tuple[str, str]] = []
    if enquiry.closed_at is not None:
        facts.append((texts.pgettext("card", "Closed"), texts.moment(enquiry.closed_at)))
    elif enquiry.waiting_since is not None:
        facts.append((texts.pgettext("card", "Waiting since"), texts.moment(enquiry.waiting_since)))
    elif shown.answered is not None:
        when, name = shown.answered
        facts.append((texts.pgettext("card", "Answered"), f"{texts.moment(when)} · {clip(name, 60)}"))
    if shown.taken_by is not None:
        facts.append((texts.pgettext("card", "Taken by"), clip(shown.taken_by, 60)))
    if enquiry.rating is not None:
        facts.append((texts.pgettext("card", "Rating"), stars_of(enquiry.rating)))
    if shown.person.blocked:
        facts.append((texts.pgettext("card", "Blocked"), texts._("the office does not listen to this person")))
    return [labelled(label, value, texts) for label, value in facts]


def _buttons(shown: Card, tools: Sequence[MenuEntry], texts: Texts) -> tuple[tuple[Button, ...], ...]:
    enquiry = shown.enquiry
    block = (
        Button(texts.pgettext("button", "Unblock"), data("unblock", enquiry))
        if shown.person.blocked
        else Button(texts.pgettext("button", "Block"), data("block", enquiry))
    )
    note = Button(texts.pgettext("button", "Note"), data("note", enquiry))
    letter = rows(original(enquiry, shown.head, texts)) if shown.head is not None else ()
    if not enquiry.is_open:
        return letter + rows(Button(texts.pgettext("button", "Reopen"), data("reopen", enquiry)), note, block, width=3)
    take = (
        Button(texts.pgettext("button", "Take"), data("take", enquiry))
        if enquiry.taken_by is None
        else Button(texts.pgettext("button", "Release"), data("release", enquiry))
    )
    canned = Button(texts.pgettext("button", "Canned answer"), data("canned", enquiry))
    close = Button(texts.pgettext("button", "Close"), data("close", enquiry))
    further = [Button(texts.say(tool.label), f"{tool.data}:{enquiry.id}") for tool in tools]
    return letter + rows(take, note, canned, close, block, *further, width=2)
