"""What colleagues still see of somebody who was erased is taken away: their topic, and what else stands about them.

What Telegram does not let the bot delete, colleagues are asked to delete by hand, by reference and link, without a name.
"""

from collections.abc import Sequence
from typing import Any

from domain.instants import HOUR
from domain.outbox import Lane, OnDoubt, Reason, Report
from handlers.kit.capability import Outcome
from handlers.kit.event import Event
from handlers.kit.links import link_to
from handlers.kit.messages import Message
from handlers.privacy import screens
from storage import delivery, enquiries, posts
from storage.moves import moved_to
from storage.traces import Post, Traces, follow

CLEARING = "clearing"
DELETABLE = 47 * HOUR
"""Nobody but a colleague deletes a message two days old; an hour less, for what waits before it leaves."""

AT_ONCE = 100
"""As many as Telegram deletes in one call."""

NAMED = 10
"""How many references a line to colleagues names."""


async def clear(event: Event, traces: Traces) -> None:
    """Take away what stands at the desk about somebody who was just erased, and say in each chat that it was asked for."""
    references = traces.references[-NAMED:]
    for place in traces.desk:
        chat = int(place)
        now_at = await moved_to(event.unit.connection, chat)
        if now_at == chat:
            _clear_chat(event, traces, chat)
        else:  # a group that became another chat: its old messages have numbers of their own, which mean others here
            _say(event, now_at, screens.delete_by_hand(references, (), event.office.texts))
        _say(event, now_at, screens.erased(references, event.office.texts))


def _clear_chat(event: Event, traces: Traces, chat: int) -> None:
    for where, row in traces.topics:
        if int(where) == chat:
            _call(event, traces.person_id, chat, "deleteForumTopic", {"message_thread_id": {"$sent": row}})
    for where, row in traces.sending:
        if int(where) == chat:
            _call(event, traces.person_id, chat, "deleteMessage", {"message_id": {"$sent": row}})
    outside = [post for post in traces.posts if post.chat == str(chat) and not post.in_topic]
    _delete(event, traces.person_id, chat, outside)
    old = [post.message_id for post in outside if not _is_young(event, post)]
    if old:
        _hand_over(event, chat, traces.references[-NAMED:], old)


def _delete(event: Event, person_id: int, chat: int, found: Sequence[Post], *, report: Report = Report.TROUBLE) -> None:
    """Delete what is young enough; in a group a colleague's words, which take a right of their own, apart from ours."""
    young = [post for post in found if _is_young(event, post)]
    apart = [[post for post in young if post.ours is ours] for ours in (True, False)] if chat < 0 else [young]
    for some in apart:
        for start in range(0, len(some), AT_ONCE):
            numbers = [post.message_id for post in some[start : start + AT_ONCE]]
            _call(event, person_id, chat, "deleteMessages", {"message_ids": numbers}, report=report)


async def clearing_ended(event: Event, outcome: Outcome) -> None:
    """Ask colleagues to delete what Telegram did not let the bot delete."""
    found = await posts.call_of(event.unit, outcome.row)
    if found is None or outcome.reason in (Reason.TOPIC_LOST, Reason.ORPHANED):
        return
    method, parameters = found
    chat = int(parameters["chat_id"])
    references = [each.reference for each in await enquiries.of_person(event.unit, outcome.about, NAMED)][::-1]
    if method == "deleteForumTopic":
        numbers = await _empty_topic(event, outcome.about, chat, parameters["message_thread_id"]["$sent"], references)
    else:
        numbers = parameters.get("message_ids", [])
    for place in sorted(event.office.owner_ids) if outcome.reason == Reason.UNREACHABLE else [chat]:
        _hand_over(event, place, references, numbers, about=chat)


async def _empty_topic(event: Event, person_id: int, chat: int, row: int, references: Sequence[str]) -> list[int]:
    """Of a topic that could not be deleted, delete our messages at least, and take the name away; return its number."""
    connection = await event.unit.for_writing()
    traces = await connection.run_sync(follow, person_id)
    inside = [post for post in traces.posts if post.chat == str(chat) and post.in_topic]
    _delete(event, person_id, chat, inside, report=Report.NEVER)
    _, thread, _ = (await delivery.standing(connection, [row]))[row]
    if thread is None:
        return []
    name = {"message_thread_id": thread, "name": " ".join(references) or "–"}
    _call(event, person_id, chat, "editForumTopic", name, report=Report.NEVER)
    return [thread]


def _hand_over(event: Event, place: int, references: Sequence[str], numbers: Sequence[int], about: int | None = None) -> None:
    """Ask in ``place`` to delete messages or a topic of the chat ``about``, with links where there are such."""
    chat = place if about is None else about
    links = [link for number in numbers if (link := link_to(chat, number))]
    for start in range(0, max(1, len(links)), AT_ONCE):
        some = links[start : start + AT_ONCE]
        _say(event, place, screens.delete_by_hand(references, some, event.office.texts))


def _say(event: Event, chat: int, message: Message) -> None:
    event.post(chat, "sendMessage", message.call(), lane=Lane.REMINDER, on_doubt=OnDoubt.RESEND)


def _call(
    event: Event, person_id: int, chat: int, method: str, parameters: dict[str, Any], *, report: Report = Report.TROUBLE
) -> None:
    """Queue a call behind what is on its way to the chat already."""
    subject = f"{CLEARING}:{person_id}"
    whole = {"chat_id": chat, **parameters}
    event.post(chat, method, whole, lane=Lane.REMINDER, on_doubt=OnDoubt.RESEND, subject=subject, report=report)


def _is_young(event: Event, post: Post) -> bool:
    return event.unit.now - post.at < DELETABLE
