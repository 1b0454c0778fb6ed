"""What comes between a question and its answer: an hour, a day, a block, a photograph, somebody's contact card."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from clocks import TestClock
from hostile_bot import FAST, alive
from hostile_form import STEPS, TYPED, Applicant
from hostile_words import IN_WRITING, LANGUAGES, OVER, PASSED_ON, UNANSWERABLE, UNFINISHED, UNSENT, words
from sqlalchemy import select
from stage import Stage, a_stage

from storage.schema import channels

NOT_TEXT: dict[str, dict[str, Any]] = {
    "a contact of somebody else": {"contact": {"phone_number": "+8613800138000", "first_name": "Boss", "user_id": 4711}},
    "an own contact": {"contact": {"phone_number": "+8613800138000", "first_name": "Alice"}},
    "a location": {"location": {"longitude": 1.0, "latitude": 1.0}},
    "a dice": {"dice": {"emoji": "🎲", "value": 6}},
    "a photograph": {"photo": [{"file_id": "x", "file_unique_id": "x", "width": 1, "height": 1}], "caption": "Example Ltd"},
    "nothing known": {"brand_new": {}},
}

pytestmark = pytest.mark.parametrize("language", sorted(LANGUAGES))


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with a_stage(tmp_path, limits=False) as made:
        yield await made.with_office()
        assert await made.violations() == []


@asynccontextmanager
async def applicant(stage: Stage, language: str, clock: TestClock | None = None) -> AsyncIterator[Applicant]:
    async with alive(stage, clock) as bot:
        who = Applicant(bot, await stage.person("Alice", LANGUAGES[language]))
        await who.says("/start")
        yield who


@pytest.mark.parametrize("step", STEPS)
async def test_after_a_day_every_button_says_that_it_is_over(stage: Stage, language: str, step: str) -> None:
    clock = TestClock(FAST)
    async with applicant(stage, language, clock) as alice:
        form = await alice.goes_to(step)
        screen = alice.screen
        clock.advance(hours=25)
        said = list(alice.shown)
        acts = ("pick:0", "flip:0", "done:", "skip:", "back:", "send:", "change:0", "cancel:", "restart:", "resume:")
        answers = await alice.presses(*(form.button(act) for act in acts), message=screen)
        assert all(answer.startswith(words(language, OVER)) for answer in answers)
        assert list(alice.shown) == said
        assert await alice.enquiries() == 0
        await alice.says(UNANSWERABLE)
        assert words(language, PASSED_ON) in alice.shown[-1]
        await alice.says("/join")
        fresh = await alice.the_form()
        assert fresh.token != form.token
        assert fresh.answers == {}


@pytest.mark.parametrize("step", STEPS)
async def test_after_an_hour_a_text_is_no_answer(stage: Stage, language: str, step: str) -> None:
    clock = TestClock(FAST)
    async with applicant(stage, language, clock) as alice:
        form = await alice.goes_to(step)
        clock.advance(hours=1.1)
        await alice.says(TYPED.get(step, "Something else"))
        assert (await alice.the_form()).content == form.content
        assert words(language, UNSENT if step == "summary" else UNFINISHED) in alice.shown[-1]
        await alice.presses((await alice.the_form()).button("resume:"))
        assert (await alice.the_form()).content == form.content


@pytest.mark.parametrize("step", STEPS)
async def test_a_block_in_the_middle(stage: Stage, language: str, step: str) -> None:
    """Blocked, the form waits; what cannot be delivered is let go, and writing again is enough to go on."""
    clock = TestClock(FAST)
    async with applicant(stage, language, clock) as alice:
        form = await alice.goes_to(step)
        clock.advance(hours=0.1)
        await stage.control.post("block", person=alice.player.id, blocked=True)
        await alice.bot.settled()
        assert not await reachable(alice)
        await alice.presses(form.button("pick:99"))
        assert (await alice.the_form()).content == form.content
        await alice.says("/join")
        assert await reachable(alice)
        assert words(language, UNSENT if step == "summary" else UNFINISHED) in alice.shown[-1]
        await alice.presses((await alice.the_form()).button("resume:"))
        assert (await alice.the_form()).content == form.content


async def reachable(who: Applicant) -> bool:
    found = await who.bot.rows(select(channels.c.unreachable_at).where(channels.c.address == str(who.player.id)))
    return found[0].unreachable_at is None


@pytest.mark.parametrize("step", STEPS)
async def test_what_is_not_text_is_no_answer(stage: Stage, language: str, step: str) -> None:
    """A contact card proves nothing, whoever's it is: the telephone number is asked for in writing."""
    async with applicant(stage, language) as alice:
        form = await alice.goes_to(step)
        chat = {"id": alice.player.id, "type": "private", "first_name": "Alice"}
        sender = {"id": alice.player.id, "is_bot": False, "first_name": "Alice", "language_code": LANGUAGES[language]}
        for number, content in enumerate(NOT_TEXT.values()):
            message = {"message_id": 9000 + number, "date": 1, "chat": chat, "from": sender} | content
            await stage.control.post("update", update={"message": message})
            await alice.bot.settled()
            assert alice.shown[-1].startswith(words(language, IN_WRITING))
        assert (await alice.the_form()).content == form.content
        assert await alice.written() == 0
