"""Commands and menu buttons where they do not belong: in groups, for other bots, by edit, forward, bots and channels; and
deep links that are none. Nothing begins, nothing is passed on, and nobody is told more than they know.
"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hostile_bot import Bot, alive
from hostile_form import Applicant
from hostile_texts import PAYLOADS
from hostile_words import GREETING, LANGUAGES, OLD_BUTTON, UNANSWERABLE, UNKNOWN, words
from sqlalchemy import select
from stage import Stage, a_stage

from storage.schema import outbox

COMMANDS = ("/start", "/start join", "/help", "/join", "/ask", "/ask why?", "/status", "/language", "/cancel", "/approve_17")
FORGED = (
    "menu:",
    "menu:join\n",
    " menu:join",
    "MENU:JOIN",
    "language:zh\n",
    "language:de",
    "approve:17",
    "vote:1:yes",
    "x" * 64,
)
WRITTEN_BY: dict[str, dict[str, Any]] = {
    "a bot": {"is_bot": True},
    "a negative id": {"id": -5},
    "a truth value": {"id": True},
    "an id beyond all ids": {"id": 2**53},
    "a text for an id": {"id": "100001"},
}


@pytest.fixture(params=sorted(LANGUAGES))
async def alice(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Applicant]:
    """Somebody the bot knows, who also sits in the staff group without being staff."""
    async with a_stage(tmp_path, limits=False) as stage:
        await stage.with_office()
        async with alive(stage) as bot:
            who = Applicant(bot, await stage.person("Alice", LANGUAGES[request.param]))
            await who.says("/start")
            await stage.control.post("member", chat=stage.staff_chat, person=who.player.id, status="member")
            await bot.settled()
            yield who
        assert await stage.violations() == []


async def queued(bot: Bot) -> int:
    return await bot.count(select(outbox.c.id))


def private(who: Applicant, text: str, **changes: Any) -> dict[str, Any]:
    """Return a message as Telegram would tell it, with ``changes``."""
    chat = {"id": who.player.id, "type": "private", "first_name": "Alice"}
    sender = {"id": who.player.id, "is_bot": False, "first_name": "Alice"}
    entities = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
    return {"message_id": 9000, "date": 1, "chat": chat, "from": sender, "text": text, "entities": entities} | changes


async def delivered(stage: Stage, bot: Bot, **update: Any) -> None:
    await stage.control.post("update", update=update)
    await bot.settled()


async def test_forged_buttons(alice: Applicant) -> None:
    before, language = await queued(alice.bot), await alice.language()
    in_group = Applicant(alice.bot, alice.player.inside(alice.bot.stage.staff_chat))
    card = next(iter(await in_group.player.messages()))
    said = [*await alice.presses(*FORGED), *await in_group.presses(*FORGED, message=card)]
    assert all(each.startswith(words(language, OLD_BUTTON)) for each in said)
    assert await queued(alice.bot) == before
    assert await alice.language() == language


async def test_commands_for_another_bot(alice: Applicant) -> None:
    language = await alice.language()
    for command in ("/join@otherbot", "/ask@otherbot why?", "/cancel@sandbox_4242_bo"):
        await alice.says(command)
        assert alice.shown[-1].startswith(words(language, UNKNOWN))
    assert await alice.form() is None
    assert await alice.enquiries() == 0


@pytest.mark.parametrize("text", COMMANDS)
async def test_a_message_edited_into_a_command(alice: Applicant, text: str) -> None:
    await alice.says(UNANSWERABLE)
    shown, before, language = len(alice.shown), await alice.written(), await alice.language()
    own = next(m for m in reversed(await alice.player.messages()) if not m["from"]["is_bot"])
    await alice.player.control.post("edit", **{"from": alice.player.id}, message=own["message_id"], text=text)
    await alice.bot.settled()
    assert alice.shown[shown:] == []
    assert (await alice.written(), await alice.language()) == (before, language)
    assert await alice.form() is None


async def test_a_forwarded_command_acts_for_who_forwards(alice: Applicant) -> None:
    """A command somebody else wrote gives no rights of theirs."""
    owner = alice.bot.stage.owner
    assert owner is not None
    origin = {"type": "user", "date": 1, "sender_user": {"id": owner.id, "is_bot": False, "first_name": "李同事"}}
    await delivered(alice.bot.stage, alice.bot, message=private(alice, "/join", forward_origin=origin))
    assert await alice.form() is not None
    assert await Applicant(alice.bot, owner).form() is None


@pytest.mark.parametrize("sender", sorted(WRITTEN_BY))
async def test_what_no_person_wrote(alice: Applicant, sender: str) -> None:
    stage, bot = alice.bot.stage, alice.bot
    before = await queued(bot), await alice.written()
    author = {"id": alice.player.id, "is_bot": False, "first_name": "Alice"} | WRITTEN_BY[sender]
    for text in ("/join", "/start", "hello"):
        await delivered(stage, bot, message=private(alice, text, **{"from": author}))
        await delivered(stage, bot, channel_post=private(alice, text, **{"from": author}))
        await delivered(stage, bot, edited_message=private(alice, text, **{"from": author}))
    tap = {"id": "1", "from": author, "chat_instance": "1", "data": "menu:join", "message": private(alice, "x")}
    await delivered(stage, bot, callback_query=tap)
    assert (await queued(bot), await alice.written()) == before
    assert await alice.form() is None


async def test_one_persons_message_with_anothers_tap(alice: Applicant) -> None:
    """An update is one thing; two at once would let one person act with the other's rights."""
    owner = alice.bot.stage.owner
    assert owner is not None
    await alice.says("/join")
    form, before = await alice.the_form(), await queued(alice.bot)
    sender = {"id": owner.id, "is_bot": False, "first_name": "x"}
    tap = {"id": "1", "from": sender, "chat_instance": "1", "data": form.button("pick:0"), "message": private(alice, "x")}
    await delivered(alice.bot.stage, alice.bot, message=private(alice, "/status"), callback_query=tap)
    assert await alice.the_form() == form
    assert await queued(alice.bot) == before


async def test_deep_links_that_are_none(alice: Applicant) -> None:
    """Whatever stands behind /start, the answer is the same: it says nothing about what would have been right."""
    language = await alice.language()
    answers = set()
    for payload in (payload for payload in PAYLOADS if payload != "join"):
        await alice.says(f"/start {payload}")
        answers.add(alice.shown[-1])
    assert len(answers) == 1
    assert answers.pop().startswith(words(language, GREETING))
    assert await alice.form() is None
    assert await alice.enquiries() == 0


async def test_menu_buttons_pressed_twenty_times(alice: Applicant) -> None:
    for data in ("menu:join", "menu:cooperate"):
        await alice.says("/cancel")
        answers = await alice.presses(*[data] * 20)
        assert set(answers) == {""}
        form = await alice.the_form()
        assert (form.version, form.step) == (1, "organisation")
    for data in ("language:en", "language:zh"):
        assert set(await alice.presses(*[data] * 20)) == {""}
        assert await alice.language() == data[-2:]


async def test_a_foreign_group_is_left(alice: Applicant) -> None:
    stage, bot = alice.bot.stage, alice.bot
    made = await stage.control.post("groups", title="Spam", members=[alice.player.id], admins=[alice.player.id])
    await bot.settled()
    chat = next(chat for chat in await stage.control.get("chats") if chat["id"] == made["id"])
    assert chat["bot"] == "left"
    assert await alice.player.inside(made["id"]).messages() == []


@pytest.mark.parametrize("kind", ["private", "supergroup", "channel"])
async def test_nobodys_answers_are_moved_elsewhere(alice: Applicant, kind: str) -> None:
    """Only a basic group becomes another chat; whatever else says so must not take a person's messages along."""
    chat = {"id": alice.player.id, "type": kind, "first_name": "Alice"}
    sender = {"id": alice.player.id, "is_bot": False, "first_name": "Alice"}
    moved = {"message_id": 9000, "date": 1, "chat": chat, "from": sender, "migrate_to_chat_id": -1009999999999}
    await delivered(alice.bot.stage, alice.bot, message=moved)
    said = len(alice.shown)
    await alice.says("/status")
    assert len(alice.shown) == said + 1
