"""One table over all that membership can do: whoever it is not for is refused, whatever number they claim, and learns nothing.

Every button that the capabilities of membership know is pressed with numbers that exist and are somebody else's, with old
versions, and with numbers nobody has; every command of theirs is typed.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import hostile_acts as acting
import pytest
from hostile_acts import Act
from hostile_bot import Bot, alive, logged
from hostile_doors import patterns
from hostile_records import application_of, difference, number_of, records
from stage import Player, Stage, a_stage

from domain.payments import Received
from domain.profile import DuesRules
from domain.roster import ContactRole, Details, Entry
from handlers import registry
from handlers.kit.capability import Audience
from storage import contacts, dues, payments, roster
from storage.unit import Unit

OFFICE, MONEY = {"applications", "roster"}, {"payments", "dues_report"}
EVERYTHING = OFFICE | MONEY | {"dues", "reminders", "exports"}
SECRETS = ("Kestrel", "Kate", "k@kestrel.example")
CLAIMS = (("1", "0"), ("1", "1"), ("999999", "0"))
"""What buttons are filled with: a number, and a version or what else stands behind it."""

MAY_NOT = {
    "stranger": EVERYTHING,
    "of another member": EVERYTHING,
    "former contact": EVERYTHING,
    "secretary": MONEY,
    "treasurer": OFFICE,
}
"""Who is tried, and on whose capabilities: both kinds of colleagues may look at the roster."""

LOOKING = ("roster:list", "roster:show", "roster:history", "application:list", "application:open", "application:files")
"""What any colleague may do."""


def claims(part: str) -> Iterator[str]:
    """Yield what the buttons of a capability can carry, in so far as it can be claimed."""
    for pattern in patterns(part):
        choice = re.search(r"\(([a-z-]+(?:\|[a-z-]+)*)\)", pattern)
        for word in choice.group(1).split("|") if choice else [""]:
            shape = pattern.replace(choice.group(), word) if choice else pattern
            for number, other in CLAIMS:
                yield _filled(shape, number, other)


def _filled(shape: str, number: str, other: str) -> str:
    known = {r"(?::\d{1,9})?": "", "[mc]": "m", "[.]": ".", "[a-z_]{1,20}": "state", "[a-z]{1,9}": "all", r"\d{4}": "2026"}
    for variable, value in known.items():
        shape = shape.replace(variable, value)
    shape = re.sub(r"\\d\{1,\d+\}", number, shape, count=1)
    return re.sub(r"\\d\{1,\d+\}", other, shape).replace(".*", f"AAAAAAAA:{other}:send:")


async def settle_in(stage: Stage, bot: Bot) -> dict[str, Player]:
    """Let everybody be there: colleagues, and contacts of two members of which one has left."""
    names = ("stranger", "of another member", "former contact", "secretary", "treasurer", "Kate")
    people = {name: await stage.person("A", "en") for name in names}
    for who in people.values():
        await who.says("/start")
    for role in ("secretary", "treasurer"):
        await stage.owner.says(f"/staff add {people[role].id} {role}")
    await bot.settled()
    numbers = {name: await number_of(bot, who.id) for name, who in people.items()}
    async with bot.database.writing() as connection:
        unit, day = Unit(connection, 0), date(2026, 1, 1)
        for name, code, speaker in (("Kestrel", "1", "Kate"), ("Merlin", "2", "of another member")):
            details = Details(name=speaker, roles=frozenset({ContactRole.DUES}), mail=SECRETS[2] if code == "1" else "")
            await roster.admit(
                unit, Entry(name=name, credit_code=code, tier="council", joined_on=day), [(details, None)], actor_id=None
            )
        for name, contact in (("Kate", 1), ("of another member", 2)):
            found = await contacts.by_id(unit, contact)
            assert found is not None
            await roster.bind(unit, found, numbers[name], actor_id=None)
        former = await roster.add_contact(unit, 1, Details(name="Kit"), numbers["former contact"], actor_id=None)
        await roster.end_contact(unit, former, actor_id=None)
        await dues.assess(unit, DuesRules(fees={"council": 7}), day, 1)
        await payments.record(unit, Received(fen=7, paid_on=day, payer="Kestrel"), actor_id=numbers["Kate"])
        await unit.keep()
    await application_of(bot, people["Kate"].id, submitted=True)
    return people


@pytest.mark.parametrize("name", MAY_NOT)
async def test_whoever_it_is_not_for(tmp_path: Path, name: str) -> None:
    with logged() as output:
        async with a_stage(tmp_path, limits=False) as stage:
            await stage.with_office(group=False)
            async with alive(stage) as bot:
                who = (await settle_in(stage, bot))[name]
                before, mark = await records(bot), stage.sandbox.world.events.last
                colleague = name in ("secretary", "treasurer")
                data = [each for part in MAY_NOT[name] for each in claims(part) if not (colleague and each.startswith(LOOKING))]
                screen = (await who.messages())[-1]
                begun = await acting.begin(stage, [Act(who, who, screen, each) for each in data])
                refused = 0
                for done in await acting.came_of(bot, begun):
                    refused += done.refused
                    assert done.said or done.caused, done.act.data
                    assert {recipient for recipient, _ in done.caused} <= {str(who.id)}, done.act.data
                if not colleague:
                    for command in registry().commands(Audience.STAFF):
                        await who.says(f"/{command.name} 1")
                    await bot.settled()
                assert difference(before, await records(bot)) == []
                shown = [str(event) for event in stage.sandbox.world.events.after(mark) if event.get("chat") == who.id]
                assert [text for text in shown for secret in SECRETS if secret in text and not colleague] == []
                assert await stage.violations() == []
    told = [json.loads(line) for line in output.getvalue().splitlines() if '"press.refused"' in line]
    assert len(told) == refused > 0
    assert all(each["person"] for each in told)
    assert {each["action"] for each in told} - {""}
    assert [secret for secret in SECRETS if secret in output.getvalue()] == []
