"""The roster as an Excel file: a row for each member, in the form in which it can be read in again, and all contacts."""

from collections.abc import Mapping, Sequence

from bot.making.order import Drawing, Order
from bot.tables.sheet import Cell, Column, Kind, Sheet
from bot.tables.words import called, choices
from domain.profile import Profile
from domain.roster import Contact, ContactRole, Details, Member
from domain.roster_table import COLUMNS, PARTS
from handlers.kit.roster import roles
from locales.texts import Texts
from storage import contacts, members
from storage.unit import Unit

WRITES = "bot.tables.writing:write"
WIDE = {"name": 36, "name_en": 36, "address": 36, "credit_code": 22, "tier": 20, "fields": 24, "mail": 26, "telephone": 20}
BLANK_ROWS = 200

Chosen = Mapping[str, Mapping[str, str]]


async def roster(unit: Unit, order: Order) -> Drawing:
    """Return the whole roster, also of members that have resigned."""
    everybody = await members.everybody(unit)
    speaking = await contacts.of_everybody(unit)
    chosen = choices(order.profile, order.texts)
    rows = [_row(member, speaking.get(member.id, ()), chosen) for member in everybody]
    each = [_speaker(member, contact, chosen, order.texts) for member in everybody for contact in speaking.get(member.id, ())]
    table = Sheet(order.texts.pgettext("sheet", "Members"), _columns(chosen, order.texts), rows)
    name = order.texts.pgettext("file", "members-{day}.xlsx").format(day=order.today.isoformat())
    return Drawing(name, WRITES, [table, _all_contacts(each, order.texts)])


def template(profile: Profile, texts: Texts) -> Drawing:
    """Return the empty table, with what can be chosen to choose from."""
    sheet = Sheet(texts.pgettext("sheet", "Members"), _columns(choices(profile, texts), texts), (), BLANK_ROWS)
    return Drawing("members.xlsx", WRITES, [sheet])


def _columns(chosen: Chosen, texts: Texts) -> list[Column]:
    return [_column(column, chosen, texts) for column in COLUMNS]


def _column(column: str, chosen: Chosen, texts: Texts) -> Column:
    part = column.rpartition(".")[2]
    words = () if part == "fields" else tuple(chosen.get(part, {}).values())  # of the fields there may be several
    return Column(called(column, texts), Kind.DATE if part == "joined_on" else Kind.TEXT, WIDE.get(part, 14), words)


def _row(member: Member, speaking: Sequence[Contact], chosen: Chosen) -> list[Cell]:
    """Return a member's row: of each role the contact who has held it longest."""
    entry = member.entry
    said: dict[str, Cell] = {
        "name": entry.name, "name_en": entry.name_en, "credit_code": entry.credit_code, "city": entry.city,
        "address": entry.address, "joined_on": entry.joined_on, "invoice_title": entry.invoice_title,
        "invoice_code": entry.invoice_code,
        "kind": chosen["kind"][entry.kind],
        "state": chosen["state"][entry.state],
        "tier": chosen["tier"].get(entry.tier, entry.tier),
        "fields": "、".join(chosen["fields"].get(key, key) for key in entry.fields),
    }  # fmt: skip
    for role in ContactRole:
        holder = next((each.details for each in speaking if role in each.details.roles), None)
        if holder is not None:
            said |= {f"{role}.{part}": _told(holder, part, chosen) for part in PARTS}
    return [said.get(column) for column in COLUMNS]


def _told(details: Details, part: str, chosen: Chosen) -> str:
    return chosen["language"][details.language] if part == "language" else str(getattr(details, part))


def _all_contacts(rows: Sequence[Sequence[Cell]], texts: Texts) -> Sheet:
    headings = (
        (called("name", texts), 36),
        (texts.pgettext("column", "Contact"), 14),
        (texts.pgettext("column", "Roles"), 20),
        (texts.pgettext("column", "Position"), 18),
        (texts.pgettext("column", "E-mail"), 26),
        (texts.pgettext("column", "Telephone"), 20),
        (texts.pgettext("column", "Language"), 10),
    )
    return Sheet(texts.pgettext("sheet", "Contacts"), [Column(words, width=width) for words, width in headings], rows)


def _speaker(member: Member, contact: Contact, chosen: Chosen, texts: Texts) -> list[Cell]:
    details = contact.details
    told = (details.position, details.mail, details.telephone, chosen["language"][details.language])
    return [member.entry.name, details.name, roles(details.roles, texts), *told]
