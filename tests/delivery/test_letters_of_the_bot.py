"""The whole bot with the sandbox's mail server: letters leave beside messages, and a dead server delays nothing else."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from letter_desk import READER, letter
from sqlalchemy import select
from stage import Stage, a_stage, running

from domain.outbox import Draft
from domain.outgoing import METHOD, Enclosure
from domain.people import ChannelKind
from storage import outbox as queue
from storage.database import Database
from storage.schema import outbox

JOIN = "desk@alliance.example"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with a_stage(tmp_path, mail=True, limits=False, mail_address=JOIN) as made:
        yield made


async def queued(stage: Stage, *enclosures: Enclosure) -> None:
    """Queue a letter beside the running bot, which finds it with its next look."""
    database = Database(stage.settings().database)
    draft = Draft(READER, METHOD, letter(enclosures=enclosures).payload(), "letter:1", channel=ChannelKind.MAIL)
    async with database.writing() as connection:
        await queue.insert(connection, [draft], 0)
    await database.close()


async def state_of_letter(stage: Stage) -> str:
    database = Database(stage.settings().database)
    async with database.reading() as connection:
        state = (await connection.execute(select(outbox.c.state).where(outbox.c.channel == ChannelKind.MAIL))).scalar_one()
    await database.close()
    return str(state)


async def test_a_letter_leaves_through_the_mail_server(stage: Stage) -> None:
    async with running(stage, smtp_url=stage.sandbox.smtp_url, join_address=JOIN):
        somebody = await stage.person("小明")
        file = (await somebody.sends_file("charter.pdf", b"%PDF"))["document"]["file_id"]
        await queued(stage, Enclosure("charter.pdf", "application/pdf", file_id=file))

        async def sent() -> bool:
            return bool((await stage.control.get("letters"))["letters"])

        await stage.control.eventually(sent, "the letter")
    (found,) = (await stage.control.get("letters"))["letters"]
    assert (found["kind"], found["to"], found["subject"], found["text"].strip()) == ("sent", [READER], "Re: 入会咨询", "您好！")
    assert found["from"].endswith(f"<{JOIN}>")
    assert found["attachments"] == [{"name": "charter.pdf", "mime": "application/pdf", "size": 4, "index": 0}]
    assert await state_of_letter(stage) == "sent"


@pytest.mark.parametrize("url", ["smtp://127.0.0.1:1", None])
async def test_without_a_mail_server_letters_wait_and_nothing_else_does(stage: Stage, url: str | None) -> None:
    async with running(stage, smtp_url=url, join_address=JOIN):
        await queued(stage)
        somebody = await stage.person("小明")
        await somebody.says("/start")
        await somebody.sees("联盟")
    assert await state_of_letter(stage) == "pending"
