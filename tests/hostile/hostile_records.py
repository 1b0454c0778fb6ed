"""What a bot under observation has on disk: of people, of their enquiries, and of what an event led to."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import orjson
from hostile_bot import Bot
from hostile_form import APPLICATION
from sqlalchemy import insert, select, update

from domain.applications import Move
from domain.dues import EntryKind
from domain.languages import Language
from domain.mailbox import Mailbox, Place
from domain.payments import Received
from domain.people import ChannelKind
from domain.profile import DuesRules
from domain.roster import Details, Entry
from storage import applications, bindings, dues, invitations, letters, payments, people, roster, schema
from storage.schema import channels, contacts, enquiries, enquiry_messages, inbox, metadata, outbox, persons, questions
from storage.unit import Unit

MACHINERY = {"inbox", "outbox", "payloads", "taps", "conversations", "leases", "facts"}
"""Tables that every event may touch; all others hold what people said and did."""

TOUCHED = {"touched_at", "expires_at"}
"""Columns that say when somebody was last here."""

Records = dict[str, list[Any]]


async def records(bot: Bot) -> Records:
    """Return all that is kept of what people said and did, by table."""
    tables = [table for table in metadata.sorted_tables if table.name not in MACHINERY]
    kept = {table.name: [column for column in table.c if column.name not in TOUCHED] for table in tables}
    return {name: await bot.rows(select(*columns)) for name, columns in kept.items()}


def difference(before: Records, after: Records) -> list[tuple[str, Any]]:
    """Return the rows that only one of the two has, each with its table."""
    return [(name, row) for name in before for row in set(before[name]) ^ set(after[name])]


# --- people ---------------------------------------------------------------------------------------------------------


async def number_of(bot: Bot, telegram_id: int) -> int:
    """Return our own number of somebody."""
    found = await bot.rows(select(channels.c.person_id).where(channels.c.address == str(telegram_id)))
    return int(found[0].person_id)


async def newest_enquiry(bot: Bot, telegram_id: int) -> Any:
    """Return somebody's newest enquiry, None if there is none."""
    theirs = select(enquiries).join(channels, channels.c.person_id == enquiries.c.person_id)
    found = await bot.rows(theirs.where(channels.c.address == str(telegram_id)).order_by(enquiries.c.id.desc()))
    return found[0] if found else None


async def block(bot: Bot, telegram_ids: Iterable[int], *, blocked: bool) -> None:
    """Let the office no longer listen to people, or listen again."""
    numbers = [await number_of(bot, each) for each in telegram_ids]
    async with bot.database.writing() as connection:
        change = update(persons).where(persons.c.id.in_(numbers))
        await connection.execute(change.values(blocked_at=1 if blocked else None))


async def blocked(bot: Bot) -> set[int]:
    """Return whom the office does not listen to."""
    query = select(channels.c.address).join(persons, persons.c.id == channels.c.person_id)
    return {int(row.address) for row in await bot.rows(query.where(persons.c.blocked_at.is_not(None)))}


async def left_of_the_erased(bot: Bot) -> list[Any]:
    """Return whatever still says something of people who were erased; there must be some."""
    gone = select(persons.c.id).where(persons.c.erased_at.is_not(None))
    assert await bot.count(gone) > 0
    theirs = select(enquiries.c.id).where(enquiries.c.person_id.in_(gone))
    still_open = (enquiries.c.state == "open") | (enquiries.c.answers != "{}") | enquiries.c.taken_by.is_not(None)
    said = enquiry_messages.c.enquiry_id.in_(theirs) & (enquiry_messages.c.content != "{}")
    kept = (
        select(enquiries).where(enquiries.c.id.in_(theirs), still_open),
        select(enquiry_messages).where(said),
        select(questions).where(questions.c.person_id.in_(gone)),
        select(channels).where(channels.c.person_id.in_(gone)),
    )
    return [row for query in kept for row in await bot.rows(query)]


async def link_to(bot: Bot, address: str) -> str:
    """Let somebody have written from a mail address, and return what the link in the answer they got carries."""
    async with bot.database.writing() as connection:
        unit, mail = Unit(connection, 0), ChannelKind.MAIL
        known = await people.by_address(unit, mail, address) or await people.add(
            unit, name=address, language=Language.CHINESE, kind=mail, address=address, proven=False
        )
        token = await bindings.make(unit, known[0].id, address, asked=False, expires_at=10**15)
        await unit.keep()
    return token


async def speaking(bot: Bot, telegram_id: int) -> tuple[int, int]:
    """Return as which contact somebody speaks for a member, and for which."""
    theirs = contacts.c.person_id == await number_of(bot, telegram_id)
    (found,) = await bot.rows(select(contacts.c.id, contacts.c.member_id).where(theirs))
    return found.id, found.member_id


async def newest_proposal(bot: Bot, telegram_id: int) -> int:
    """Return the number of what somebody proposed last for the roster."""
    theirs = schema.proposals.c.person_id == await number_of(bot, telegram_id)
    found = await bot.rows(select(schema.proposals.c.id).where(theirs).order_by(schema.proposals.c.id.desc()))
    return int(found[0].id)


async def invitation_for(bot: Bot, name: int) -> str:
    """Let there be a member with a contact nobody is yet, and return what the link to them carries."""
    async with bot.database.writing() as connection:
        unit = Unit(connection, 0)
        entry = Entry(name=f"i{name}", tier="council", joined_on=date(2026, 1, 1))
        member = await roster.admit(unit, entry, [(Details(name="7"), None)], actor_id=None)
        added = await connection.execute(select(contacts.c.id).where(contacts.c.member_id == member.id))
        token = await invitations.issue(unit, added.scalar_one(), by=await number_of(bot, name), expires_at=10**15)
        await unit.keep()
    return token


async def letter_from(bot: Bot, telegram_id: int) -> None:
    """Let somebody have a mail address as well, and a letter from it lie in the inbox."""
    address, person = f"{telegram_id}@post.example", await number_of(bot, telegram_id)
    raw = f"From: {address}\r\nSubject: 7\r\n\r\n7\r\n".encode()
    taken = letters.Taken(bot.clock.now(), len(raw), letters.Kept.WHOLE, raw, address, "", address)
    async with bot.database.writing() as connection:
        mail = {"person_id": person, "kind": ChannelKind.MAIL, "address": address, "created_at": 0}
        await connection.execute(insert(channels).values(mail))
        await letters.store(connection, Mailbox("desk", "INBOX"), Place(0, 1, telegram_id), taken, 0)


async def application_of(bot: Bot, telegram_id: int, *, submitted: bool) -> None:
    """Let somebody have an application, begun or submitted."""
    number = await number_of(bot, telegram_id)
    async with bot.database.writing() as connection:
        unit = Unit(connection, 0)
        begun = await applications.begin(unit, 2026, number, APPLICATION, actor_id=number)
        if submitted:
            files = {"licence": {"kind": "photo", "file_id": "7"}}
            answered = await applications.answer(unit, begun, APPLICATION, files)
            await applications.move(unit, answered, Move.SUBMIT, actor_id=number)
        await unit.keep()


async def newest_application(bot: Bot, telegram_id: int) -> tuple[int, int]:
    """Return the number and version of somebody's newest application."""
    theirs = schema.applications.c.person_id == await number_of(bot, telegram_id)
    found = await bot.rows(select(schema.applications.c.id, schema.applications.c.version).where(theirs))
    return found[-1].id, found[-1].version


async def member_with_dues(bot: Bot, telegram_id: int) -> None:
    """Let somebody speak for a member that has paid a part of its dues."""
    number, day = await number_of(bot, telegram_id), date(2026, 1, 1)
    async with bot.database.writing() as connection:
        unit = Unit(connection, 0)
        entry = Entry(name=f"{telegram_id}", tier="council", joined_on=day)
        member = await roster.admit(unit, entry, [(Details(name="7"), number)], actor_id=None)
        claims = await dues.assess(unit, DuesRules(fees={"council": 7}), day, 1000)
        claim = next(each for each in claims if each.member_id == member.id)
        paid = await payments.record(unit, Received(fen=7, paid_on=day), actor_id=number)
        await dues.enter(unit, claim.id, EntryKind.PAYMENT, -7, payment_id=paid.id, actor_id=number)
        await unit.keep()


# --- events ---------------------------------------------------------------------------------------------------------


async def events(bot: Bot) -> dict[str, int]:
    """Return the numbers of all events, by the update's number and, of a message, by where it stands."""
    found = {}
    for row in await bot.rows(select(inbox.c.id, inbox.c.key, inbox.c.payload).where(inbox.c.source != "outbox")):
        found[row.key] = row.id
        message = orjson.loads(row.payload or "{}").get("message")
        if message is not None:
            found[f"{message['chat']['id']}/{message['message_id']}"] = row.id
    return found


async def caused(bot: Bot) -> dict[int, list[tuple[str, str]]]:
    """Return what every event queued, as recipient and method."""
    found: dict[int, list[tuple[str, str]]] = {}
    for row in await bot.rows(select(outbox.c.dedupe_key, outbox.c.recipient, outbox.c.method).order_by(outbox.c.id)):
        word, _, place = row.dedupe_key.partition(":")
        if word == "event":
            found.setdefault(int(place.partition(":")[0]), []).append((row.recipient, row.method))
    return found


async def poisoned(bot: Bot) -> list[Any]:
    """Return the events that were set aside."""
    return await bot.rows(select(inbox.c.error, inbox.c.payload).where(inbox.c.state == "poisoned"))
