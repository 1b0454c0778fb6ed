"""What came in a letter is taken out of it when it is passed on, and is gone when the letter is."""

from email.message import EmailMessage

import pytest
from sqlalchemy import update

from bot.delivery.enclosures import Enclosures, Gone
from domain.mailbox import Mailbox, Place
from storage import letters
from storage.database import Database
from storage.forgetting import UNWRITTEN
from storage.letters import Kept, Taken
from storage.schema import letters as letters_table

HERE = Mailbox("desk@alliance.example", "INBOX")


async def store(database: Database) -> bytes:
    message = EmailMessage()
    message["From"] = "王小明 <wang@firm.example>"
    message.set_content("见附件。")
    message.add_attachment(b"first", "application", "pdf", filename="一.pdf")
    message.add_attachment(b"second", "application", "pdf", filename='a".pdf')
    raw = message.as_bytes()
    taken = Taken(0, len(raw), Kept.WHOLE, raw, "digest", "", "wang@firm.example")
    async with database.writing() as connection:
        await letters.store(connection, HERE, Place(0, 1, 1), taken, 0)
    return raw


async def test_a_file_or_the_letter_itself_is_taken_out(database: Database) -> None:
    raw = await store(database)
    params, files = await Enclosures(database).attached({"chat_id": 1, "document": {"$enclosed": [1, 1]}})
    assert params == {"chat_id": 1, "document": "attach://document"}
    assert (files["document"].name, files["document"].content) == ('a".pdf', b"second")
    _, files = await Enclosures(database).attached({"document": {"$enclosed": [1, None]}})
    assert (files["document"].name, files["document"].content) == ("1.eml", raw)


async def test_nothing_is_left_of_a_letter_that_was_forgotten(database: Database) -> None:
    await store(database)
    async with database.writing() as connection:
        await connection.execute(update(letters_table).values(UNWRITTEN))
    with pytest.raises(Gone):
        await Enclosures(database).attached({"document": {"$enclosed": [1, 0]}})
