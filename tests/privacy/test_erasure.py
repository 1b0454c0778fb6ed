"""Deleting one's data in the chat: asked first, done once, and whoever writes afterwards is somebody new."""

import pytest
from clocks import TestClock
from leaving import CODES, WORDS, ask, database, enquires_in, is_asked, leaves, settled
from stage import Stage, running

PEOPLE = "SELECT id, name, erased_at IS NOT NULL FROM persons ORDER BY id"


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_everything_goes_and_what_was_open_is_closed(stage: Stage, language: str) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person("Alice", CODES[language])
        reference = await enquires_in(alice, language)
        card = await stage.at_desk().sees(reference)
        await alice.says("One more thing.")
        await stage.at_desk().sees("One more thing.")
        await leaves(alice, language)
        said = await stage.at_desk().sees(reference, WORDS["zh"]["erased"])
        assert "Alice" not in said["text"]
        await settled(stage)
        assert await stage.at_desk(card["message_thread_id"]).messages() == []
    assert ask(database(stage), "SELECT name, erased_at IS NOT NULL FROM persons WHERE id = 2") == [("", 1)]
    assert ask(database(stage), "SELECT state, answers, waiting_since FROM enquiries") == [("closed", "{}", None)]
    assert ask(database(stage), "SELECT DISTINCT content FROM enquiry_messages") == [("{}",)]
    assert ask(database(stage), "SELECT count(*) FROM channels WHERE person_id = 2") == [(0,)]
    assert ask(database(stage), "SELECT subject FROM audit WHERE action = 'person.erased'") == [("person:2",)]
    assert await stage.violations() == []


async def test_two_taps_delete_once_and_make_nobody_known(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person("Alice", "en")
        await enquires_in(alice, "en")
        question = await is_asked(alice, "en")
        await alice.taps(WORDS["en"]["yes"], question)
        second = await alice.taps(WORDS["en"]["yes"], question)
        await alice.sees(WORDS["en"]["gone"])
        assert "no longer in use" in (await alice.answer_to(str(second)))["text"]
        await alice.edits((await alice.messages())[-3], "edited afterwards")
        await stage.control.post("block", person=alice.id, blocked=True)
        await settled(stage)
    assert ask(database(stage), PEOPLE)[1:] == [(2, "", 1)]
    assert ask(database(stage), "SELECT count(*) FROM erasures") == [(1,)]
    assert ask(database(stage), "SELECT count(*) FROM inbox WHERE payload LIKE ?", f"%{alice.id}%") == [(0,)]


async def test_a_restart_between_question_and_answer(stage: Stage) -> None:
    await stage.with_office()
    alice = await stage.person("Alice", "en")
    async with running(stage):
        await enquires_in(alice, "en")
        question = await is_asked(alice, "en")
    async with running(stage):
        await alice.taps(WORDS["en"]["yes"], question)
        await alice.sees(WORDS["en"]["gone"])
        await settled(stage)
    async with running(stage):
        query = await alice.presses(
            question, data=question["reply_markup"]["inline_keyboard"][0][0]["callback_data"], force=True
        )
        assert "no longer in use" in (await alice.answer_to(query))["text"]
    assert ask(database(stage), PEOPLE)[1:] == [(2, "", 1)]


async def test_who_deletes_and_writes_in_the_same_breath_is_somebody_new(stage: Stage) -> None:
    """All updates wait while the bot is down, so they share a transaction."""
    await stage.with_office()
    alice = await stage.person("Alice", "en")
    async with running(stage):
        await enquires_in(alice, "en")
        question = await is_asked(alice, "en")
    await alice.says("Wait, one last word: rosebud.")
    await alice.taps(WORDS["en"]["yes"], question)
    await alice.says("Qwrt zxcv?")
    async with running(stage):
        await alice.sees("Q-")
        await settled(stage)
    assert ask(database(stage), PEOPLE)[1:] == [(2, "", 1), (3, "Alice", 0)]
    assert ask(database(stage), "SELECT person_id, state FROM enquiries ORDER BY id") == [(2, "closed"), (3, "open")]
    assert ask(database(stage), "SELECT count(*) FROM payloads WHERE body LIKE '%rosebud%'") == [(0,)]
    assert ask(database(stage), "SELECT count(*) FROM inbox WHERE payload LIKE '%rosebud%'") == [(0,)]
    assert any("Qwrt zxcv?" in line for line in await stage.at_desk().transcript())


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_half_filled_form_does_not_come_back(stage: Stage, restarted: bool) -> None:
    await stage.with_office()
    alice = await stage.person("Alice", "en")
    async with running(stage):
        await alice.says("/join")
        await alice.taps("Cooperation", await alice.sees("enquiry about"))
        await alice.sees("full name")
        await leaves(alice, "en")
        await settled(stage)
        if not restarted:
            await alice.says("Is anybody there?")
            await settled(stage)
    if restarted:
        async with running(stage):
            await alice.says("Is anybody there?")
            await settled(stage)
    assert ask(database(stage), "SELECT count(*) FROM forms") == [(0,)]
    assert ask(database(stage), "SELECT count(*) FROM conversations") == [(0,)]
    assert not any("kind of organisation" in line for line in await alice.transcript())


async def test_the_question_expires_and_keeping_deletes_nothing(stage: Stage) -> None:
    clock = TestClock(30.0)
    await stage.with_office()
    async with running(stage, clock):
        alice = await stage.person("Alice", "en")
        await alice.says("/start")
        await alice.sees("Welcome")
        question = await is_asked(alice, "en")
        await alice.taps(WORDS["en"]["keep"], question)
        await alice.sees(WORDS["en"]["kept"])
        question = await is_asked(alice, "en")
        clock.advance(hours=1)
        query = await alice.taps(WORDS["en"]["yes"], question)
        assert WORDS["en"]["old"] in (await alice.answer_to(str(query)))["text"]
    assert ask(database(stage), "SELECT count(*) FROM persons WHERE erased_at IS NOT NULL") == [(0,)]


async def test_nobody_deletes_somebody_else(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        alice, mallory = await stage.person("Alice", "en"), await stage.person("Mallory", "en")
        await enquires_in(alice, "en")
        data = (await is_asked(alice, "en"))["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        own = await is_asked(mallory, "en")
        query = await mallory.presses(own, data=data, force=True)
        assert WORDS["en"]["old"] in (await mallory.answer_to(query))["text"]
    assert ask(database(stage), "SELECT count(*) FROM persons WHERE erased_at IS NOT NULL") == [(0,)]


async def test_an_owner_stays_staff(stage: Stage) -> None:
    await stage.with_office()
    assert stage.owner is not None
    async with running(stage):
        bob = await stage.person("Bob", "en")
        reference = await enquires_in(bob, "en")
        thread = (await stage.at_desk().sees(reference))["message_thread_id"]
        await stage.at_desk(thread).says("The answer to Bob.")
        await bob.sees("The answer to Bob.")
        await stage.owner.says("/mydata")
        await stage.owner.sees(WORDS["zh"]["file"])
        question = await is_asked(stage.owner)
        assert "您仍是工作人员" in question["text"]
        await stage.owner.taps(WORDS["zh"]["yes"], question)
        await stage.owner.sees(WORDS["zh"]["gone"])
        await stage.at_desk(thread).says("Another answer to Bob.")
        await bob.sees("Another answer to Bob.")
    assert ask(database(stage), "SELECT state FROM enquiries") == [("open",)]
    assert [name for _, name, _ in ask(database(stage), PEOPLE)] == ["", "Bob", "李同事"]
    assert len(ask(database(stage), "SELECT 1 FROM enquiry_messages WHERE content LIKE '%answer to Bob%'")) == 2


async def test_an_owner_without_a_group_keeps_the_enquiries_of_others(stage: Stage) -> None:
    await stage.with_office(group=False)
    assert stage.owner is not None
    async with running(stage):
        bob = await stage.person("Bob", "en")
        card = await stage.owner.sees(await enquires_in(bob, "en"))
        await leaves(stage.owner)
        await settled(stage)
        assert ask(database(stage), "SELECT count(*) FROM payloads WHERE body LIKE '%Emma Clarke%' AND body LIKE '%Q-%'") != [
            (0,)
        ]
        await stage.owner.says("The answer to Bob.", reply_to=card["message_id"])
        await bob.sees("The answer to Bob.")


async def test_the_menu_follows_the_app_again(stage: Stage) -> None:
    await stage.with_office()
    async with running(stage):
        alice = await stage.person("Alice", "zh-hans")
        await alice.says("/language")
        await alice.sees("请选择语言")
        await alice.taps("English")
        await alice.sees("English from now on")
        await leaves(alice, "en")
        await settled(stage)
        menu = await stage.control.get("commands", chat=alice.id, person=alice.id)
        assert "服务内容" in str(menu)
        assert ask(database(stage), "SELECT count(*) FROM payloads WHERE body LIKE ?", f"%{alice.id}%") == [(0,)]
        assert ask(database(stage), "SELECT count(*) FROM outbox WHERE recipient = ?", str(alice.id)) == [(0,)]
        await alice.says("/start")
        await alice.sees("您好，这里是")
