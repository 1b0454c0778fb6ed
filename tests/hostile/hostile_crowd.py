"""The people of the ten thousand updates: those who exist, some of them in the middle of a form, and how they are helped out.

Hostile updates come in their names; afterwards each of them must be able to go on as if nothing had been.
"""

import asyncio
from typing import Any

from hostile_bot import Bot
from hostile_form import STEPS, TYPED, stand_at
from hostile_values import PEOPLE, STAFF_CHAT
from sqlalchemy import func, select, update
from stage import Player, Stage, buttons_of

from storage.schema import channels, enquiries, forms, persons

IN_FORM = PEOPLE[:12]
OWNER = PEOPLE[-1]


async def gather(stage: Stage) -> None:
    """Let everybody open their chat, and give the office its group, with an owner and a member who is not staff."""
    for number in PEOPLE:
        await stage.control.post("people", id=number, first_name=f"Person {number}", language_code="en")
        await says(stage, number, "/start")
    stage.owner = player(stage, OWNER)
    members = {"members": [OWNER, PEOPLE[0]], "admins": [OWNER], "bot_admin": True}
    made = await stage.control.post("groups", id=STAFF_CHAT, title="Office", forum=True, **members)
    stage.staff_chat = made["id"]


def player(stage: Stage, number: int) -> Player:
    return Player(stage.control, number, f"Person {number}", number)


async def says(stage: Stage, number: int, text: str) -> None:
    await stage.control.post("say", **{"from": number}, text=text)


async def forms_of(bot: Bot) -> dict[int, tuple[str, int, str]]:
    """Return token, version and step of everybody's form."""
    found = await bot.rows(
        select(channels.c.address, forms.c.token, forms.c.version, forms.c.step).join(
            channels, channels.c.person_id == forms.c.person_id
        )
    )
    return {int(row.address): (row.token, row.version, row.step) for row in found}


async def begin_again(bot: Bot) -> None:
    """See to it that everybody who should be in the middle of a form is, each at another question.

    What the office did to people meanwhile is taken back, and enough time has passed for nobody to write too much.
    """
    bot.clock.advance(hours=0.05)
    async with bot.database.writing() as connection:
        await connection.execute(update(persons).values(blocked_at=None))
    busy = await forms_of(bot)
    missing = [number for number in IN_FORM if number not in busy]
    await asyncio.gather(*(says(bot.stage, number, "/join") for number in missing))
    await bot.settled()
    begun = await forms_of(bot)
    for number in missing:
        await stand_at(bot, begun[number][0], STEPS[number % len(STEPS)])


async def enquiries_of(bot: Bot) -> dict[int, int]:
    found = await bot.rows(
        select(channels.c.address, func.count())
        .select_from(enquiries.join(channels, channels.c.person_id == enquiries.c.person_id))
        .group_by(channels.c.address)
    )
    return {int(address): count for address, count in found}


async def everybody_finishes(bot: Bot) -> None:
    """Let each of them give up, begin anew, and send the form, whatever language they have come to read."""
    await begin_again(bot)
    before = await enquiries_of(bot)
    for text in ("/cancel", "/join"):
        await asyncio.gather(*(says(bot.stage, number, text) for number in IN_FORM))
        await bot.settled()
    for _ in range(20):
        open_forms = {number: form for number, form in (await forms_of(bot)).items() if number in IN_FORM}
        if not open_forms:
            break
        await asyncio.gather(*(_step(bot.stage, number, step) for number, (_, _, step) in open_forms.items()))
        await bot.settled()
    after = await enquiries_of(bot)
    sent = {number: after.get(number, 0) - before.get(number, 0) for number in IN_FORM}
    stuck = {number: player(bot.stage, number) for number, count in sent.items() if count != 1}
    assert not stuck, [(number, await who.transcript()) for number, who in stuck.items()]


async def _step(stage: Stage, number: int, step: str) -> None:
    if step in TYPED:
        await says(stage, number, TYPED[step])
        return
    shown = newest_screen(stage, number)
    assert shown is not None
    verbs = [button["callback_data"].split(":")[3] for button in buttons_of(shown)]
    wanted = next(verb for verb in ("send", "skip", "pick") if verb in verbs)
    data = next(b["callback_data"] for b in buttons_of(shown) if b["callback_data"].split(":")[3] == wanted)
    await stage.control.post("press", **{"from": number}, chat=number, message=shown["message_id"], data=data)


def newest_screen(stage: Stage, number: int) -> dict[str, Any] | None:
    """Return the newest message in somebody's chat that has buttons."""
    chat = stage.sandbox.world.chats.get(number)
    return next((m for m in reversed(chat.messages.values()) if buttons_of(m)), None) if chat else None
