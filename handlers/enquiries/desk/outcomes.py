"""How rows of the desk ended: nothing stays unseen, and a colleague hears whether an answer arrived."""

from dataclasses import replace
from typing import Any

from domain.enquiries import Direction, Enquiry, EnquiryMessage, Source
from domain.instants import DAY
from domain.outbox import Lane, OnDoubt, Reason, Report
from domain.people import ChannelKind
from handlers.enquiries import screens as enquirer_screens
from handlers.enquiries.desk import edit_screens, letter_screens, screens
from handlers.enquiries.desk.places import is_desk, topic_of
from handlers.enquiries.desk.showing import CARD, MESSAGE, options, post_card_anew, refresh_card, standing_cards
from handlers.kit.capability import Outcome
from handlers.kit.desk import desk_texts, owner_texts
from handlers.kit.event import Event
from handlers.kit.markup import Html, lines
from handlers.kit.messages import Message
from storage import enquiries, messages, people, posts, topics
from storage.moves import moved_to
from storage.traces import OF_ENQUIRY, OF_MESSAGE

DELIVERED = "👌"
KEPT = "✍"

HISTORY = 10
"""How many messages a topic that was made anew begins with."""


async def enquiry_about(event: Event, subject: str) -> Enquiry | None:
    """Return the enquiry that the subject of one of our rows names."""
    word, _, number = subject.partition(":")
    if not number.isdecimal():
        return None
    if word in OF_MESSAGE:
        said = await messages.by_id(event.unit, int(number))
        return await enquiries.by_id(event.unit, said.enquiry_id) if said else None
    return await enquiries.by_id(event.unit, int(number)) if word in OF_ENQUIRY else None


# --- what enquirers sent --------------------------------------------------------------------------------------------


async def post_ended(event: Event, outcome: Outcome) -> None:
    """See to it that nothing stays unseen: a lost topic is made anew, for a lost group the owners stand in."""
    found, chat = await posts.call_of(event.unit, outcome.row), event.office.staff_chat
    if found is not None and outcome.reason == Reason.NOT_COPIED:
        await _say_not_copied(event, outcome, found[1])
        return
    if found is None or chat is None:
        return
    lost = found[1].get("message_thread_id", {}).get("$sent")
    if outcome.reason == Reason.TOPIC_LOST and lost is not None and await topics.was_made(event.unit, lost):
        await _post_in_new_topic(event, outcome, chat, found, lost)
    else:
        await _post_to_owners(event, outcome, *found)


async def card_edit_ended(event: Event, outcome: Outcome) -> None:
    """Put a fresh card on the desk where the old one is gone, or was left behind by a group that became a supergroup."""
    enquiry = await enquiries.by_id(event.unit, outcome.about)
    found = await posts.call_of(event.unit, outcome.row)
    if found is None or outcome.reason not in (Reason.REFUSED, Reason.TOPIC_LOST, Reason.ORPHANED):
        return
    if enquiry is None or not enquiry.is_open:  # of what is closed nobody misses the card
        return
    edited = found[1]["message_id"]["$sent"]
    for chat, newest in (await standing_cards(event, enquiry)).items():
        if newest == edited and is_desk(event, chat):
            await post_card_anew(event, enquiry, chat)


async def _post_in_new_topic(event: Event, outcome: Outcome, chat: int, call: tuple[str, dict[str, Any]], lost: int) -> None:
    """Post anew what found its topic gone; the first such row makes the topic and brings history and cards into it.

    ``lost`` is the row that had made the topic.
    """
    enquiry = await enquiry_about(event, outcome.subject)
    if enquiry is None:
        return
    if await topics.forget(event.unit, enquiry.person_id, str(chat), lost):
        await _furnish(event, enquiry, chat, outcome.row)
    method, parameters = call
    if not outcome.subject.startswith(f"{CARD}:"):
        person = await people.by_id(event.unit, enquiry.person_id)
        spot = {"message_thread_id": {"$sent": await topic_of(event, enquiry, person, chat)}}
        event.post(chat, method, parameters | spot, **options(outcome.subject))
    elif (await standing_cards(event, enquiry)).get(chat, 0) < outcome.row:
        await post_card_anew(event, enquiry, chat)


async def _furnish(event: Event, enquiry: Enquiry, chat: int, lost: int) -> None:
    """Begin a topic made anew with what was said before the ``lost`` row, and the cards of what is open."""
    unit = event.unit
    person = await people.by_id(unit, enquiry.person_id)
    spot = {"message_thread_id": {"$sent": await topic_of(event, enquiry, person, chat)}}
    said = await messages.last_of_person(unit, person.id, HISTORY, but_posted_since=(MESSAGE, lost))
    if said:
        names = await people.names(unit, {each.author_id for each in said})
        message = screens.history(said, names, event.office.texts)
        event.post(chat, "sendMessage", message.call() | spot, lane=Lane.REMINDER, on_doubt=OnDoubt.RESEND)
    shown = {each.id: each for each in (*await enquiries.open_of(unit, person.id), enquiry)}
    for number in sorted(shown):
        await post_card_anew(event, shown[number], chat)


async def _post_to_owners(event: Event, outcome: Outcome, method: str, parameters: dict[str, Any]) -> None:
    kept = {name: value for name, value in parameters.items() if name not in ("message_thread_id", "reply_parameters")}
    for owner in sorted(event.office.owner_ids):
        note = screens.from_lost_group(await owner_texts(event, owner))
        text = {"text": lines((note, Html(kept["text"])))} if "text" in kept else {}
        event.post(owner, method, kept | text, lane=Lane.REMINDER, on_doubt=OnDoubt.RESEND, subject=outcome.subject)


async def _say_not_copied(event: Event, outcome: Outcome, parameters: dict[str, Any]) -> None:
    """Tell both sides that Telegram does not let a bot pass something on, such as a quiz; the enquirer once."""
    said, chat = await messages.by_id(event.unit, outcome.about), await posts.recipient_of(event.unit, outcome.row)
    enquiry = await enquiry_about(event, outcome.subject)
    receiver = await people.telegram_of(event.unit, enquiry.person_id) if enquiry else None
    if said is None or said.source is None or enquiry is None or receiver is None or chat is None:
        return
    spot = {name: parameters[name] for name in ("message_thread_id", "reply_parameters") if name in parameters}
    note = screens.not_copied(await desk_texts(event, int(chat)))
    event.post(int(chat), "sendMessage", note.call() | spot, lane=Lane.REMINDER, subject=f"tool:{enquiry.id}")
    hint = enquirer_screens.not_copied(enquiry, event.texts_for(receiver[0]))
    say_below(event, said.source, hint, person=receiver[0], key=f"not-copied:{said.id}")


async def topic_ended(event: Event, outcome: Outcome) -> None:
    """Tell the owners, once a day, that no topic could be made; what belongs in it stands in the general one.

    Of a group that takes nothing at all they hear otherwise.
    """
    if outcome.reason == Reason.UNREACHABLE:
        return
    day = event.unit.now // DAY
    for owner in sorted(event.office.owner_ids):
        texts = await owner_texts(event, owner)
        event.post(owner, "sendMessage", screens.no_topics(texts).call(), key=f"no-topics:{day}:{owner}")


# --- what colleagues wrote ------------------------------------------------------------------------------------------


async def answer_ended(event: Event, outcome: Outcome) -> None:
    """Mark a colleague's message as delivered, or say below it why it was not."""
    said = await messages.by_id(event.unit, outcome.about)
    source = await stands_at(event, said)
    if said is None or source is None:
        return
    if outcome.state == "sent":
        mark(event, source, DELIVERED, f"mark:{outcome.about}")
    else:
        trouble = await _trouble(event, outcome)
        say_below(event, source, trouble, key=f"not-delivered:{said.album}" if said.album else None)
        if outcome.reason in (Reason.REFUSED, Reason.NOT_COPIED):
            await wait_on(event, said)


async def _trouble(event: Event, outcome: Outcome) -> Message:
    channel, words = await posts.words_of_end(event.unit, outcome.row)
    if channel is ChannelKind.MAIL:
        return letter_screens.letter_trouble(outcome.reason, words, event.office.texts)
    return screens.delivery_trouble(outcome.reason, event.office.texts)


async def wait_on(event: Event, said: EnquiryMessage) -> None:
    """Let the enquirer wait again, since their last words: what was to answer them came to nothing."""
    enquiry = await enquiries.by_id(event.unit, said.enquiry_id)
    if enquiry is None or not enquiry.is_open or enquiry.waiting_since is not None:
        return
    newest = await messages.last(event.unit, enquiry.id, Direction.OUT)
    if newest is not None and newest.id == said.id:
        asked = await messages.last(event.unit, enquiry.id, Direction.IN)
        since = asked.written_at if asked else enquiry.opened_at
        await refresh_card(event, await enquiries.set_waiting(event.unit, enquiry, since))


async def correction_ended(event: Event, outcome: Outcome) -> None:
    """Say below a colleague's message, once for each edit, that the enquirer still has what it said before."""
    said = await messages.by_id(event.unit, outcome.about)
    source = await stands_at(event, said)
    if source is not None and said is not None:
        trouble = edit_screens.correction_trouble(outcome.reason, event.office.texts)
        say_below(event, source, trouble, key=f"not-corrected:{said.id}:{said.edited_at}")


async def mark_ended(event: Event, outcome: Outcome) -> None:
    """Where a reaction could not be set, say "delivered" in words."""
    source = await stands_at(event, await messages.by_id(event.unit, outcome.about))
    if source is not None:
        say_below(event, source, screens.delivered(event.office.texts))


async def note_mark_ended(event: Event, outcome: Outcome) -> None:
    """Where a reaction could not be set, say in words that a note is kept."""
    source = await stands_at(event, await messages.by_id(event.unit, outcome.about))
    if source is not None:
        say_below(event, source, screens.note_kept(event.office.texts))


def mark(event: Event, source: Source, emoji: str, subject: str) -> None:
    """Set a reaction on a colleague's message."""
    reaction = {"message_id": source.message, "reaction": [{"type": "emoji", "emoji": emoji}]}
    event.post(source.chat, "setMessageReaction", reaction, subject=subject, report=Report.TROUBLE)


def say_below(event: Event, source: Source, message: Message, **options: Any) -> None:
    """Say something as a reply to a message, where it stands."""
    parameters = message.call()
    parameters["reply_parameters"] = {"message_id": source.message, "allow_sending_without_reply": True}
    if source.thread is not None:
        parameters["message_thread_id"] = source.thread
    event.post(source.chat, "sendMessage", parameters, **options)


async def stands_at(event: Event, said: EnquiryMessage | None) -> Source | None:
    """Return where a colleague's message stands now."""
    if said is None or said.source is None:
        return None
    return replace(said.source, chat=await moved_to(event.unit.connection, said.source.chat))
