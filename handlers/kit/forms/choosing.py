"""Choosing among what a step offers: by a button's number, by a typed label, one or several."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from domain.forms import StoredForm
from handlers.kit.errors import OutOfDateError
from handlers.kit.event import Event
from handlers.kit.forms.steps import Choice, Step
from locales.texts import Texts

T = TypeVar("T")


def at(items: Sequence[T], argument: str) -> T:
    """Return the item a button names by number; raise `OutOfDateError` when there is none."""
    if not (argument.isascii() and argument.isdecimal() and len(argument) < 4 and int(argument) < len(items)):
        raise OutOfDateError
    return items[int(argument)]


def flipped(stored: StoredForm, step: Step, value: str) -> StoredForm:
    """Return the form with ``value`` chosen, or no longer chosen if it was."""
    chosen: list[str] = list(stored.answers.get(step.key) or [])
    changed = [item for item in chosen if item != value] if value in chosen else [*chosen, value]
    return replace(stored, answers=stored.answers | {step.key: changed})


def named(options: list[Choice], text: str, event: Event) -> Choice | None:
    """Return the choice whose label somebody typed, in either language."""
    wanted = text.strip().casefold()
    for language in ("zh", "en"):
        texts = Texts(language, event.office.zone)
        for option in options:
            if option.label(texts).casefold() == wanted:
                return option
    return None
