"""What is stored about a person as a contact of member organisations, and as an applicant, gathered for themselves."""

from typing import Any

import orjson
from sqlalchemy import Table, select

from storage.data_rows import Data, rows, told
from storage.schema import application_files, applications, assessments, contact_roles, contacts, members, proposals, slips
from storage.unit import Unit


async def gather_membership(unit: Unit, person_id: int) -> Data:
    """Return what a person is to member organisations, and what they applied for, proposed and sent."""
    return {
        "contact_of": await _contacts(unit, person_id),
        "applications": await _applications(unit, person_id),
        "proposals": [
            told(row, "member", "state", "created_at", "decided_at", "reason") | {"changes": orjson.loads(row["changes"])}
            for row in await _with_member(unit, proposals, person_id)
        ],
        "slips": await _slips(unit, person_id),
    }


async def _with_member(unit: Unit, table: Table, person_id: int) -> list[Any]:
    """Return the rows about a person with the name of the member each is about."""
    named = select(table, members.c.name.label("member")).join(members, members.c.id == table.c.member_id)
    return await rows(unit, named.where(table.c.person_id == person_id).order_by(table.c.id))


async def _contacts(unit: Unit, person_id: int) -> list[Data]:
    columns = ("member", "name", "position", "mail", "telephone", "channel", "zone", "created_at", "ended_at")
    found = await _with_member(unit, contacts, person_id)
    held = await rows(unit, select(contact_roles).where(contact_roles.c.contact_id.in_([row["id"] for row in found])))
    return [
        told(row, *columns)
        | {name: _time(row[name]) for name in ("remind_at", "quiet_from", "quiet_until") if row[name] is not None}
        | {"contact_roles": [each["role"] for each in held if each["contact_id"] == row["id"]]}
        for row in found
    ]


async def _applications(unit: Unit, person_id: int) -> list[Data]:
    found = await rows(unit, select(applications).where(applications.c.person_id == person_id).order_by(applications.c.id))
    of_theirs = application_files.c.application_id.in_([row["id"] for row in found])
    files = await rows(unit, select(application_files).where(of_theirs).order_by(application_files.c.id))
    columns = ("reference", "state", "created_at", "submitted_at", "charter_version", "charter_at", "consent_version")
    return [
        told(row, *columns, "decided_at", "reason")
        | {"answers": orjson.loads(row["answers"])}
        | {"files": [orjson.loads(each["content"]) for each in files if each["application_id"] == row["id"]]}
        for row in found
    ]


async def _slips(unit: Unit, person_id: int) -> list[Data]:
    found = await rows(
        unit,
        select(slips, assessments.c.reference)
        .join(assessments, assessments.c.id == slips.c.assessment_id)
        .where(slips.c.person_id == person_id)
        .order_by(slips.c.id),
    )
    return [told(row, "reference", "state", "sent_at", "decided_at") | {"file": orjson.loads(row["content"])} for row in found]


def _time(minutes: int) -> str:
    return "{:02}:{:02}".format(*divmod(minutes, 60))
