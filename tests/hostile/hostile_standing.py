"""How people come to stand before a door, and who tries it that may not."""

import re
from functools import cache
from itertools import combinations
from typing import Any

import hostile_records as on_disk
from hostile_acts import Act
from hostile_form import ANSWERS, APPLICATION, PRESSED, TYPED, Applicant, stand_at
from hostile_rows import Row, whose
from hostile_town import Town
from stage import TOKEN, Player, a_file

from bot.profile import load
from bot.settings import given
from domain.answers import Index
from domain.questions import HUMAN
from handlers.kit.binding import PREFIX

SAYS = {
    "zh": {"OPEN": "🙂🙂🙂", "MORE": "还有一件事。"},
    "en": {"OPEN": "🙂🙂🙂", "MORE": "One more thing."},
}
"""What people type: what only a colleague can answer, and anything more."""

FLOOD = 24
"""More messages than one may send in a minute."""


async def stand(town: Town, *rows: Row) -> list[Act]:
    """Let a newcomer for each row go its way, all at once, and return what is left to do: one act each."""
    ways = [(row.path, await town.newcomer()) for row in rows]
    await town.does(*(Act(who, who, words={"text": "/start"}) for _, who in ways))
    for place in range(max((len(path) for path, _ in ways), default=1) - 1):
        going = [(path[place], who) for path, who in ways if place < len(path) - 1]
        await town.does(*[act for step, who in going for act in await _acts(town, who, step)])
    return [(await _acts(town, who, path[-1]))[0] for path, who in ways]


async def _acts(town: Town, who: Player, step: str) -> list[Act]:
    """Return what a step is, from what is on the screen now."""
    if step.startswith("@"):
        applicant, known = Applicant(town.bot, who), APPLICATION if step.startswith("@apply:") else ANSWERS
        await stand_at(town.bot, (await applicant.the_form()).token, step[1:].removeprefix("apply:"), known)
        return [Act(who, who, applicant.screen, (await applicant.the_form()).button("resume:"))]
    if step == "ANSWER":
        return [await _answer(town, who)]
    if step == "LINK":
        return [Act(who, who, words={"text": f"/start {PREFIX}{await on_disk.link_to(town.bot, f'{who.id}@firm.example')}"})]
    if step == "INVITED":
        return [Act(who, who, words={"text": f"/start m-{await on_disk.invitation_for(town.bot, who.id)}"})]
    if step == "LETTER":
        await on_disk.letter_from(town.bot, who.id)
        return []
    if step in {"DRAFT", "APPLIED"}:
        await on_disk.application_of(town.bot, who.id, submitted=step == "APPLIED")
        return []
    if step == "TREASURER":
        town.treasurers.add(who.id)
        return []
    if step == "DUES":
        await on_disk.member_with_dues(town.bot, who.id)
        return []
    if step == "EDITED":
        desk = town.at_desk(town.colleague, await thread_of(town, who))
        await desk.edits([each for each in await desk.messages() if each["from"]["id"] == town.colleague.id][-1], "7")
        return []
    if step == "FLOOD":
        return [Act(who, who, words={"text": f"{number}"}) for number in range(FLOOD)]
    if step.startswith("<"):
        return [Act(town.at_desk(town.colleague, await thread_of(town, who)), who, words=_words(town, step[1:]))]
    if ":" in step:
        return [await _button(town, who, step)]
    return [Act(_actor(town, who, step), who, words=_words(town, step.format(id=who.id)))]


def _actor(town: Town, who: Player, step: str) -> Player:
    return {"enquirer": who, "colleague": town.at_desk(town.colleague), "owner": town.at_desk(town.owner)}[whose(step)]


def _words(town: Town, step: str) -> dict[str, Any]:
    """Return what is typed or sent."""
    if step == "FILE":
        return {"photo": a_file("a.png")}
    said = SAYS[town.language] | _questions(town.language)
    return {"text": re.sub("[A-Z]{4,}", lambda name: said[name.group()], step.removeprefix("$"))}


@cache
def _questions(language: str) -> dict[str, str]:
    """Return a text the profile answers for sure, and one of which it does not know which answer is meant."""
    profile = load(given(bot_token=TOKEN))
    index = Index(profile.answers, profile.asked)
    titles = [answer.title.in_(language) for answer in profile.answers if answer.key != HUMAN]
    several = [" ".join(some) for count in (2, 3, 4) for some in combinations(titles, count)]
    sure = next(text for text in titles if index.find(text).topic)
    unsure = next(text for text in several if (found := index.find(text)).topic is None and found.nearest)
    return {"SURE": sure, "UNSURE": unsure}


async def _answer(town: Town, who: Player) -> Act:
    """Return a good answer to the question of the form that is asked."""
    form = await Applicant(town.bot, who).the_form()
    if form.step in TYPED:
        return Act(who, who, words={"text": TYPED[form.step]})
    data = form.button(({"summary": "send:"} | PRESSED)[form.step])
    return Act(who, who, *town.button(who.chat, data))


async def _button(town: Town, who: Player, step: str) -> Act:
    """Return the press of the newest button a step names; one of the desk must be about what is the enquirer's."""
    actor, data = _actor(town, who, step), step.format(id=who.id)
    if step.startswith("board:show:"):  # drawn when no link led to the enquiry
        enquiry, (message, _) = await on_disk.newest_enquiry(town.bot, who.id), town.button(actor.chat, "board:home:0")
        *_, view, page = step.split(":")
        return Act(actor, who, message, f"board:show:{enquiry.id}:{enquiry.card_row}:{view}:{page}")
    if (
        step.startswith("application:")
        and actor.chat == town.group
        and not step.startswith(("application:list:", "application:from:"))
    ):
        number, version = await on_disk.newest_application(town.bot, who.id)
        opened = f"application:open:{number}" if ":open:" in step else f"{step.removesuffix('*')}{number}:{version}"
        return Act(actor, who, town.button(actor.chat, "application:list:*")[0], opened)
    if step.startswith("kept:"):
        await town.flood_over()
    if step.startswith("proposal:"):
        data = data.replace("*", f"{await on_disk.newest_proposal(town.bot, who.id)}:*", 1)
    if step.startswith("application:from:"):
        data = f"application:from:{(await on_disk.newest_enquiry(town.bot, who.id)).id}"
    if step.startswith(("desk:", "kept:", "letter:", "further:")):
        data = data.replace("*", f"{(await on_disk.newest_enquiry(town.bot, who.id)).id}:*", 1)
    if step.startswith("roster:") and not step.startswith("roster:list:"):
        about = dict(zip("cm", await on_disk.speaking(town.bot, who.id), strict=True))[step.split(":")[2][0]]
        data = data.replace("*", f"{about}:*", 1)
    return Act(actor, who, *town.button(actor.chat, data))


async def thread_of(town: Town, who: Player) -> int:
    """Return the topic of somebody's newest enquiry."""
    card, _ = town.button(town.group, f"desk:note:{(await on_disk.newest_enquiry(town.bot, who.id)).id}:*")
    return int(card["message_thread_id"])


def intruders(town: Town, row: Row, act: Act) -> list[Act]:
    """Return the act as it is tried by whoever may not, or where it may not be."""
    in_group = [act.by(who.inside(town.group, act.who.thread)) for who in (town.guest, town.former)]
    if row.by != "enquirer":
        lesser = [act.by(town.at_desk(town.colleague))] if row.by == "owner" and act.data else []
        unheard = "desk:ban:*" in row.path[:-1]
        outside = () if row.path[-1].startswith("<") else (town.stranger, town.former, *(() if unheard else (act.about,)))
        return [*in_group, *lesser, *(act.by(who, town.greeting(who)) for who in outside)]
    card = town.messages(town.group)[0]
    elsewhere = [act.by(town.at_desk(who), card) for who in (town.guest, town.former, town.colleague)]
    return [*elsewhere, act.by(town.stranger, town.greeting(town.stranger))] if row.owned else elsewhere
