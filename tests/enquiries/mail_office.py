"""An office that reads and writes letters; what somebody with a mail program writes to it, and what they get."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from stage import Player, Stage, a_stage

from domain.letters import Letter, read

JOIN = "mufan@aiiaorg.cn"
WRITER = "Emma Clarke <emma@firm.example>"


@asynccontextmanager
async def a_mail_stage(folder: Path) -> AsyncIterator[Stage]:
    """Return a stage on which the bot has the sandbox's mail servers."""
    async with a_stage(folder, mail=True, limits=False, mail_address=JOIN) as stage:
        stage.extra |= {"imap_url": stage.sandbox.imap_url, "smtp_url": stage.sandbox.smtp_url}
        stage.extra["mail_since"] = datetime(2020, 1, 1, tzinfo=UTC)  # letters may come before the bot first looks
        yield await stage.with_office()


async def writes(stage: Stage, text: str, **more: Any) -> dict[str, Any]:
    """Write to the office; return the letter as the sandbox lists it."""
    return dict(await stage.control.post("letters", **{"from": WRITER, "subject": "Joining", "text": text} | more))


async def topic_of(stage: Stage, *parts: str) -> Player:
    """Return the colleague in the topic where a letter is shown."""
    shown = await stage.at_desk().sees(*parts)
    return stage.at_desk(shown["message_thread_id"])


async def received(stage: Stage, *parts: str, to: str | None = None, files: int = 0) -> dict[str, Any]:
    """Return the newest letter of the office that contains every part and so many files, once it is there."""
    found: list[dict[str, Any]] = []

    async def there() -> bool:
        found[:] = [each for each in await sent(stage, to) if all(part in each["text"] for part in parts)]
        return bool(found) and len(found[-1]["attachments"]) == files

    await stage.control.eventually(there, f"a letter to {to or 'anybody'} with {parts}")
    return found[-1]


async def sent(stage: Stage, to: str | None = None) -> list[dict[str, Any]]:
    """Return the letters of the office, to one address or to all, oldest first."""
    letters = (await stage.control.get("letters"))["letters"]
    return [each for each in letters if each["kind"] == "sent" and to in (None, *each["to"])]


def as_read(stage: Stage, letter: dict[str, Any]) -> Letter:
    """Return a letter as the bot itself would read it."""
    return read(raw(stage, letter))


def raw(stage: Stage, letter: dict[str, Any]) -> bytes:
    """Return a letter as it went over the wire."""
    return next(each.raw for each in stage.sandbox.world.mail.carried() if each.n == letter["n"])
