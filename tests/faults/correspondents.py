"""People with a mail program who write to the join address, and the colleague who answers each of their letters.

A letter bears a mark in its words, the answer to it another one: so every one of them is known wherever it turns up.
"""

import asyncio
import itertools
import math
import random
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import aiosmtplib
from stage import Stage

from bot.sandbox.mail.composing import Draft, compose
from bot.sandbox.mail.letters import Letter
from bot.sandbox.mail.reading import read

from .desk import place_of
from .sight import Sight

LETTER = re.compile(r"〔(\d+)〕")
ANSWER = re.compile(r"〖(\d+)〗")
GOES_ON = 0.6
"""How likely somebody is to write again once they have an answer."""


class Colleague:
    """Answers every letter that is on the desk, where it stands."""

    def __init__(self, stage: Stage, sight: Sight) -> None:
        assert stage.owner is not None
        assert stage.staff_chat is not None
        self._stage, self._where = stage, {"from": stage.owner.id, "chat": stage.staff_chat}
        self._view = sight.chats[stage.staff_chat]
        self.answered: set[int] = set()

    async def works(self) -> None:
        """Answer letters until cancelled."""
        while True:
            number, message = await self._view.until(self._unanswered)
            text = f"您好，来信收悉〖{number}〗，欢迎到联盟来。"
            await self._stage.control.post("say", **self._where, **place_of(message), text=text)
            self.answered.add(number)

    def _unanswered(self) -> tuple[int, dict[str, Any]] | None:
        for message in self._view.of_bot():
            for number in map(int, LETTER.findall(message.get("text", ""))):
                if number not in self.answered:
                    return number, message
        return None


class Correspondents:
    """So many people at a time, each with an address of their own. How many letters they may write is for the run to say.

    ``written`` are their letters' Message-IDs by number, ``threads`` the numbers of those that belong together.
    """

    def __init__(self, stage: Stage, rng: random.Random) -> None:
        self._control, self._post, self._rng = stage.control, stage.sandbox.world.mail, rng
        self._now = stage.sandbox.world.clock.now_ms
        server = urlsplit(stage.sandbox.smtp_url)
        self._server = {"hostname": server.hostname, "port": server.port, "start_tls": False}
        self._numbers: asyncio.Queue[int] = asyncio.Queue()
        self._names = itertools.count(1)
        self.written: dict[int, str] = {}
        self.threads: list[list[int]] = []

    def may_write(self, letters: Iterable[int]) -> None:
        """Let letters with these numbers be written."""
        for number in letters:
            self._numbers.put_nowait(number)

    async def correspond(self) -> None:
        """Be one person after the other until cancelled, each with a correspondence of one letter or more."""
        while True:
            sender, thread, answer = f"第{next(self._names)}位", list[int](), None
            while not thread or self._rng.random() < GOES_ON:
                number = await self._numbers.get()
                if not thread:
                    self.threads.append(thread)
                thread.append(number)
                await self._write(f"{sender} <writer@firm{thread[0]}.example>", number, answer)
                answer = await self._answer_to(number)

    def answers_to(self, number: int) -> list[Letter]:
        """Return the answers to a letter that have come, every copy of them."""
        return [each for each in self.sent() if str(number) in ANSWER.findall(each.content.text)]

    def sent(self) -> list[Letter]:
        """Return every letter the bot handed in."""
        return [each for each in self._post.letters if each.kind == "sent"]

    async def _answer_to(self, number: int) -> Letter:
        async def has_come() -> bool:
            return bool(self.answers_to(number))

        await self._control.eventually(has_come, f"the answer to letter {number}", patience=math.inf)
        return self.answers_to(number)[0]

    async def _write(self, sender: str, number: int, answered: Letter | None) -> None:
        draft = Draft(sender, None if answered else "入会咨询", f"请问怎样入会？〔{number}〕", [], answered)
        raw = compose(draft, self._post.address, self._now())
        self.written[number] = read(raw).message_id
        await aiosmtplib.send(raw, sender=sender.split()[1], recipients=[self._post.address], **self._server)
