"""Three hundred letters come in and are answered from the desk, and the bot is killed a hundred times meanwhile."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

from stage import Stage, a_stage

from domain.outgoing import row_named

from .conversation import judge_the_kills, one_kill
from .correspondents import LETTER, Colleague, Correspondents
from .evidence import Attempt, is_quiet, opened
from .lives import Life, Lives, lives_of
from .promises import judge_the_queues
from .report import Result
from .sight import Sight, sight_of

JOIN = "desk@alliance.example"
RATE = 100_000
SPEED = 60.0
"""How much faster the bot's pacing runs: every letter is several messages in one group."""

PATIENCE = 240.0
LOOK = 0.1

ON_THE_DESK = (
    "SELECT message_id, count(enquiry_messages.id) FROM letters LEFT JOIN enquiry_messages ON letter_id = letters.id GROUP BY 1"
)


async def run(folder: Path, *, seed: int, kills: int = 100, letters: int = 300, people: int = 12) -> Result:
    result, rng = Result("letters", seed, kills=kills), Random(seed)  # noqa: S311 - dice
    in_flight: list[set[Attempt]] = []
    async with a_stage(folder, mail=True, mail_address=JOIN, limits=False) as stage:
        await stage.with_office()
        mailbox = {"join_address": JOIN, "imap_url": stage.sandbox.imap_url, "smtp_url": stage.sandbox.smtp_url}
        async with lives_of(stage, SPEED, **mailbox, mail_rate=RATE) as lives, sight_of(stage.control) as sight:
            await _first_start(stage, lives)
            async with _at_work(stage, sight, rng, people) as (colleague, writers):
                for kill in range(kills):
                    writers.may_write(range(1 + letters * kill // kills, 1 + letters * (kill + 1) // kills))
                    in_flight.append(await one_kill(stage, lives, rng))
                life = await lives.start()
                await _finishes(result, stage, life, writers, letters)
                status = await life.stop()
            result.must(status == 0, f"exit status {status} after SIGTERM")
            await sight.catch_up()
            await _judge(result, stage, writers, {row for row, _ in set().union(*in_flight)})
            _on_the_desk(result, sight, stage, writers)
    judge_the_kills(result, in_flight)
    result.notes.append(
        f"{len(writers.written)} letters in {len(writers.threads)} correspondences, {len(colleague.answered)} answered"
    )
    return result


async def _first_start(stage: Stage, lives: Lives) -> None:
    """Let the bot look into the mailbox once: what lies there before it does is none of its business."""
    life, database = await lives.start(), stage.settings().database
    await life.up()
    async with asyncio.timeout(PATIENCE):
        while not _number(database, "SELECT count(*) FROM mailboxes"):
            life.must_live()
            await asyncio.sleep(LOOK)
    await life.kill()


@asynccontextmanager
async def _at_work(stage: Stage, sight: Sight, rng: Random, people: int) -> AsyncIterator[tuple[Colleague, Correspondents]]:
    colleague, writers = Colleague(stage, sight), Correspondents(stage, rng)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(writers.correspond()) for _ in range(people)]
        tasks.append(group.create_task(colleague.works()))
        yield colleague, writers
        for task in tasks:
            task.cancel()


async def _finishes(result: Result, stage: Stage, life: Life, writers: Correspondents, letters: int) -> None:
    """Return when every letter is answered and the bot is at rest."""
    database, world = stage.settings().database, stage.sandbox.world
    try:
        async with asyncio.timeout(PATIENCE):
            while not (all(map(writers.answers_to, range(1, letters + 1))) and is_quiet(database, world)):
                life.must_live()
                await asyncio.sleep(LOOK)
    except TimeoutError:
        unanswered = [number for number in range(1, letters + 1) if not writers.answers_to(number)]
        result.lost += len(unanswered)
        result.problems.append(f"the bot did not come to rest; without an answer are {unanswered}")


async def _judge(result: Result, stage: Stage, writers: Correspondents, doubtful: set[int]) -> None:
    """Compare what people wrote, what is stored, and what was handed to the mail server."""
    database = stage.settings().database
    with opened(database) as connection:
        stored = dict(connection.execute(ON_THE_DESK).fetchall())
    result.events = len(stored)
    result.must(stored == dict.fromkeys(writers.written.values(), 1), f"not each letter is one message of an enquiry: {stored}")
    enquiries = _number(database, "SELECT count(*) FROM enquiries")
    result.must(enquiries == len(writers.threads), f"{len(writers.threads)} correspondences became {enquiries} enquiries")
    _answers(result, writers, doubtful)
    await judge_the_queues(result, stage)


def _answers(result: Result, writers: Correspondents, doubtful: set[int]) -> None:
    """Every answer has arrived in its thread, under one Message-ID; a second copy was in flight at a kill."""
    copies = Counter(each.content.message_id for each in writers.sent())
    for message_id, number in copies.items():
        row = row_named(message_id)
        result.must(row and (number == 1 or row[0] in doubtful), f"{message_id} left {number} times")
    result.doubled += copies.total() - len(copies)
    result.notes.append(f"{copies.total()} letters left, {copies.total() - len(copies)} of them as second copies")
    for number, message_id in writers.written.items():
        answers = {(each.content.message_id, each.content.in_reply_to) for each in writers.answers_to(number)}
        result.must(len(answers) == 1, f"the answer to letter {number} left as {answers}")
        result.must(all(above == message_id for _, above in answers), f"the answer to letter {number} is not in its thread")


def _on_the_desk(result: Result, sight: Sight, stage: Stage, writers: Correspondents) -> None:
    assert stage.staff_chat is not None
    seen = {number for each in sight.chats[stage.staff_chat].of_bot() for number in LETTER.findall(each.get("text", ""))}
    missing = writers.written.keys() - set(map(int, seen))
    result.lost += len(missing)
    result.must(not missing, f"letters that never came to the desk: {missing}")


def _number(database: Path, query: str) -> int:
    with opened(database) as connection:
        return int(connection.execute(query).fetchone()[0])
