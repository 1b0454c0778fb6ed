"""Alarms: told once when it has lasted, once when it is over, whatever happens to the process in between."""

from collections.abc import Callable
from pathlib import Path

import pytest
from stopped_clock import StoppedClock

from bot.alarms import QUIET, Alarms, Trouble
from domain.languages import Language


class Ear:
    """Hears what owners are told; ``deaf`` plays the case that nothing takes it."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.keys: list[str] = []
        self.deaf = False

    async def tell(self, key: str, text: Callable[[Language], str]) -> bool:
        if not self.deaf:
            self.keys.append(key)
            self.heard.append(text(Language.ENGLISH))
        return not self.deaf


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def alarms(clock: StoppedClock, ear: Ear, tmp_path: Path) -> Alarms:
    return made(clock, ear, tmp_path)


def made(clock: StoppedClock, ear: Ear, folder: Path) -> Alarms:
    return Alarms(
        clock, ear.tell, lambda language, trouble, well: f"{trouble} {'well' if well else 'failing'}", folder / "t.json"
    )


async def fails(alarms: Alarms, clock: StoppedClock, seconds: int, trouble: Trouble = Trouble.POLLING) -> None:
    for _ in range(0, seconds, 10):
        alarms.failing(trouble)
        await alarms.check()
        clock.advance(10)


async def test_it_is_told_once_when_it_lasts_and_once_when_it_is_over(alarms: Alarms, clock: StoppedClock, ear: Ear) -> None:
    await fails(alarms, clock, 300)
    assert ear.heard == []
    await fails(alarms, clock, 3000)
    assert ear.heard == ["polling failing"]
    alarms.well(Trouble.POLLING)
    alarms.well(Trouble.POLLING)
    await alarms.check()
    await alarms.check()
    assert ear.heard == ["polling failing", "polling well"]


async def test_what_passes_by_itself_is_not_told(alarms: Alarms, clock: StoppedClock, ear: Ear) -> None:
    for _ in range(5):
        await fails(alarms, clock, 200)
        alarms.well(Trouble.POLLING)
        await alarms.check()
    assert ear.heard == []


async def test_each_trouble_has_its_own_patience(alarms: Alarms, ear: Ear) -> None:
    alarms.failing(Trouble.DISK)
    alarms.failing(Trouble.BACKUP)
    alarms.failing(Trouble.DATABASE)
    alarms.failing(Trouble.DATABASE)
    await alarms.check()
    assert sorted(ear.heard) == ["backup failing", "disk failing"]
    alarms.failing(Trouble.DATABASE)
    await alarms.check()
    assert ear.heard[-1] == "database failing"


async def test_what_comes_and_goes_does_not_flood(alarms: Alarms, clock: StoppedClock, ear: Ear) -> None:
    for _ in range(100):
        alarms.failing(Trouble.DISK)
        await alarms.check()
        alarms.well(Trouble.DISK)
        await alarms.check()
        clock.advance(10)
    assert ear.heard == ["disk failing", "disk well"]
    clock.advance(QUIET)
    alarms.failing(Trouble.DISK)
    await alarms.check()
    assert ear.heard[2:] == ["disk failing"]
    assert len(set(ear.keys)) == 3


async def test_what_cannot_be_told_is_told_later(alarms: Alarms, clock: StoppedClock, ear: Ear) -> None:
    ear.deaf = True
    alarms.failing(Trouble.DISK)
    await alarms.check()
    ear.deaf = False
    await alarms.check()
    ear.deaf = True
    alarms.well(Trouble.DISK)
    await alarms.check()
    ear.deaf = False
    await alarms.check()
    assert ear.heard == ["disk failing", "disk well"]


async def test_a_restart_tells_nothing_twice_and_forgets_nothing(
    alarms: Alarms, clock: StoppedClock, ear: Ear, tmp_path: Path
) -> None:
    await fails(alarms, clock, 400)
    again = made(clock, ear, tmp_path)
    await fails(again, clock, 4000)
    assert ear.heard == ["polling failing"]
    once_more = made(clock, ear, tmp_path)
    once_more.well(Trouble.POLLING)
    await once_more.check()
    assert ear.heard == ["polling failing", "polling well"]
    last = made(clock, ear, tmp_path)
    last.well(Trouble.POLLING)
    await last.check()
    assert len(ear.heard) == 2


async def test_a_process_that_ends_each_time_the_database_fails_is_heard_of(
    clock: StoppedClock, ear: Ear, tmp_path: Path
) -> None:
    for _ in range(6):
        alarms = made(clock, ear, tmp_path)
        alarms.failing(Trouble.DATABASE)
        await alarms.check()
        clock.advance(5)
    assert ear.heard == ["database failing"]


async def test_trouble_that_ends_and_begins_while_it_is_told(clock: StoppedClock, tmp_path: Path) -> None:
    heard: list[str] = []

    async def tell(key: str, text: Callable[[Language], str]) -> bool:
        heard.append(text(Language.ENGLISH))
        (alarms.failing if "well" in heard[-1] else alarms.well)(Trouble.DISK)
        return True

    alarms = Alarms(clock, tell, lambda language, trouble, well: "well" if well else "failing", tmp_path / "t.json")
    alarms.failing(Trouble.DISK)
    await alarms.check()
    await alarms.check()
    assert heard == ["failing", "well"]
    clock.advance(QUIET)
    await alarms.check()
    assert heard == ["failing", "well", "failing"]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"polling": 5}', '{"meteor": {"started": 1}}', '{"disk": {"x": 1}}'])
def test_a_memory_that_makes_no_sense_is_left_aside(clock: StoppedClock, ear: Ear, tmp_path: Path, content: str) -> None:
    (tmp_path / "t.json").write_text(content)
    made(clock, ear, tmp_path).failing(Trouble.DISK)
