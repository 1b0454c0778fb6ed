"""Where a person has left traces beyond the rows that name them: posts at the desk, payloads, updates as they came in.

Written for a plain connection: the running bot erases inside an event's transaction, a restore erases again without one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Select, Table, Text, cast, exists, func, literal, or_, select, union_all

from domain.outbox import State
from domain.people import ChannelKind
from storage.schema import (
    applications,
    channels,
    contacts,
    enquiries,
    enquiry_messages,
    inbox,
    letters,
    outbox,
    payloads,
    proposals,
    questions,
    slips,
)

OF_MESSAGE = ("message", "edit", "answer", "further", "correction", "gone", "mark", "note-mark")
OF_ENQUIRY = ("enquiry", "card", "note", "closing", "tool", "kept", "letter", "receipt")
OF_MEMBERSHIP = (
    (("application", "application-ask", "application-decline"), applications),
    (("slip",), slips),
    (("proposal", "proposal-card", "proposal-why"), proposals),
    (("invitation",), contacts),
)
CONFIRMATION = "confirmation"
"""Subject of the letters to an address somebody gave, which may be another's."""

OF_PERSON = ("topic", CONFIRMATION)
"""First words of the subjects of outbox rows, by what the number behind them counts; whoever adds a word adds it here."""

_WORDS = (*OF_MESSAGE, *OF_ENQUIRY, *OF_PERSON, *(word for words, _ in OF_MEMBERSHIP for word in words))
# A colleague without a staff group has the enquiries of other people in their own chat.
OF_THE_DESK = func.coalesce(or_(*(outbox.c.subject.startswith(f"{word}:") for word in _WORDS)), literal(value=False))


@dataclass(frozen=True, slots=True)
class Post:
    """A message about a person in a chat of the desk: ours, or one a colleague wrote there."""

    chat: str
    message_id: int
    at: int
    ours: bool
    in_topic: bool


@dataclass(frozen=True, slots=True)
class Traces:
    """What leads to a person: outbox rows about them, and what these have put into chats of the desk.

    ``topics`` and ``sending`` are chats with rows: those that make a topic, and posts on their way. ``threads`` are topics by
    chat and number. ``addresses`` are of Telegram, ``mail`` are those of letters.
    """

    person_id: int
    addresses: tuple[str, ...]
    mail: tuple[str, ...]
    letters: tuple[int, ...]
    references: tuple[str, ...]
    rows: tuple[int, ...]
    topics: tuple[tuple[str, int], ...]
    threads: frozenset[tuple[str, int]]
    sending: tuple[tuple[str, int], ...]
    posts: tuple[Post, ...]

    @property
    def reached_at(self) -> tuple[str, ...]:
        """Where messages to the person go."""
        return *self.addresses, *self.mail

    @property
    def desk(self) -> list[str]:
        """The chats of the desk in which something about the person stands."""
        return sorted({chat for chat, _ in (*self.topics, *self.sending)} | {post.chat for post in self.posts})


def follow(connection: Connection, person_id: int) -> Traces:
    """Return the traces of a person, as long as their rows still lead to them."""
    addresses, mail = (
        _column(connection, select(channels.c.address).where(channels.c.person_id == person_id, channels.c.kind == kind))
        for kind in (ChannelKind.TELEGRAM, ChannelKind.MAIL)
    )
    mail = tuple(dict.fromkeys([*mail, *_column(connection, _mail_as_contact(person_id))]))
    unclaimed = letters.c.person_id.is_(None) & letters.c.sender.in_(mail)  # its turn has not come, or it was set aside
    references = tuple(
        reference
        for table in (enquiries, applications)
        for reference in _column(connection, select(table.c.reference).where(table.c.person_id == person_id))
    )
    about = connection.execute(
        select(outbox, payloads.c.body)
        .join(payloads, payloads.c.id == outbox.c.payload_id)
        .where(
            or_(
                outbox.c.subject.in_(_subjects(person_id)),
                outbox.c.recipient.in_(mail),
                outbox.c.recipient.in_(addresses) & ~OF_THE_DESK,
            )
        )
        .order_by(outbox.c.id)
    ).all()
    at_desk = [row for row in about if row.channel == ChannelKind.TELEGRAM and row.recipient not in addresses]
    made = [row for row in at_desk if row.method == "createForumTopic" and row.state in (State.SENDING, State.SENT)]
    homes = {row.recipient for row in made}
    cards = [row.id for row in at_desk if row.subject.startswith("enquiry:")]
    places = [f'{{"$sent":{row}}}' for row in (*(row.id for row in made), *cards)]
    listed = [
        *(f'"board:settle:{question}:' for question in _column(connection, _of(person_id, questions))),
        *(
            f'"roster:{verb}:c:{contact}:'
            for contact in _column(connection, _of(person_id, contacts))
            for verb in ("show", "end")
        ),
    ]
    return Traces(
        person_id=person_id,
        addresses=addresses,
        mail=mail,
        letters=_column(connection, select(letters.c.id).where((letters.c.person_id == person_id) | unclaimed)),
        references=references,
        rows=tuple(dict.fromkeys([*(row.id for row in about), *_naming(connection, [*references, *places, *listed])])),
        topics=tuple((row.recipient, row.id) for row in made),
        threads=frozenset((row.recipient, row.message_id) for row in made if row.message_id is not None),
        sending=tuple((row.recipient, row.id) for row in at_desk if row.state == State.SENDING and _appears(row)),
        posts=(
            *(_post(row, homes) for row in at_desk if row.message_id is not None and _appears(row)),
            *_written_by_colleagues(connection, person_id, addresses),
        ),
    )


def updates(connection: Connection, traces: Traces, through: int | None = None) -> list[tuple[int, dict[str, Any]]]:
    """Return the updates about a person that are still kept as they came in, by their row; ``through`` is the last row."""
    marks = [*traces.addresses, *traces.desk]
    rows = connection.execute(
        select(inbox.c.id, inbox.c.payload)
        .where(inbox.c.payload != "", inbox.c.source.startswith("telegram:"))
        .where(or_(literal(value=False), *(inbox.c.payload.contains(mark) for mark in marks)))
        .where(literal(value=True) if through is None else inbox.c.id <= through)
        .order_by(inbox.c.id)
    )
    posts = {(post.chat, post.message_id) for post in traces.posts}
    parsed = ((row.id, _parsed(row.payload)) for row in rows)
    return [(number, update) for number, update in parsed if _concerns(update, set(traces.addresses), traces.threads, posts)]


def _column(connection: Connection, statement: Any) -> tuple[Any, ...]:
    return tuple(connection.execute(statement).scalars())


def _of(person_id: int, table: Table) -> Select[int]:
    return select(table.c.id).where(table.c.person_id == person_id)


def _subjects(person_id: int) -> Any:
    """Select the subjects of all rows about a person."""
    theirs = _of(person_id, enquiries)
    said = select(enquiry_messages.c.id).where(enquiry_messages.c.enquiry_id.in_(theirs))

    def named(words: Sequence[str], numbers: Any) -> list[Any]:
        number = cast(numbers.subquery().c.id, Text)
        return [select(literal(f"{word}:") + number) for word in words]

    own = [select(literal(f"{word}:{person_id}")) for word in OF_PERSON]
    membership = [each for words, table in OF_MEMBERSHIP for each in named(words, _of(person_id, table))]
    return union_all(*own, *named(OF_ENQUIRY, theirs), *named(OF_MESSAGE, said), *membership)


def _mail_as_contact(person_id: int) -> Select[str]:
    """Select the addresses at which a person is reached as a contact, but for those that they share with another."""
    another = contacts.alias()
    theirs = (contacts.c.person_id == person_id) & (contacts.c.mail != "")
    someone = (another.c.mail == contacts.c.mail) & (func.coalesce(another.c.person_id, 0) != person_id)
    return select(contacts.c.mail).distinct().where(theirs, ~exists().where(someone))


def _naming(connection: Connection, needles: Sequence[str]) -> Iterable[int]:
    """Return the rows about nobody in particular whose payload names one of ``needles``: lists for colleagues above all.

    A list of questions has a button for each, a member's card one for each contact; what stands in a topic or below a card
    names the row that made it.
    """
    named: list[ColumnElement[bool]] = [payloads.c.body.contains(needle, autoescape=True) for needle in needles]
    bodies = select(payloads.c.id).where(or_(literal(value=False), *named))
    return _column(connection, select(outbox.c.id).where(outbox.c.payload_id.in_(bodies), ~OF_THE_DESK))


def _appears(row: Any) -> bool:
    """Whether what the row sends stands in the chat as a message of its own."""
    return bool(row.method.startswith(("send", "copy")))


def _post(row: Any, homes: set[str]) -> Post:
    in_topic = row.recipient in homes and (row.body == "" or "message_thread_id" in orjson.loads(row.body))
    return Post(row.recipient, row.message_id, row.ended_at or row.created_at, ours=True, in_topic=in_topic)


def _written_by_colleagues(connection: Connection, person_id: int, addresses: Sequence[str]) -> Iterable[Post]:
    theirs = _of(person_id, enquiries)
    rows = connection.execute(
        select(enquiry_messages).where(
            enquiry_messages.c.enquiry_id.in_(theirs),
            enquiry_messages.c.source_chat.is_not(None),
            cast(enquiry_messages.c.source_chat, Text).not_in(addresses),
        )
    )
    for row in rows:
        in_topic = row.source_thread is not None
        yield Post(str(row.source_chat), row.source_message, row.written_at, ours=False, in_topic=in_topic)


def _parsed(payload: str) -> Any:
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError:
        return None


def _concerns(value: Any, people: set[str], threads: frozenset[tuple[str, int]], posts: set[tuple[str, int]]) -> bool:
    """Whether anything in an update is a person's number, or stands in one of the topics or at one of the posts about them."""
    if isinstance(value, list):
        return any(_concerns(each, people, threads, posts) for each in value)
    if not isinstance(value, dict):
        return type(value) is int and str(value) in people
    chat = value.get("chat")
    if isinstance(chat, dict):
        where, thread, number = str(chat.get("id")), value.get("message_thread_id"), value.get("message_id")
        # An update may hold anything in place of a number, even what cannot be looked up.
        if (type(thread) is int and (where, thread) in threads) or (type(number) is int and (where, number) in posts):
            return True
    return any(_concerns(each, people, threads, posts) for each in value.values())
