"""What a prospect reads off a message: which question is asked, which buttons there are, which reference is named.

A question is recognised by its words in the reader's language, a button by what it does; neither needs to be written down
here a second time.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from types import SimpleNamespace
from typing import Any

from stage import buttons_of

from bot.profile import load
from bot.settings import Settings
from handlers.enquiries.form import KIND, STEPS
from handlers.kit.forms import Step
from locales.texts import Texts

REFERENCE = re.compile(r"Q-\d{4}-\d{4,}")


class Kind(Enum):
    QUESTION = auto()
    DOUBT = auto()
    SUMMARY = auto()
    OFFER = auto()
    GREETING = auto()
    REFERENCES = auto()


@dataclass(frozen=True)
class Button:
    verb: str
    label: str
    data: str


@dataclass(frozen=True)
class Screen:
    """A message that asks for something, or tells a reference. Two copies of one message have the same ``key``."""

    kind: Kind
    key: object
    message_id: int
    text: str
    buttons: tuple[Button, ...] = ()
    step: Step | None = None
    references: frozenset[str] = frozenset()

    def button(self, verb: str, label: str | None = None) -> Button | None:
        """Return the button that does ``verb``, the one with ``label`` if there are several."""
        named = (each for each in self.buttons if each.verb == verb and label in (None, each.label.lstrip("☐☑ ")))
        return next(named, None)

    def chosen(self) -> set[str]:
        """Return the labels that are ticked."""
        return {each.label.lstrip("☑ ") for each in self.buttons if each.label.startswith("☑")}


class Reader:
    """Reads screens as somebody of one language; ``office`` stands in for what a step wants to know of the installation."""

    def __init__(self, settings: Settings, language: str) -> None:
        self.office: Any = SimpleNamespace(profile=load(settings))
        self.texts = Texts(language, settings.timezone)

    def read(self, message: dict[str, Any]) -> Screen | None:
        """Return what ``message`` shows, None if it asks for nothing and tells no reference."""
        text, buttons = message.get("text", ""), tuple(_buttons(message))
        number = message["message_id"]
        key, verbs = tuple(each.data for each in buttons), {each.verb for each in buttons}
        if verbs <= {"menu"} and (found := frozenset(REFERENCE.findall(text))):  # /status offers a new enquiry below its list
            return Screen(Kind.REFERENCES, number, number, text, references=found)
        if not buttons:
            return None
        step = next((step for step in STEPS if self.texts.say(step.question) in text), None)
        if "menu" in verbs:
            return Screen(Kind.GREETING, number, number, text, buttons)
        if "resume" in verbs:
            return Screen(Kind.OFFER, number, number, text, buttons)
        for verb, kind in (("send", Kind.SUMMARY), ("keep", Kind.DOUBT)):
            if verb in verbs:
                return Screen(kind, key, number, text, buttons, step)
        return Screen(Kind.QUESTION, key, number, text, buttons, step) if step else None

    def shows(self, text: str, step: Step, value: object) -> bool:
        """Say whether a line of the summary ``text`` gives ``value`` as the answer to ``step``."""
        label, shown = self.texts.say(step.label), step.show(value, self.office, self.texts)
        return any(line.startswith(label) and line.endswith(shown) for line in text.split("\n"))

    def labels(self, step: Step) -> dict[str, str]:
        """Return what the choices of ``step`` are called, by their value."""
        return {option.value: option.label(self.texts) for option in step.choices(self.office)}


def _buttons(message: dict[str, Any]) -> Iterable[Button]:
    for each in buttons_of(message):
        data = each.get("callback_data", "")
        parts = data.split(":")
        if parts[0] == KIND and len(parts) == 5:
            yield Button(parts[3], each["text"], data)
        elif data:
            yield Button(parts[0], each["text"], data)
