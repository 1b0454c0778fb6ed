"""A notice of many rows waits in the outbox; what became of each row is compared with what each chat shows."""

from collections import Counter

import orjson
from stage import Player, Stage

from domain.outbox import Draft, Lane
from storage import outbox
from storage.database import Database
from storage.migrate import migrate

from .evidence import counted, opened
from .report import Result

SUBJECT = "notice:faults"
OURS = f"subject = '{SUBJECT}'"
ONE_IN = 40
"""One reader in so many has blocked the bot."""


async def readers(stage: Stage, number: int) -> list[Player]:
    """Return people who have all written to the bot once; some of them want no more of it."""
    people = [await stage.person(f"Reader {place}") for place in range(number)]
    for place, person in enumerate(people):
        await person.says("/start")
        if place % ONE_IN == 0:
            await stage.control.post("block", person=person.id, blocked=True)
    return people


async def queue(stage: Stage, people: list[Player], rows: int) -> None:
    """Put ``rows`` messages, no two alike, into the outbox of a bot that does not run yet."""
    path = stage.settings().database
    migrate(path)
    database = Database(path)
    drafts = [
        Draft(
            str(people[n % len(people)].id), "sendMessage", {"text": f"Notice {n}"}, f"notice:{n}", Lane.BULK, subject=SUBJECT
        )
        for n in range(rows)
    ]
    async with database.writing() as connection:
        await outbox.insert(connection, drafts, now=0)
    await database.close()


def states(stage: Stage) -> Counter[str]:
    """Return how many rows of the notice are in each state."""
    return counted(stage.settings().database, "outbox", OURS)


async def judge(result: Result, stage: Stage, people: list[Player], rows: int) -> None:
    """Every row has ended or still waits, as it says, and is in its chat at most once."""
    ended, shown = states(stage), await _shown(people)
    with opened(stage.settings().database) as connection:
        query = "SELECT state, body FROM outbox JOIN payloads ON payloads.id = payload_id WHERE subject = ?"
        found = {orjson.loads(body)["text"]: state for state, body in connection.execute(query, (SUBJECT,))}
    unseen = [text for text, state in found.items() if state == "sent" and not shown[text]]
    wrong = [text for text, state in found.items() if state in ("failed", "pending") and shown[text]]
    result.events = rows
    result.uncertain = ended["uncertain"]
    result.lost = rows - ended.total() + len(unseen)
    result.doubled = sum(times - 1 for text, times in shown.items() if text in found)
    result.must(ended.total() == rows, f"{rows} rows were queued, {ended.total()} are there")
    result.must(not unseen, f"sent and in no chat: {unseen[:5]}")
    result.must(not wrong, f"in a chat although failed or pending: {wrong[:5]}")
    result.must(result.doubled == 0, f"{result.doubled} came twice")
    result.must(not ended["sending"], f"{ended['sending']} rows are still in the middle of a call")
    result.notes.append(", ".join(f"{number} {state}" for state, number in sorted(ended.items())))


async def _shown(people: list[Player]) -> Counter[str]:
    messages = [message for person in people for message in await person.messages()]
    return Counter(message["text"] for message in messages if message["from"]["is_bot"])
