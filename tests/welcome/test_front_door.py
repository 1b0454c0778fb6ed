"""The greeting, the languages, the menus, help, and what is answered to what nobody understands."""

import pytest
from stage import Stage, running

from handlers import registry
from handlers.kit.capability import Audience

CHINESE, ENGLISH = "您好，这里是", "Welcome to the member services"


@pytest.mark.parametrize(
    ("code", "greeting"),
    [("zh", CHINESE), ("zh-hans", CHINESE), ("zh-hant", CHINESE), ("zh-TW", CHINESE), ("en", ENGLISH), ("de", ENGLISH)],
)
async def test_greets_in_the_language_of_the_app(stage: Stage, code: str, greeting: str) -> None:
    async with running(stage):
        alice = await stage.person("Alice", code)
        await alice.says("/start")
        screen = await alice.sees(greeting)
        assert 4 <= sum(len(row) for row in screen["reply_markup"]["inline_keyboard"]) <= 5


@pytest.mark.parametrize(("default", "greeting"), [("zh", CHINESE), ("en", ENGLISH)])
async def test_without_a_language_the_setting_decides(stage: Stage, default: str, greeting: str) -> None:
    async with running(stage, default_language=default):
        alice = await stage.person("Alice", None)
        await alice.says("/start")
        await alice.sees(greeting)


async def test_a_chosen_language_is_remembered_over_a_restart_and_the_menu_follows(stage: Stage) -> None:
    alice = await stage.person("Alice", "zh-hans")
    async with running(stage):
        await alice.says("/language")
        await alice.sees("请选择语言")
        await alice.taps("English")
        await alice.sees("We will write to you in English")
        await stage.control.eventually(lambda: menu_is(stage, alice.id, "All commands"), "an English menu")
    async with running(stage):
        await alice.says("/start")
        await alice.sees(ENGLISH)


async def menu_is(stage: Stage, person: int, words: str) -> bool:
    answer = await stage.control.get("commands", chat=person, person=person)
    return words in str(answer)


@pytest.mark.parametrize(("code", "words"), [("zh-hans", "服务内容"), ("en", "What I can do for you"), ("fr", "What I can do")])
async def test_the_command_menu_speaks_the_apps_language(stage: Stage, code: str, words: str) -> None:
    async with running(stage):
        alice = await stage.person("Alice", code)
        await alice.says("/help")
        await alice.sees("/join")
        await stage.control.eventually(lambda: menu_is(stage, alice.id, words), words)


@pytest.mark.parametrize("code", ["zh-hans", "en"])
async def test_help_lists_every_command_and_the_join_address(stage: Stage, code: str) -> None:
    async with running(stage):
        alice = await stage.person("Alice", code)
        await alice.says("/help")
        await alice.sees(*(f"/{command.name}" for command in registry().commands(Audience.EVERYBODY)), "mufan@aiiaorg.cn")


@pytest.mark.parametrize(
    ("text", "said"), [("/fee", "没有这个命令"), ("/start x' OR 1=1", CHINESE), ("/status", "还没有咨询记录")]
)
async def test_answers_what_it_does_not_know(stage: Stage, text: str, said: str) -> None:
    async with running(stage):
        alice = await stage.person("Alice")
        await alice.says(text)
        await alice.sees(said)


async def test_an_unknown_button_is_answered(stage: Stage) -> None:
    async with running(stage):
        alice = await stage.person("Alice")
        await alice.says("/start")
        screen = await alice.sees(CHINESE)
        query = await alice.presses(screen, data="no:such:button", force=True)
        assert "已停用" in (await alice.answer_to(query))["text"]
