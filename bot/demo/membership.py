"""The sample's members: the made-up organisations enter the roster, are assessed for the year, and most have paid."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from bot.demo.clock import MACHINE
from bot.demo.organisations import Organisation, Owes
from domain.payments import Claim, Received
from domain.people import ChannelKind
from domain.profile import DuesRules
from domain.roster import ContactRole, Details, Entry
from storage import dues, members, payments, people, roster
from storage.database import Database
from storage.unit import Unit

SHARE = {Owes.NOTHING: 1, Owes.HALF: 2}
"""By how much the claim on a member is divided to give what it has paid."""


async def enter(path: Path, organisations: Iterable[Organisation], rules: DuesRules, today: date, treasurer: int) -> None:
    """Write them into the database at ``path``; ``treasurer`` is the Telegram id of who has recorded the payments."""
    database = Database(path)
    try:
        async with database.writing() as connection:
            unit = Unit(connection, MACHINE.now())
            await _enter(unit, {each.credit_code: each for each in organisations}, rules, today, treasurer)
            await unit.keep()
            await unit.flush()
    finally:
        await database.close()


async def _enter(unit: Unit, found: dict[str, Organisation], rules: DuesRules, today: date, treasurer: int) -> None:
    addresses = [str(treasurer), *(str(each.telegram) for every in found.values() for each in every.contacts)]
    known = await people.by_addresses(unit.connection, ChannelKind.TELEGRAM, addresses)
    persons = {address: person.id for address, (person, _) in known.items()}
    for each in found.values():
        speakers = [
            (
                Details(name=one.name, roles=frozenset(map(ContactRole, one.roles)), mail=one.mail, language=one.language),
                persons.get(str(one.telegram)),
            )
            for one in each.contacts
        ]
        await roster.admit(unit, _entry(each), speakers, actor_id=None)
    for claim in await dues.assess(unit, rules, today, len(found)):
        member = (await members.by_ids(unit, [claim.member_id]))[claim.member_id]
        if share := SHARE.get(found[member.entry.credit_code or ""].owes):
            paid = Received(fen=claim.open_fen // share, paid_on=today, payer=member.entry.name, remark=claim.reference)
            payment = await payments.record(unit, paid, actor_id=persons[str(treasurer)])
            await payments.place(unit, payment, Claim(claim, member), paid.fen, actor_id=persons[str(treasurer)])


def _entry(each: Organisation) -> Entry:
    return Entry(
        name=each.name.zh,
        name_en=each.name.en,
        credit_code=each.credit_code,
        kind=each.kind,
        tier=each.tier,
        fields=each.fields,
        city=each.city.zh,
        joined_on=each.joined,
    )
