"""A letter is somebody's: they are shown it, it goes with them, and in time it is forgotten in any case."""

import pytest
from post_office import Office, letter

from domain.languages import Language
from domain.mailbox import Mailbox, Place
from domain.people import ChannelKind
from storage import letters, people
from storage.erasure import erase
from storage.forgetting import forget_enquiries
from storage.letters import Kept, Taken
from storage.personal_data import gather
from storage.unit import Unit

RECEIVED = 1_000_000
BLANK = (b"", "", "")
HERE = Mailbox("desk@mail.example", "INBOX")


async def store(office: Office, number: int) -> None:
    raw = letter(number, "请问会费多少？", To="desk@alliance.example")
    taken = Taken(RECEIVED, len(raw), Kept.WHOLE, raw, str(number), f"<{number}>", f"writer{number}@firm.example")
    async with office.database.writing() as connection:
        assert await letters.store(connection, HERE, Place(0, 1, number), taken, RECEIVED)


@pytest.fixture
async def person(office: Office) -> int:
    """Somebody whose letter has been handled; another of theirs, and one of somebody else, have not."""
    for number in (1, 2, 3):
        await store(office, number)
    async with office.database.writing() as connection:
        unit = Unit(connection, RECEIVED)
        made, _ = await people.add(
            unit,
            name="王小明",
            language=Language.CHINESE,
            kind=ChannelKind.MAIL,
            address="writer2@firm.example",
            proven=False,
        )
        await letters.belongs_to(unit, 1, made.id)
        await unit.keep()
    return made.id


def kept(office: Office) -> list[int]:
    found = office.rows("SELECT id, raw, sender, message_id FROM letters")
    assert all((raw, sender, message_id) == BLANK or (raw and sender and message_id) for _, raw, sender, message_id in found)
    return [number for number, raw, *_ in found if raw]


async def test_they_see_it_among_their_data(office: Office, person: int) -> None:
    async with office.database.writing() as connection:
        data = await gather(Unit(connection, RECEIVED), person)
    assert [(each["subject_line"], each["text"]) for each in data["letters"]] == [
        ("入会咨询 1", "请问会费多少？"),
        ("入会咨询 2", "请问会费多少？"),
    ]
    assert [each["address"] for each in data["channels"]] == ["writer2@firm.example"]


async def test_it_goes_with_them(office: Office, person: int) -> None:
    async with office.database.writing() as connection:
        await connection.run_sync(erase, person, RECEIVED)
    assert kept(office) == [3]
    async with office.database.writing() as connection:
        stored = await letters.stored(Unit(connection, RECEIVED), 1)
    assert stored is not None
    assert stored.forgotten


async def test_in_time_it_is_forgotten_and_still_known(office: Office, person: int) -> None:
    assert await forget_enquiries(office.database, before=RECEIVED) == 0
    assert kept(office) == [1, 2, 3]
    assert await forget_enquiries(office.database, before=RECEIVED + 1) == 3
    assert await forget_enquiries(office.database, before=RECEIVED + 1) == 0
    assert kept(office) == []
    assert office.rows("SELECT digest FROM letters") == [("1",), ("2",), ("3",)]
    with pytest.raises(AssertionError):
        await store(office, 1)
