"""A form as data: what is asked, what counts as an answer, and what happens with the answers."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.forms import Answers
from domain.instants import DAY
from handlers.kit.event import Event
from handlers.kit.markup import Html
from handlers.kit.messages import Message
from handlers.kit.office import Office
from locales.texts import Msg, Texts

SUMMARY = "summary"
"""The state after the last question: everything is shown and can be changed or sent."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A usable answer. ``doubt`` is said when it looks mistyped; the person may keep it all the same."""

    value: Any
    doubt: Msg | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """Not an answer; ``why`` says what would be one."""

    why: Msg


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers offered as buttons."""

    value: str
    label: Callable[[Texts], str]


def choice(value: str, label: Msg) -> Choice:
    """Return a choice whose label is in the catalogues."""
    return Choice(value, lambda texts: texts.say(label))


@dataclass(frozen=True, slots=True)
class Paper:
    """One of the files a step asks for; one that is not ``required`` can be skipped."""

    key: str
    label: Callable[[Texts], str]
    required: bool = True


def _no_choices(_office: Office) -> Iterable[Choice]:
    return ()


def _no_papers(_office: Office) -> Sequence[Paper]:
    return ()


@dataclass(frozen=True, slots=True)
class Step:
    """One question: ``parse`` reads a typed answer, ``choices`` are offered, of which ``several`` may hold, or files are sent.

    The answer to a step with ``papers`` is what is kept of each file, by the paper's key; None of one that was skipped.
    """

    key: str
    label: Msg
    question: Msg
    parse: Callable[[str], Accepted | Rejected] | None = None
    choices: Callable[[Office], Iterable[Choice]] = _no_choices
    several: bool = False
    optional: bool = False
    papers: Callable[[Office], Sequence[Paper]] = _no_papers

    def is_answered(self, answers: Answers, office: Office) -> bool:
        """Whether nothing is open here; a question to which this office has no answers to offer is not asked."""
        if self.parse is not None or any(self.choices(office)):
            return self.key in answers
        return self.next_paper(answers.get(self.key), office) is None

    def next_paper(self, sent: Mapping[str, Any] | None, office: Office) -> Paper | None:
        """Return the first file that has neither been sent nor skipped."""
        return next((paper for paper in self.papers(office) if paper.key not in (sent or {})), None)

    def show(self, value: Any, office: Office, texts: Texts) -> str:
        """Return an answer as the reader sees it; nothing given is a dash."""
        if value in (None, [], {}, ""):
            return "—"
        if self.parse is not None:
            return str(value)
        chosen = value if isinstance(value, list | dict) else [value]
        shown = [option.label(texts) for option in self.choices(office) if option.value in chosen]
        shown += [paper.label(texts) for paper in self.papers(office) if paper.key in chosen and value[paper.key] is not None]
        return texts.pgettext("between the items of a list", ", ").join(shown)


@dataclass(frozen=True, slots=True)
class Form:
    """A conversation: its questions in order, what the person agrees to, and what sending it does.

    ``finish`` acts on the answers and returns what the person reads then. Answers to what is no question say what the form is
    about. ``kept`` is how long (ms) it is kept when nobody goes on with it.
    """

    kind: str
    title: Msg
    steps: tuple[Step, ...]
    consent: Callable[[Event], Html]
    finish: Callable[[Event, Answers], Awaitable[Message]]
    kept: int = DAY

    def step(self, key: str) -> Step | None:
        """Return the step called ``key``; None for the summary or a step of an older version."""
        return next((step for step in self.steps if step.key == key), None)

    def position(self, key: str) -> int:
        """Return the place of a step, from 0; the summary comes after the last."""
        return next((i for i, step in enumerate(self.steps) if step.key == key), len(self.steps))

    def next_open(self, answers: Answers, office: Office) -> str:
        """Return the first question without an answer, or the summary."""
        return next((step.key for step in self.steps if not step.is_answered(answers, office)), SUMMARY)

    def about(self, answers: Answers) -> Answers:
        """Return what the form is about, without the answers to its questions."""
        return {key: value for key, value in answers.items() if self.step(key) is None}
