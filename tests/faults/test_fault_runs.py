"""The fault runs with few kills, as part of every test run; `make faults` has the full counts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from . import broadcast, conversation, disk_full, letters, network, sigterm
from .report import Result, table

SEED = 7


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def assert_kept(result: Result) -> None:
    """Every promise was kept, and nothing was lost."""
    assert result.lost == 0 and not result.problems, "\n" + table([result])  # noqa: PT018 - one answer to both


async def test_killed_while_people_enquire(data: Path) -> None:
    assert_kept(await conversation.run(data, seed=SEED, kills=6, people=4))


async def test_killed_while_letters_come_and_are_answered(data: Path) -> None:
    assert_kept(await letters.run(data, seed=SEED, kills=4, letters=12, people=6))


async def test_people_enquire_over_a_line_that_fails(data: Path) -> None:
    result = await network.run(data, seed=SEED, people=6, enquiries=1)
    assert_kept(result)
    assert result.kills == 0


async def test_killed_while_a_notice_goes_out(data: Path) -> None:
    assert_kept(await broadcast.run(data, seed=SEED, kills=4, rows=300, people=50))


async def test_stopped_while_a_notice_goes_out(data: Path) -> None:
    assert_kept(await sigterm.run(data, seed=SEED, times=1, rows=300, people=50))


async def test_no_room_on_the_disk(data: Path) -> None:
    result = await disk_full.run(data, seed=SEED, enquiries=1, failures=1)
    if result.events == 0 and result.notes:
        pytest.skip(result.notes[0])
    assert_kept(result)
