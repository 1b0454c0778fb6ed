"""People the office does not listen to: what they send is stored and causes nothing, except what everyone keeps."""

import pytest
from sqlalchemy import select, update
from staff_people import People
from stage import Player, buttons_of, running

from storage import schema
from storage.database import Database


async def rows(office: People, *columns: object) -> list:
    database = Database(office.stage.settings().database)
    async with database.reading() as connection:
        found = list(await connection.execute(select(*columns)))
    await database.close()
    return found


async def block(office: People, who: Player) -> None:
    """Block somebody behind the bot's back, between two events."""
    database = Database(office.stage.settings().database)
    person = select(schema.channels.c.person_id).where(schema.channels.c.address == str(who.id)).scalar_subquery()
    async with database.writing() as connection:
        await connection.execute(update(schema.persons).where(schema.persons.c.id == person).values(blocked_at=1))
    await database.close()


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_what_they_send_is_stored_and_causes_nothing(office: People, language: str) -> None:
    who = {"zh": office.zhou, "en": office.emma}[language]
    async with running(office.stage):
        await who.says("/start")
        greeting = await who.sees("联盟" if language == "zh" else "alliance")
        before = await rows(office, schema.inbox.c.id)
    await block(office, who)
    async with running(office.stage):
        sent = [await who.says(text) for text in ("hello", "/join", "/start", "/help", "/nonsense")]
        await who.edits(sent[0], "hello again")
        await who.sends_file("a.txt", b"x")
        await office.at_desk(who).says("/staff")
        query = await who.presses(greeting, data="menu:join", force=True)
        await office.owner.says("/help")
        await office.owner.sees("/staff")
        assert "text" not in str(await office.stage.control.get(f"queries/{query}"))
        assert len(await rows(office, schema.inbox.c.id)) >= len(before) + 9
        assert [m for m in await who.messages() if m["from"]["is_bot"]] == [greeting]
        assert await rows(office, schema.enquiries.c.id) == []
        assert not [m for m in await office.at_desk(office.owner).messages() if m["from"]["is_bot"]]


async def test_what_everyone_keeps(office: People) -> None:
    async with running(office.stage):
        await office.emma.says("/start")
        await office.emma.sees("Welcome")
    await block(office, office.emma)
    async with running(office.stage):
        for command in ("/privacy", "/mydata"):
            await office.emma.says(command)
            await office.emma.sees("")


async def test_a_colleague_is_always_heard(office: People) -> None:
    async with running(office.stage):
        await office.emma.says("/start")
        await office.emma.sees("Welcome")
        await office.appointed(office.emma)
    await block(office, office.emma)
    await block(office, office.owner)
    async with running(office.stage):
        for who, words in ((office.emma, "Colleagues"), (office.owner, "工作人员")):
            await who.says("/staff")
            await who.sees(words)


async def test_it_holds_for_the_next_event_even_of_the_same_batch(office: People) -> None:
    """The tap that blocks and the message behind it come together and are handled in one transaction."""
    desk = office.at_desk(office.owner)
    async with running(office.stage):
        await office.emma.says("qwrt zxcv")
        await desk.taps("屏蔽", await desk.sees("qwrt zxcv", "屏蔽"))
        question = await desk.sees("屏蔽", "Emma")
    yes = next(each for each in buttons_of(question) if ":ban:" in each["callback_data"])
    await desk.presses(question, data=yes["callback_data"])
    await office.emma.says("are you there?")
    async with running(office.stage):
        await desk.sees("已屏蔽")
        await office.owner.says("/help")
        await office.owner.sees("/staff")
        assert not any("are you there?" in each.get("text", "") for each in await desk.messages())
        assert (await rows(office, schema.persons.c.blocked_at))[-1][0] is not None
