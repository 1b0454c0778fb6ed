"""Every command, button and question of a form, with everything that can be in the way: a third of them in each language.

Who may not; what is pressed twice; what somebody changed or erased meanwhile; a restart in between; a message or a topic that
is gone. `test_every_door_has_a_row` fails as soon as a capability brings a door of which the table knows nothing.
"""

from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path

import hostile_records as on_disk
import pytest
from hostile_acts import Act, Done, begin, press_what_is_no_longer_shown
from hostile_doors import doors
from hostile_records import difference, records
from hostile_rows import ROWS, Row
from hostile_standing import intruders, stand
from hostile_tongue import NAMES
from hostile_town import Town, a_town
from stage import PNG

from domain.people import Role
from handlers.kit.office import Office

EVERYBODYS = ("/privacy", "/mydata", "privacy:")
"""What is open to those as well whom the office does not listen to."""


def test_every_door_has_a_row() -> None:
    assert {row.door for row in ROWS if row.door} == doors()


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def rows(request: pytest.FixtureRequest, language: str) -> tuple[Row, ...]:
    """The doors that are tried in this language: every third. Which third that is changes from test to test.

    Each test so tries two doors of three, and each door meets most of what can be in the way; all of it would take too long.
    """
    turn = sum(map(ord, request.function.__name__)) + (language == "en")
    return ROWS[turn % 3 :: 3]


@pytest.fixture
async def town(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    monkeypatch.setattr("bot.ticker.PERIOD", 0.5)
    monkeypatch.setattr("bot.making.made.done", a_file_at_once)
    async with a_town(tmp_path, language) as made:
        monkeypatch.setattr(Office, "roles_of", with_treasurers(made))
        yield made


async def a_file_at_once(*_work: object) -> bytes:
    """Stand in for the child process that makes a file: it is slow to start, and tried elsewhere."""
    return PNG


def with_treasurers(town: Town) -> Callable[[Office, int], frozenset[Role]]:
    """Return how the office knows roles in a town with more treasurers than can be appointed: each door has one of its own."""
    appointed = Office.roles_of

    def roles_of(office: Office, telegram_id: int) -> frozenset[Role]:
        return appointed(office, telegram_id) | ({Role.TREASURER} if telegram_id in town.treasurers else set())

    return roles_of


def in_turn(rows: tuple[Row, ...]) -> list[list[Row]]:
    """Return those that can be tried at once, and then each that stands on something shared by itself."""
    return [[row for row in rows if not row.shared], *([row] for row in rows if row.shared)]


async def stand_all(town: Town, rows: tuple[Row, ...]) -> dict[Row, Act]:
    """Bring somebody before each of these doors; those that stand on something shared come last, one after the other."""
    return {row: act for some in in_turn(rows) for row, act in zip(some, await stand(town, *some), strict=True)}


async def all_is_well(town: Town, acts: Iterable[Act]) -> None:
    """Nothing was set aside, no call was one that a well-behaved bot does not make, and everybody is greeted."""
    assert await town.troubles() == []
    town.clock.advance(hours=0.05)  # whoever wrote too much may write again
    everybody = {act.about.id: act.about for act in acts}
    blocked = await on_disk.blocked(town.bot)
    there = [who for number, who in everybody.items() if number not in blocked]
    for done in await town.does(*(Act(who, who, words={"text": "/start"}) for who in (*there, town.colleague, town.owner))):
        assert (str(done.act.who.id), "sendMessage") in done.caused, done
    assert await town.troubles() == []


def worked(row: Row, done: Done) -> None:
    """Something came of it, and it was no refusal."""
    assert (bool(done.caused), done.refused) == (True, False), (row.name, done)


def answered(row: Row, done: Done) -> None:
    """It worked, or there was a plain refusal."""
    assert done.caused or done.refused, (row.name, done)


# --- who may not ----------------------------------------------------------------------------------------------------


async def test_whoever_may_not_is_refused_and_changes_nothing(town: Town, rows: tuple[Row, ...]) -> None:
    async with town.awake():
        acts = await stand_all(town, rows)
        tried = [(row, wrong) for row, act in acts.items() for wrong in intruders(town, row, act)]
        before, mark = await records(town.bot), town.stage.sandbox.world.events.last
        for (row, _), done in zip(tried, await town.does(*(wrong for _, wrong in tried)), strict=True):
            silent = done.act.data or (row.by == "enquirer" and not row.path[-1].startswith("$"))
            refusals = [] if silent else [(str(done.act.who.chat), "sendMessage")]
            assert (done.caused, done.refused) == (refusals, bool(done.act.data)), (row.name, done)
        assert difference(before, await records(town.bot)) == []
        told = [text for _, text in town.heard(mark)]
        assert [text for text in told if "Q-20" in text or NAMES[town.language][-1] in text] == []
        await all_is_well(town, acts.values())


async def test_whom_nobody_listens_to_gets_no_reply(town: Town, rows: tuple[Row, ...]) -> None:
    async with town.awake():
        acts = {
            row: act
            for row, act in (await stand_all(town, rows)).items()
            if row.by == "enquirer" and "TREASURER" not in row.path
        }
        await on_disk.block(town.bot, (act.about.id for act in acts.values()), blocked=True)
        unheard = {row: act for row, act in acts.items() if not (row.door or "").startswith(EVERYBODYS)}
        before = await records(town.bot)
        for row, done in zip(unheard, await town.does(*unheard.values()), strict=True):
            assert (done.caused, done.said) == ([], ""), (row.name, done)
        assert difference(before, await records(town.bot)) == []
        heard = {row: act for row, act in acts.items() if row not in unheard}
        for row, done in zip(heard, await town.does(*heard.values()), strict=True):
            worked(row, done)
        await on_disk.block(town.bot, (act.about.id for act in unheard.values()), blocked=False)
        await all_is_well(town, unheard.values())


# --- what is stale --------------------------------------------------------------------------------------------------


async def test_what_is_pressed_twice_has_one_effect(town: Town, rows: tuple[Row, ...]) -> None:
    async with town.awake():
        acts: dict[Row, Act] = {}
        for standing in in_turn(rows):
            some = dict(zip(standing, await stand(town, *standing), strict=True))
            town.begin_minute()
            first = dict(zip(some, await town.does(*some.values()), strict=True))
            for row, done in first.items():
                worked(row, done)
            await is_spent(town, {row: done for row, done in first.items() if done.act.data})
            acts |= some
        await all_is_well(town, acts.values())


async def is_spent(town: Town, first: dict[Row, Done]) -> None:
    """Press everything again: whoever was told something is told something, nobody else is, and nothing changes.

    Whoever was told that it is done is shown nothing new.
    """
    before = await records(town.bot)
    again = await town.does(*(done.act for done in first.values()))
    for (row, done), second in zip(first.items(), again, strict=True):
        assert second.said or not done.said, (row.name, second)
        assert {recipient for recipient, _ in second.caused} <= {str(done.act.who.chat)}, (row.name, second)
        assert not done.said or all(method.startswith("edit") for _, method in second.caused), (row.name, second)
    assert difference(before, await records(town.bot)) == []


async def test_what_somebody_else_has_changed_meanwhile_is_out_of_date(town: Town, rows: tuple[Row, ...]) -> None:
    async with town.awake():
        acts = await stand_all(town, rows)
        await town.does(
            *[await town.turned(act.about) for act in acts.values() if await on_disk.newest_enquiry(town.bot, act.about.id)]
        )
        on_cards = {row: act for row, act in acts.items() if act.data.startswith(("desk:", "rate:"))}
        before = await records(town.bot)
        for row, done in zip(on_cards, await town.does(*on_cards.values()), strict=True):
            assert done.refused, (row.name, done)
        assert difference(before, await records(town.bot)) == []
        others = {row: act for row, act in acts.items() if row not in on_cards}
        for row, done in zip(others, await town.does(*others.values()), strict=True):
            answered(row, done)
        await all_is_well(town, acts.values())


async def test_who_is_erased_a_moment_before_stays_erased(town: Town, rows: tuple[Row, ...]) -> None:
    async with town.awake():
        acts = await stand_all(town, rows)
        farewells = [await town.farewell(act.about) for act in acts.values()]
    await begin(town.stage, farewells)
    begun = await begin(town.stage, acts.values())
    async with town.awake():
        for row, done in zip(acts, await town.came_of(begun), strict=True):
            if not row.path[-1].startswith("<"):  # that topic goes too, with what is written in it
                answered(row, done)
        assert await on_disk.left_of_the_erased(town.bot) == []
        await all_is_well(town, acts.values())


# --- what is gone ---------------------------------------------------------------------------------------------------


async def test_a_restart_in_between_is_not_noticed(town: Town, rows: tuple[Row, ...]) -> None:
    """What one life showed works in the next, and what is used up stays so in the third."""
    everybody: list[Act] = []
    shown: dict[Row, Act] = {}
    used: dict[Row, Done] = {}
    for standing in (*in_turn(rows), [], []):
        async with town.awake():
            await is_spent(town, {row: done for row, done in used.items() if done.act.data})
            town.begin_minute()
            used = dict(zip(shown, await town.does(*shown.values()), strict=True))
            for row, done in used.items():
                worked(row, done)
            shown = dict(zip(standing, await stand(town, *standing), strict=True))
            everybody += shown.values()
    async with town.awake():
        await all_is_well(town, everybody)


async def test_a_message_that_telegram_no_longer_shows(town: Town, rows: tuple[Row, ...]) -> None:
    async with town.awake():
        acts = {row: act for row, act in (await stand_all(town, rows)).items() if act.data and not row.shared}
        begun = [await press_what_is_no_longer_shown(town.stage, town.language, act) for act in acts.values()]
        for row, done in zip(acts, await town.came_of(begun), strict=True):
            worked(row, done)
        await all_is_well(town, acts.values())


async def test_a_message_that_is_gone_by_then(town: Town, rows: tuple[Row, ...]) -> None:
    """What was pressed under, or what was written and is to be copied, is deleted before the bot hears of it."""
    async with town.awake():
        acts = await stand_all(town, rows)
    begun = await begin(town.stage, acts.values())
    town.delete(each.message for each in begun)
    async with town.awake():
        for row, done in zip(acts, await town.came_of(begun), strict=True):
            answered(row, done)
        await all_is_well(town, acts.values())


async def test_a_topic_that_is_gone_by_then(town: Town, rows: tuple[Row, ...]) -> None:
    async with town.awake():
        acts = await stand_all(town, rows)
    begun = await begin(town.stage, acts.values())
    await town.delete_topics()
    async with town.awake():
        for row, done in zip(acts, await town.came_of(begun), strict=True):
            answered(row, done)
        await all_is_well(town, acts.values())
