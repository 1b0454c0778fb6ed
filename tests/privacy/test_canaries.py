"""A person with a canary in every field is erased: not one is left in the file, and nobody else has lost a word."""

from pathlib import Path
from typing import Any

import orjson
from leaving import WORDS, ask, database, is_asked, settled
from sqlalchemy import insert
from stage import Player, Stage, running

from domain.outbox import Draft
from handlers.privacy.chat import GOODBYE
from handlers.privacy.desk import CLEARING
from storage import inbox
from storage.database import Database
from storage.erasure import SLICE, erase
from storage.migrate import migrate
from storage.schema import channels, persons
from storage.traces import OF_ENQUIRY, OF_MESSAGE, OF_PERSON
from storage.unit import Unit

CANARY = "Kanarienvogel"
TAME = "Haustier"

ABOUT = {
    "persons": "SELECT * FROM persons WHERE id = :p",
    "channels": "SELECT * FROM channels WHERE person_id = :p",
    "enquiries": "SELECT * FROM enquiries WHERE person_id = :p",
    "messages": "SELECT m.* FROM enquiry_messages m JOIN enquiries e ON e.id = m.enquiry_id WHERE e.person_id = :p",
    "forms": "SELECT * FROM forms WHERE person_id = :p",
    "taps": "SELECT * FROM taps WHERE person_id = :p",
    "topics": "SELECT * FROM topics WHERE person_id = :p",
    "rows": "SELECT recipient, state, body FROM outbox o JOIN payloads ON payload_id = payloads.id WHERE o.recipient = :a",
    "posts": "SELECT recipient, state, body FROM outbox o JOIN payloads ON payload_id = payloads.id WHERE body LIKE :w",
    "updates": "SELECT state, payload FROM inbox WHERE payload LIKE :w",
}


async def fills_everything(stage: Stage, who: Player, word: str) -> None:
    """Leave ``word`` wherever a person, or a colleague about them, can leave anything."""
    desk = stage.at_desk()
    await who.says(f"Quux {word} quux quux?")
    await settled(stage)
    await desk.says("/desk")
    await desk.taps("未解答的提问", await desk.sees("未解答的提问"))
    await desk.sees(word)
    await who.says("/join")
    for question, act, answer in (
        ("enquiry about", "tap", "Cooperation"),
        ("full name", "say", f"{word} Ltd"),
        ("What kind", "tap", "University"),
        ("credit code", "say", f"{word}1"),
        ("mistyped", "tap", "Keep"),
        ("Whom may we", "say", f"Dr. {word}"),
        ("reach you", "say", f"{word.lower()}@example.org"),
        ("fields interest", "tap", "Skip"),
        ("tell or ask", "say", f"A message of {word}"),
        ("Send", "tap", "Send"),
    ):
        await who.sees(question)
        await (who.taps(answer) if act == "tap" else who.says(answer))
    reference = (await who.sees("Q-20"))["text"].split("Q-")[1][:9]
    thread = (await desk.sees(f"Q-{reference}"))["message_thread_id"]
    said = await who.says(f"Further words of {word}")
    await desk.sees("Further words of")
    await who.edits(said, f"Corrected words of {word}")
    await who.sends_file(f"{word}.pdf", b"%PDF-1.4", caption=f"A file of {word}")
    await settled(stage)
    topic = stage.at_desk(thread)
    await topic.says(f"Dear {word}, we answer.")
    await who.sees("we answer")
    await topic.says(f"// {word} is a difficult case")
    await settled(stage)
    await topic.edits((await topic.messages())[-1], f"// {word} is no difficult case")
    await who.says(f"/ask What would {word} cost?")
    await who.says("/join")
    await who.taps("Cooperation", await who.sees("enquiry about"))
    await who.sees("full name")
    await who.says(f"Unfinished {word}")
    await who.sees("What kind")
    await who.says("Still there?")
    await settled(stage)
    await desk.says("/desk")
    await desk.taps("全部在办", await desk.sees("全部在办"))
    await desk.sees(word)
    await settled(stage)


def about(stage: Stage, person: int, player: Player, word: str) -> dict[str, list[tuple[Any, ...]]]:
    values = {"p": person, "a": str(player.id), "w": f"%{word}%"}
    return {name: sorted(ask(database(stage), sql, **values), key=str) for name, sql in ABOUT.items()}


def on_disk(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


async def test_not_one_canary_is_left_and_nobody_else_has_lost_a_word(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person(CANARY, "en", username=CANARY.lower())
        bob = await stage.person(TAME, "en", username=TAME.lower())
        await fills_everything(stage, alice, CANARY)
        await fills_everything(stage, bob, TAME)
        question = await is_asked(alice, "en")
        await settled(stage)
        before = about(stage, 3, bob, TAME)
        assert all(before.values()), before
        assert CANARY.encode() in on_disk(database(stage))
        await alice.taps(WORDS["en"]["yes"], question)
        await alice.sees(WORDS["en"]["gone"])
        await settled(stage)
        after = about(stage, 3, bob, TAME)
        lists = [row for row in before["posts"] if CANARY in row[2]]  # what colleagues were shown of both goes as a whole
        before["posts"] = [row for row in before["posts"] if row not in lists]
        assert after == before
    subjects = {
        subject.partition(":")[0] for (subject,) in ask(database(stage), "SELECT subject FROM outbox WHERE subject > ''")
    }
    assert subjects <= {*OF_MESSAGE, *OF_ENQUIRY, *OF_PERSON, "colleague", GOODBYE, CLEARING}
    left = on_disk(database(stage))
    for word in (CANARY, CANARY.lower(), str(alice.id)):
        assert word.encode() not in left, ask(
            database(stage),
            "SELECT o.id, subject, method, body FROM outbox o JOIN payloads p ON p.id = payload_id WHERE body LIKE ?",
            f"%{word}%",
        )
    assert TAME.encode() in left


async def test_more_rows_than_one_slice(tmp_path: Path) -> None:
    path = tmp_path / "alliance.db"
    migrate(path)
    opened = Database(path)
    try:
        async with opened.writing() as connection:
            await connection.execute(insert(persons).values(id=1, name=CANARY, language="zh", created_at=1))
            await connection.execute(insert(channels).values(person_id=1, kind="telegram", address="77", created_at=1))
            unit = Unit(connection, now=2)
            for number in range(2 * SLICE + 10):
                unit.send(
                    Draft("77" if number % 3 else "78", "sendMessage", {"text": CANARY if number % 3 else TAME}, str(number))
                )
            await unit.keep()
            await unit.flush()
            update = orjson.dumps({"message": {"from": {"id": 77}, "text": CANARY}}).decode()
            other = orjson.dumps({"message": {"from": {"id": 777}, "text": TAME}}).decode()
            items = [(str(number), update if number % 3 else other) for number in range(2 * SLICE + 10)]
            await inbox.store(connection, "telegram:1", items, 2)
        async with opened.writing() as connection:
            await connection.run_sync(erase, 1, 3)
    finally:
        await opened.close()
    assert CANARY.encode() not in path.read_bytes()
    rows = "SELECT recipient, state, body != '', count(*) FROM outbox JOIN payloads p ON p.id = payload_id GROUP BY 1, 2, 3"
    assert ask(path, rows) == [("", "cancelled", 0, 673), ("78", "pending", 1, 337)]
    assert ask(path, "SELECT state, payload != '', count(*) FROM inbox GROUP BY 1, 2") == [
        ("done", 0, 673),
        ("waiting", 1, 337),
    ]
