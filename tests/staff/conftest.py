"""The office that the tests of this folder begin with."""

import pytest
from staff_people import People
from stage import Stage


@pytest.fixture
async def office(stage: Stage) -> People:
    await stage.with_office()
    assert stage.owner is not None
    zhou, emma = await stage.person("周航", "zh-hans"), await stage.person("Emma", "en")
    for who in (zhou, emma):
        await stage.control.post("member", chat=stage.staff_chat, person=who.id, status="member")
    return People(stage, stage.owner, zhou, emma)
