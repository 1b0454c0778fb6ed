"""An office with a member in its roster, and people who speak for it; shared by the tests of this folder."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

from stage import Player, Stage

from domain.people import ChannelKind
from domain.roster import ContactRole, Details, Entry, Member
from storage import contacts, members, people, roster
from storage.database import Database
from storage.unit import Unit

ENTRY = Entry(name="晨星智能科技有限公司", name_en="Morningstar AI", tier="ordinary", city="北京", joined_on=date(2024, 5, 1))


async def in_roster(stage: Stage, entry: Entry, *speakers: tuple[Player, ContactRole], mail: str = "") -> Member:
    """Enter a member; those who speak for it have written to the bot before."""
    async with writing(stage) as unit:
        known = []
        for player, role in speakers:
            found = await people.by_address(unit, ChannelKind.TELEGRAM, str(player.id))
            assert found, f"{player.name} has not written yet"
            known.append((Details(name=player.name, roles=frozenset({role}), mail=mail), found[0].id))
        return await roster.admit(unit, entry, known, actor_id=None)


@asynccontextmanager
async def writing(stage: Stage) -> AsyncIterator[Unit]:
    """Write in a transaction of one's own beside the running bot."""
    database = Database(stage.folder / "alliance.db")
    async with database.writing() as connection:
        unit = Unit(connection, 1_000)
        yield unit
        await unit.keep()
    await database.close()


async def standing(stage: Stage, member: Member) -> tuple[Entry, list[Details]]:
    """Return what the roster says of a member now, and of who speaks for it."""
    async with writing(stage) as unit:
        found = await members.by_id(unit, member.id)
        assert found
        return found.entry, [each.details for each in await contacts.of_member(unit, member.id)]
