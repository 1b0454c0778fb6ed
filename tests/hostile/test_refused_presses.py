"""Every question of the form, every way to press wrongly: the press is answered, and the form stays as it was."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hostile_bot import Bot, alive
from hostile_form import STEPS, Applicant
from hostile_words import LANGUAGES, OUT_OF_DATE, OVER, words
from stage import a_stage, buttons_of

HERE = {
    "subject": {"pick:0", "pick:1", "pick:2"},
    "organisation": {"back:"},
    "kind": {"pick:0", "pick:1", "pick:2", "pick:3", "back:"},
    "credit_code": {"skip:", "back:"},
    "contact_name": {"back:"},
    "contact": {"back:"},
    "fields": {"flip:0", "flip:1", "flip:2", "done:", "skip:", "back:"},
    "message": {"skip:", "back:"},
    "summary": {"send:", "change:0", "change:7"},
}
"""What each screen offers, besides giving up, beginning anew and going on."""

ACTS = sorted(set().union(*HERE.values()))
NONSENSE = (
    "approve:17",
    ":",
    "PICK:0",
    "pick:-1",
    "pick:99",
    "pick:٣",
    "pick:",
    "flip:99",
    "change:99",
    "change:",
    "pick:0:0",
    "",
)


@pytest.fixture(params=sorted(LANGUAGES))
async def pair(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[str, Applicant, Applicant]]:
    """Two people who read the same language; the bot is on."""
    async with a_stage(tmp_path, limits=False) as stage:
        await stage.with_office()
        async with alive(stage) as bot:
            yield request.param, *[await arrives(bot, name, LANGUAGES[request.param]) for name in ("Alice", "Bob")]
        assert await stage.violations() == []


async def arrives(bot: Bot, name: str, language: str) -> Applicant:
    who = Applicant(bot, await bot.stage.person(name, language))
    await who.says("/start")
    return who


@pytest.mark.parametrize("step", STEPS)
async def test_wrong_presses_change_nothing(pair: tuple[str, Applicant, Applicant], step: str) -> None:
    language, alice, bob = pair
    form = await alice.goes_to(step)
    wrong = [form.button(act) for act in (*sorted(set(ACTS) - HERE[step]), *NONSENSE)]
    wrong += [form.button(act, version=version) for act in HERE[step] for version in (0, form.version - 1, form.version + 1)]
    wrong += [form.button(act, token="AAAAAAAA") for act in HERE[step]]
    answers = await alice.presses(*wrong)
    assert [data for data, said in zip(wrong, answers, strict=True) if not said.startswith(words(language, OUT_OF_DATE))] == []
    now = await alice.the_form()
    assert now.content == form.content
    offered = {button["callback_data"] for button in buttons_of(alice.screen)}
    assert {now.button(act) for act in HERE[step]} <= offered  # the fresh screen that came with the refusals
    refused = await bob.presses(*(form.button(act) for act in HERE[step]))
    assert {said.startswith(words(language, OVER)) for said in refused} == {True}
    assert await bob.form() is None
    assert (await alice.the_form()).content == form.content
    assert await alice.enquiries() == await bob.enquiries() == 0


@pytest.mark.parametrize("step", STEPS)
async def test_a_press_that_came_twenty_times_has_one_effect(pair: tuple[str, Applicant, Applicant], step: str) -> None:
    _, alice, _ = pair
    always = ("cancel:", "restart:", "resume:") if step in ("organisation", "fields", "summary") else ()
    for act in (*sorted(HERE[step]), *always):
        form = await alice.goes_to(step)
        sent = await alice.enquiries()
        answers = await alice.presses(*[form.button(act)] * 20)
        after, said = await alice.form(), list(alice.shown)
        answers += await alice.presses(form.button(act))
        assert len(set(answers)) == 1, act
        assert await alice.form() == after, act
        assert list(alice.shown) == said, act
        assert await alice.enquiries() == sent + (act == "send:"), act
        if after is not None and after.token == form.token:
            assert after.version == form.version + 1, act
