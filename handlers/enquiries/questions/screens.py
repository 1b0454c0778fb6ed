"""What a person reads when the profile answers: an answer, titles to choose from, the topics."""

from collections.abc import Iterable
from dataclasses import replace
from unicodedata import east_asian_width

from domain.answers import Answer
from domain.enquiries import Enquiry
from domain.questions import HUMAN, Question
from handlers.kit.markup import Html, bold, clip, escape, fill, lines
from handlers.kit.messages import Button, Message, rows
from locales.texts import Texts

TOPICS = 30
"""How many topics /ask shows."""

SHORT = 18
"""Up to this width two labels share a row on a phone; a Chinese character is twice as wide as a letter."""

NO_QUESTION = 0
"""Stands in a button for the question where none was typed."""


def answered(question: Question, answer: Answer, texts: Texts) -> Message:
    """Give an answer, and ask whether it is the right one."""
    doubt = fill("<i>{doubt}</i>", doubt=texts._("Was this what you meant?"))
    yes = Button(texts.pgettext("button", "Yes, thank you"), _data(question.id, "yes", answer))
    return Message(lines((_answer(answer, texts), "", doubt)), rows(yes, _ask(question.id, answer, texts), width=2))


def offered(question: Question, near: Iterable[Answer], texts: Texts) -> Message:
    """Offer what comes nearest, and a colleague."""
    titles = [_title(answer, question.id, texts) for answer in near]
    text = (
        texts._("I am not sure what you mean. Is it one of these? If not, ask a colleague.")
        if titles
        else texts._("I no longer have this answer. Please ask a colleague.")
    )
    return Message(escape(text), rows(*titles, _ask(question.id, None, texts)))


def settled(answer: Answer | None, texts: Texts) -> Message:
    """Leave an answer as it is once it was the right one."""
    thanks = fill("<i>{thanks}</i>", thanks=texts._("Glad to help. If there is more, just write."))
    return Message(lines((*_before(answer, texts), thanks)))


def with_office(answer: Answer | None, enquiry: Enquiry, texts: Texts) -> Message:
    """Say which enquiry has the question now, in place of the buttons."""
    where = fill("<i>{where}</i>", where=texts._("Your question is with the office: {ref}.").format(ref=enquiry.reference))
    return Message(lines((*_before(answer, texts), where)))


def topics(answers: Iterable[Answer], texts: Texts) -> Message:
    """Invite a question, and show what there are answers to."""
    titles = [_title(answer, NO_QUESTION, texts) for answer in answers if answer.key != HUMAN][:TOPICS]
    if not titles:
        return Message(
            escape(
                texts._("Please write your question here, in one message if you can. A colleague will answer you in this chat.")
            )
        )
    text = texts._("Please write your question here, in one message if you can. Or choose what it is about:")
    return Message(escape(text), (*_packed(titles), (_ask(NO_QUESTION, None, texts),)))


def greeted(answers: Iterable[Answer], texts: Texts) -> Message:
    """Return a greeting, and invite the question that most likely follows."""
    invitation = topics(answers, texts)
    return replace(invitation, text=lines((escape(texts._("Hello!")), invitation.text)))


def thanked(texts: Texts) -> Message:
    """Answer thanks."""
    return Message(escape(texts._("Glad to help. If there is more, just write.")))


def topic(answer: Answer, texts: Texts) -> Message:
    """Give the answer that was chosen among the topics."""
    back = Button(texts.pgettext("button", "Other topics"), _data(NO_QUESTION, "list", None))
    return Message(_answer(answer, texts), rows(back, _ask(NO_QUESTION, answer, texts), width=2))


def wanted(texts: Texts) -> Message:
    """Ask for the question that is to go straight to a colleague."""
    return Message(
        escape(texts._("Please write your question as a reply to this message. It goes straight to a colleague.")), asks=True
    )


def _answer(answer: Answer, texts: Texts) -> Html:
    return lines((bold(answer.title.in_(texts.language)), escape(answer.text.in_(texts.language).strip())))


def _before(answer: Answer | None, texts: Texts) -> tuple[Html, ...]:
    """Return the answer that stays on the screen, with room below it."""
    return (_answer(answer, texts), Html("")) if answer else ()


def _title(answer: Answer, question_id: int, texts: Texts) -> Button:
    return Button(clip(answer.title.in_(texts.language), 60), _data(question_id, "show", answer))


def _ask(question_id: int, answer: Answer | None, texts: Texts) -> Button:
    return Button(texts.pgettext("button", "Ask a colleague"), _data(question_id, "ask", answer))


def _data(question_id: int, verb: str, answer: Answer | None) -> str:
    """Return what a button carries: the question, what it does, and the answer it does it with or stands under."""
    return f"q:{question_id}:{verb}:{answer.key if answer else ''}"


def _packed(buttons: Iterable[Button]) -> list[tuple[Button, ...]]:
    """Lay buttons out, two a row where both are short."""
    laid: list[tuple[Button, ...]] = []
    for button in buttons:
        if laid and len(laid[-1]) == 1 and _is_short(laid[-1][0]) and _is_short(button):
            laid[-1] = (laid[-1][0], button)
        else:
            laid.append((button,))
    return laid


def _is_short(button: Button) -> bool:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in button.label) <= SHORT
