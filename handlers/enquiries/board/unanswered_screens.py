"""What colleagues read of the questions nobody answered, and of the profile's entry that came nearest to one."""

from collections.abc import Iterable, Sequence

from domain.answers import Answer
from domain.profile import Profile
from domain.questions import Question
from handlers.enquiries.board.screens import PAGE, QUESTIONS, data, position, turning
from handlers.enquiries.desk.screens import language_name, quoted
from handlers.kit.markup import MESSAGE_LIMIT, Html, bold, clip, escape, fill, lines, shown_length, split
from handlers.kit.messages import Button, Message, labelled
from locales.texts import Texts

TEXT = 200
"""Characters shown of each question."""


def listing(shown: Sequence[Question], page: int, count: int, profile: Profile, texts: Texts) -> Message:
    """Return a page of the questions nobody answered; their numbers stand on the buttons."""
    numbered = list(enumerate(shown, page * PAGE + 1))
    title = bold(texts.pgettext("board", "Unanswered questions"))
    heading = fill("{title} · {where}", title=title, where=position(page, count))
    entries = [_entry(number, each, profile, texts) for number, each in numbered]
    return Message(
        lines((heading, *(entries or [escape(texts._("Nothing here at the moment."))]))),
        (
            *(_buttons(number, each, page, profile, texts) for number, each in numbered),
            *turning(QUESTIONS, page, count, texts, newest_first=True),
        ),
    )


def _entry(number: int, shown: Question, profile: Profile, texts: Texts) -> Html:
    answer = profile.answer(shown.nearest) if shown.nearest else None
    nearest = answer.title.in_(texts.language) if answer else texts.pgettext("nearest entry", "none")
    return fill(
        "\n{number}. {when} · {language}\n{text}\n{nearest}",
        number=bold(str(number)),
        when=texts.moment(shown.asked_at),
        language=language_name(shown.language, texts),
        text=quoted(clip(shown.text, TEXT)),
        nearest=labelled(texts.pgettext("board", "Nearest entry"), nearest, texts),
    )


def _buttons(number: int, shown: Question, page: int, profile: Profile, texts: Texts) -> tuple[Button, ...]:
    settled, nearest = texts.pgettext("button", "Settled"), texts.pgettext("button", "Nearest entry")
    settle = Button(f"{number} · {settled}", data("settle", shown.id, page))
    if shown.nearest is None or profile.answer(shown.nearest) is None:
        return (settle,)
    return Button(f"{number} · {nearest}", data("nearest", shown.nearest)), settle


def entry(answer: Answer, file: str, texts: Texts) -> list[Message]:
    """Return an entry of the profile and where it is edited, in as many messages as it takes."""
    where = texts._("To change it, edit the profile file {file} and restart the bot:").format(file=file)
    head = lines(
        (bold(answer.title.in_(texts.language)), escape(where), fill('<code>[[answers]] key = "{key}"</code>', key=answer.key))
    )
    facts = [
        labelled("zh", answer.title.zh or "–", texts),
        *map(quoted, split(answer.text.zh, MESSAGE_LIMIT // 2)),
        labelled("en", answer.title.en or "–", texts),
        *map(quoted, split(answer.text.en, MESSAGE_LIMIT // 2)),
        labelled(texts.pgettext("board", "Keywords"), clip(" · ".join(answer.keywords), MESSAGE_LIMIT // 2), texts),
    ]
    return [Message(text) for text in _packed((head, *facts))]


def _packed(parts: Iterable[Html]) -> list[Html]:
    """Join parts into as few messages as they fit in."""
    packed: list[Html] = []
    for part in parts:
        longer = lines((packed[-1], part)) if packed else part
        if packed and shown_length(longer) <= MESSAGE_LIMIT:
            packed[-1] = longer
        else:
            packed.append(part)
    return packed
