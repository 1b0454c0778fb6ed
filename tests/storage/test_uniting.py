"""Two people who are one: nothing is lost, nobody who was refused gets in as the other, and what is erased is all of both."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from stage import a_new_database

from domain.enquiries import Subject
from domain.languages import Language
from domain.outbox import Draft
from domain.outgoing import METHOD
from domain.people import ChannelKind, Person
from storage import bindings, enquiries, people
from storage.backup import backup
from storage.database import Database
from storage.erasure import erase, erased, repeat
from storage.personal_data import gather
from storage.schema import bindings as links
from storage.schema import channels, metadata, outbox, payloads, persons
from storage.schema import enquiries as enquiry_rows
from storage.traces import CONFIRMATION
from storage.unit import Unit
from storage.uniting import unite

NOW = 1_000_000
ADDRESS = "wang@firm.example"


@dataclass
class Two:
    """One database with somebody known by mail, and somebody known on Telegram."""

    database: Database
    path: Path
    writer: Person
    chatter: Person

    async def unites(self) -> None:
        async with self.database.writing() as connection:
            unit = Unit(connection, NOW)
            await unite(unit, self.writer.id, self.chatter.id, self.chatter)
            await unit.keep()

    async def rows(self, *columns: Any) -> list[tuple[Any, ...]]:
        async with self.database.reading() as connection:
            return [tuple(row) for row in await connection.execute(select(*columns))]


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[Two]:
    path = tmp_path / "alliance.db"
    a_new_database(path)
    database = Database(path)
    async with database.writing() as connection:
        unit = Unit(connection, NOW)
        who = {"language": Language.CHINESE}
        writer, _ = await people.add(unit, name="王", kind=ChannelKind.MAIL, address=ADDRESS, proven=False, **who)
        chatter, _ = await people.add(unit, name="小明", kind=ChannelKind.TELEGRAM, address="77", **who)
        for number, person in enumerate((writer, chatter), 1):
            more = {"subject": Subject.OTHER, "answers": {}, "consent_version": None}
            await enquiries.add(unit, person_id=person.id, ref=f"Q-2026-000{number}", **more)
        await bindings.make(unit, chatter.id, ADDRESS, asked=True, expires_at=NOW)
        about = f"{CONFIRMATION}:{chatter.id}"
        unit.send(Draft(ADDRESS, METHOD, {"text": "?start=bind-secret"}, "1", channel=ChannelKind.MAIL, subject=about))
        await unit.keep()
        await unit.flush()
    yield Two(database, path, writer, chatter)
    await database.close()


async def test_every_column_that_names_the_one_names_the_other(two: Two) -> None:
    await two.unites()
    naming = [column for table in metadata.sorted_tables for column in table.c if column.references(persons.c.id)]
    assert len(naming) > 12
    for column in naming:
        assert (two.chatter.id,) not in await two.rows(column), column
    assert await two.rows(enquiry_rows.c.person_id) == [(two.writer.id,)] * 2
    shown = (persons.c.id, persons.c.name, persons.c.merged_into)
    assert await two.rows(*shown) == [(two.writer.id, "小明", None), (two.chatter.id, "", two.writer.id)]


@pytest.mark.parametrize("which", ["writer", "chatter"])
async def test_whom_the_office_does_not_hear_it_does_not_hear_as_the_other(two: Two, which: str) -> None:
    async with two.database.writing() as connection:
        blocked = getattr(two, which).id
        await connection.execute(update(persons).where(persons.c.id == blocked).values(blocked_at=5))
    await two.unites()
    assert await two.rows(persons.c.blocked_at) == [(5,), (None,)]


async def test_all_of_both_is_erased_and_stays_so_after_an_older_copy_is_put_back(two: Two, tmp_path: Path) -> None:
    older = tmp_path / "older.db"
    backup(two.path, older)
    await two.unites()
    async with two.database.writing() as connection:
        await connection.run_sync(erase, two.writer.id, NOW + 1)
        known = await erased(connection)
    assert {each.person_id for each in known} == {two.writer.id, two.chatter.id}
    assert await two.rows(channels.c.id) == []
    copy = Database(older)
    async with copy.writing() as connection:
        assert await connection.run_sync(repeat, known) == 2
        assert (await connection.execute(select(channels.c.id))).all() == []
    await copy.close()


async def test_an_address_somebody_gave_goes_with_them(two: Two) -> None:
    async with two.database.writing() as connection:
        await connection.run_sync(erase, two.chatter.id, NOW + 1)
    assert await two.rows(links.c.address, links.c.used_at) == [("", NOW + 1)]
    assert await two.rows(outbox.c.recipient) == [("",)]
    assert await two.rows(payloads.c.body) == [("",)]
    async with two.database.writing() as connection:  # and another account of theirs cannot have it written to again today
        assert await bindings.asked_since(Unit(connection, NOW), 0, address=ADDRESS) == 1


async def test_what_a_link_carries_is_in_no_file(two: Two) -> None:
    """Whoever gave an address must not find there what only its owner may read."""
    async with two.database.writing() as connection:
        data = await gather(Unit(connection, NOW), two.chatter.id)
    assert "secret" not in str(data)
    assert [each["address"] for each in data["links"]] == [ADDRESS]
