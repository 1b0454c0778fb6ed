"""What colleagues say to an enquirer, brought to them as the office's, and corrected there when it is edited."""

from collections.abc import Sequence
from typing import Any

from telegram import Message as TelegramMessage

from domain.enquiries import EnquiryMessage, Source
from domain.outbox import Lane, Report
from domain.people import Person
from handlers.enquiries import screens
from handlers.enquiries.actions import Written
from handlers.enquiries.content import WITH_CAPTION, content_of, kind_of, same_file
from handlers.enquiries.desk import by_letter, edit_screens
from handlers.enquiries.desk import screens as desk_screens
from handlers.enquiries.desk.by_letter import ANSWER
from handlers.enquiries.desk.outcomes import say_below
from handlers.enquiries.desk.ways import way_of
from handlers.enquiries.parts import TEXT, Call, Part, bring, copy_part, standing, text_part
from handlers.kit.event import Event
from handlers.kit.markup import CAPTION_LIMIT, Html, lines, shown_length
from handlers.kit.messages import Message
from handlers.kit.rich import rich
from locales.texts import Texts
from storage import messages, people, posts

CORRECTION = "correction"
"""Subject of the rows that change what they brought."""


async def send(event: Event, message: TelegramMessage, written: Written, *, leads: bool) -> bool:
    """Bring a colleague's message to the enquirer; what ``leads`` says whose it is, the rest of an album does not.

    Return False for one that cannot go, so that the enquirer still waits.
    """
    way = await way_of(event, written.enquiry)
    if way is None:
        say_below(event, source_of(message), desk_screens.no_channel(event.office.texts))
    elif way.by_mail:
        return await by_letter.send(event, written, way)
    else:
        parts = _parts(message, event.texts_for(way.person)) if leads else [_copy(message, rich(message))]
        deliver(event, written, int(way.channel.address), way.person, [part.new for part in parts])
    return True


def deliver(event: Event, written: Written, chat_id: int, person: Person, calls: Sequence[Call]) -> None:
    """Queue the calls that bring an answer to the enquirer; the end of the last one comes back as an event."""
    for number, (method, parameters) in enumerate(calls):
        last = number == len(calls) - 1
        event.post(
            chat_id,
            method,
            parameters,
            person=person,
            subject=f"{ANSWER}:{written.message_id}",
            report=Report.ALWAYS if last else Report.NEVER,
        )


async def correct(event: Event, before: EnquiryMessage, message: TelegramMessage, person_id: int) -> None:
    """Change what the enquirer got to what the colleague's message says now, or say why that cannot be."""
    unit, number = event.unit, before.id
    await unit.put_down()
    receiver, stands = await people.telegram_of(unit, person_id), await standing(event, f"{ANSWER}:{number}")
    if receiver is None:
        say_below(event, source_of(message), desk_screens.no_channel(event.office.texts))
        return
    if not stands or await posts.troubled(unit, f"{ANSWER}:{number}"):
        say_below(event, source_of(message), edit_screens.correction_trouble("orphaned", event.office.texts))
        return
    person, channel = receiver
    withdrawn = await posts.withdraw(unit, f"{CORRECTION}:{number}")
    same = same_file(before.content, content_of(message)) and not withdrawn
    if await _leads(event, before):
        below_line = any(each.method == TEXT for each in stands)
        parts = _parts(message, event.texts_for(person), below_line=below_line, same_file=same)
    else:
        parts = [_copy(message, rich(message), same_file=same)]
    how: dict[str, Any] = {"person": person, "report": Report.TROUBLE, "lane": Lane.INTERACTIVE}
    sending, changing = how | {"subject": f"{ANSWER}:{number}"}, how | {"subject": f"{CORRECTION}:{number}"}
    await bring(event, number, int(channel.address), stands, parts, sending=sending, changing=changing)


async def _leads(event: Event, said: EnquiryMessage) -> bool:
    if said.album is None or said.source is None:
        return True
    first = await messages.first_of_album(event.unit, said.source, said.album)
    return first is None or first.id == said.id


def _parts(message: TelegramMessage, texts: Texts, *, below_line: bool | None = None, same_file: bool = True) -> list[Part]:
    """Return a colleague's message as the office's.

    ``below_line``: whether a line that says whose it is stands above a file already; None when nothing stands yet.
    """
    words = rich(message)
    if message.text:
        first, *rest = screens.from_office(texts, words)
        return [text_part(first), *(_copy(message, words) for _ in rest)]
    header = screens.office_header(texts)
    caption = lines((header, words)) if message.caption else header
    fits = kind_of(message) in WITH_CAPTION and shown_length(caption) <= CAPTION_LIMIT
    if fits and not below_line:
        return [_copy(message, caption, captioned=True, same_file=same_file)]
    copy = _copy(message, words, same_file=same_file)
    return [copy] if below_line is False else [text_part(Message(header)), copy]


def _copy(message: TelegramMessage, words: Html, **how: bool) -> Part:
    return copy_part(source_of(message), content_of(message), words, **how)


def source_of(message: TelegramMessage) -> Source:
    """Return where a message stands."""
    return Source(message.chat_id, message.message_id, message.message_thread_id if message.is_topic_message else None)
