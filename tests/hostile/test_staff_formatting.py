"""A colleague's formatting reaches the enquirer as it was meant, whatever stands in a link or in the name of a language."""

from pathlib import Path
from typing import Any

import pytest
from hostile_bot import Bot, alive
from hostile_form import Applicant
from hostile_texts import SHOWN
from hostile_words import UNANSWERABLE
from stage import Stage, a_stage

URLS = (
    "https://example.org/?a=1&lt=2&quot=3",
    'https://example.org/"><b>x',
    "https://example.org/'&amp;",
)


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length} | more


async def written(bot: Bot, text: str, entities: list[dict[str, Any]]) -> dict[str, Any]:
    """Let an owner write in Alice's topic with these entities, and return what Alice sees."""
    stage = bot.stage
    alice = Applicant(bot, await stage.person("Alice", "en"))
    await alice.says(UNANSWERABLE)
    assert stage.owner is not None
    world = stage.sandbox.world
    thread = max(world.chats[stage.staff_chat].topics)
    message = {
        "message_id": 9000,
        "date": 1,
        "chat": {"id": stage.staff_chat, "type": "supergroup", "title": "x", "is_forum": True},
        "from": {"id": stage.owner.id, "is_bot": False, "first_name": "李同事"},
        "message_thread_id": thread,
        "is_topic_message": True,
        "text": text,
        "entities": entities,
    }
    await stage.control.post("update", update={"message": message})
    await bot.settled()
    return list(world.chats[alice.player.id].messages.values())[-1]


@pytest.fixture
async def stage(tmp_path: Path) -> Any:
    async with a_stage(tmp_path, limits=False) as made:
        yield await made.with_office()
        assert await made.violations() == []


@pytest.mark.parametrize("url", URLS)
async def test_a_link_leads_where_it_led(stage: Stage, url: str) -> None:
    async with alive(stage) as bot:
        seen = await written(bot, "see here", [entity("text_link", 4, 4, url=url)])
    assert seen["text"] == "Alliance office:\nsee here"
    assert [each.get("url") for each in seen["entities"] if each["type"] == "text_link"] == [url]


@pytest.mark.parametrize("text", SHOWN)
async def test_what_looks_like_markup_is_text(stage: Stage, text: str) -> None:
    async with alive(stage) as bot:
        seen = await written(bot, text, [entity("bold", 0, len(text))])
    assert seen["text"] == f"Alliance office:\n{text}"


@pytest.mark.parametrize("language", ["python", 'py"><u>x</u>', "a&b", "<b>"])
async def test_a_block_of_code_stays_one(stage: Stage, language: str) -> None:
    async with alive(stage) as bot:
        seen = await written(bot, "x = 1", [entity("pre", 0, 5, language=language)])
    assert seen["text"] == "Alliance office:\nx = 1"
    assert [(each["type"], each.get("language")) for each in seen["entities"]] == [("bold", None), ("pre", language)]


@pytest.mark.parametrize(
    "entities",
    [
        [entity("bold", 1, 2)],
        [entity("bold", 0, 1), entity("italic", 1, 1)],
        [entity("bold", 0, 99)],
        [entity("bold", 50, 9)],
        [entity("bold", 0, 4), entity("italic", 2, 6), entity("brand_new", 0, 2)],
    ],
    ids=range(5),
)
async def test_entities_nobody_could_make(stage: Stage, entities: list[dict[str, Any]]) -> None:
    """They cut a character in two, lie outside the text, overlap, or are not known yet; the words arrive all the same."""
    async with alive(stage) as bot:
        seen = await written(bot, "🙂🙂 好 <b>", entities)
    assert "好 <b>" in seen["text"]
