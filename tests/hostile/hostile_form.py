"""One person in front of the enquiry form: what they see, press and write, and what the form holds of it.

Buttons are pressed by what they carry, as a modified app would, so the same acts serve both languages.
"""

import asyncio
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

import orjson
from hostile_bot import Bot
from sqlalchemy import Select, select, update
from stage import Player, buttons_of

from storage.schema import channels, enquiries, enquiry_messages, forms, persons

TYPED = {"organisation": "Example Ltd", "contact_name": "Emma", "contact": "emma@example.org"}
PRESSED = {"subject": "pick:1", "kind": "pick:0", "credit_code": "skip:", "fields": "done:", "message": "skip:"}
ANSWERS = {
    "subject": "cooperate",
    "organisation": "Example Ltd",
    "kind": "company",
    "credit_code": None,
    "contact_name": "Emma",
    "contact": "emma@example.org",
    "fields": [],
    "message": None,
}
STEPS = (*ANSWERS, "summary")
APPLICATION = {
    "organisation": "7",
    "name_en": None,
    "kind": "company",
    "credit_code": None,
    "tier": "ordinary",
    "fields": [],
    "city": "7",
    "address": "7",
    "representative": "7",
    "dues_contact": None,
    "liaison": None,
    "own_role": "representative",
    "documents": {"licence": {"kind": "photo", "file_id": "7"}},
}
"""The answers of an application, by its questions."""


@dataclass(frozen=True)
class Form:
    """A form as it stands on disk."""

    token: str
    version: int
    step: str
    answers: dict[str, Any]

    kind: str = "join"

    def button(self, act: str, *, version: int | None = None, token: str | None = None) -> str:
        """Return what a button of this form carries for ``act``, a verb with its argument."""
        return f"{self.kind}:{token or self.token}:{self.version if version is None else version}:{act}"

    @property
    def content(self) -> tuple[str, str, dict[str, Any]]:
        """What no refused act may change."""
        return self.token, self.step, self.answers


async def stand_at(bot: Bot, token: str, step: str, known: dict[str, Any] = ANSWERS) -> None:
    """Put a form at ``step``, everything before it answered: on disk, which is where a form stands."""
    answers = dict(takewhile(lambda answer: answer[0] != step, known.items()))
    async with bot.database.writing() as connection:
        await connection.execute(
            update(forms).where(forms.c.token == token).values(step=step, answers=orjson.dumps(answers).decode())
        )


@dataclass
class Applicant:
    """A person, in a bot's life."""

    bot: Bot
    player: Player

    async def form(self) -> Form | None:
        columns = (forms.c.token, forms.c.version, forms.c.step, forms.c.answers, forms.c.kind)
        found = await self.bot.rows(self._mine(select(*columns), forms.c.person_id))
        return (
            Form(found[0].token, found[0].version, found[0].step, orjson.loads(found[0].answers), found[0].kind)
            if found
            else None
        )

    async def the_form(self) -> Form:
        form = await self.form()
        assert form is not None, await self.player.transcript()
        return form

    async def enquiries(self) -> int:
        return await self.bot.count(self._mine(select(enquiries.c.id), enquiries.c.person_id))

    async def written(self) -> int:
        """Return how many messages of theirs belong to their enquiries."""
        return await self.bot.count(self._mine(select(enquiry_messages.c.id), enquiry_messages.c.author_id))

    async def language(self) -> str:
        return str((await self.bot.rows(self._mine(select(persons.c.language), persons.c.id)))[0].language)

    async def says(self, text: str, **more: Any) -> None:
        await self.player.says(text, **more)
        await self.bot.settled()

    @property
    def shown(self) -> list[str]:
        """The texts of all messages of the bot in this chat."""
        return [message.get("text", "") for message in self._messages if message["from"]["is_bot"]]

    @property
    def screen(self) -> dict[str, Any]:
        """The newest message with buttons."""
        return next(message for message in reversed(self._messages) if buttons_of(message))

    @property
    def _messages(self) -> list[dict[str, Any]]:
        return list(self.bot.stage.sandbox.world.chats[self.player.chat].messages.values())

    async def presses(self, *buttons: str, message: dict[str, Any] | None = None) -> list[str]:
        """Press whatever ``buttons`` say, all at once, and return what each press was answered with."""
        where = message or self.screen
        queries = await asyncio.gather(*(self.player.presses(where, data=data, force=True) for data in buttons))
        await self.bot.settled()
        return list(await asyncio.gather(*(self._answer(query) for query in queries)))

    async def goes_to(self, step: str) -> Form:
        """Begin anew and stand at ``step``."""
        await self.says("/cancel")
        await self.says("/join")
        await stand_at(self.bot, (await self.the_form()).token, step)
        return await self.the_form()

    async def answers(self, step: str) -> None:
        """Give a good answer to the question that is asked."""
        if step in TYPED:
            await self.says(TYPED[step])
        else:
            await self.presses((await self.the_form()).button(PRESSED[step]))

    async def _answer(self, query: str) -> str:
        """Return the text a press was answered with; the answer is given after the commit, and may take a moment."""
        pressed = self.bot.stage.sandbox.world.queries.queries[query]
        for _ in range(1000):
            if pressed.answer is not None:
                return str(pressed.answer.get("text", ""))
            await asyncio.sleep(0.005)
        raise AssertionError("a press was never answered")

    def _mine(self, query: Select[Any], column: Any) -> Select[Any]:
        return query.join(channels, channels.c.person_id == column).where(channels.c.address == str(self.player.id))
