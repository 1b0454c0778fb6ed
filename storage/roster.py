"""The one place that changes the roster: each act checks the version, writes the history and keeps what a search looks through.

A contact who comes, changes or goes changes its member's version too: a card or an import that shows the one shows the other.
What is acted on and has changed since raises `OutOfDateError`, and nothing is written.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import delete, insert, select, update

from domain.errors import OutOfDateError
from domain.names import found_by
from domain.roster import Change, CodeTakenError, Contact, ContactRole, Details, Entry, Member, MemberState
from storage import invitations, obligations
from storage import members as roster
from storage.readers import REMINDED
from storage.schema import contact_roles, contacts, members
from storage.unit import Unit

# --- members --------------------------------------------------------------------------------------------------------


async def admit(
    unit: Unit,
    entry: Entry,
    speakers: Sequence[tuple[Details, int | None]],
    *,
    actor_id: int | None,
    reason: str = "",
    import_id: int | None = None,
) -> Member:
    """Enter a new member with its contacts, each with the person to bind at once; raise `CodeTakenError`.

    One of them can be the representative.
    """
    await _check_code(unit, entry.credit_code)
    added = await unit.write(insert(members).values(**_columns(entry), created_at=unit.now).returning(members.c.id))
    number = added.scalar_one()
    for details, person_id in speakers:
        await _enter(unit, number, details, person_id)
    await roster.note(unit, number, Change.ADMITTED, {}, actor_id=actor_id, reason=reason, import_id=import_id)
    return Member(number, 0, entry)


async def admit_all(
    unit: Unit, newcomers: Sequence[tuple[Entry, Sequence[Details]]], *, actor_id: int | None, import_id: int
) -> list[int]:
    """Enter many new members, whose credit codes are known to be free, and return their numbers.

    That takes as many statements as for one: a whole roster is read in within seconds.
    """
    connection = await unit.for_writing()
    rows = [{**_columns(entry), "created_at": unit.now} for entry, _ in newcomers]
    added = await connection.execute(insert(members).returning(members.c.id, sort_by_parameter_order=True), rows)
    numbers = list(added.scalars())
    speaking = [(number, each) for number, (_, speakers) in zip(numbers, newcomers, strict=True) for each in speakers]
    if speaking:
        told = [{"member_id": number, "created_at": unit.now, **_told(each)} for number, each in speaking]
        entered = await connection.execute(insert(contacts).returning(contacts.c.id, sort_by_parameter_order=True), told)
        roles = [
            {"contact_id": contact_id, "role": role, "member_id": number}
            for contact_id, (number, each) in zip(entered.scalars(), speaking, strict=True)
            for role in sorted(each.roles)
        ]
        await connection.execute(insert(contact_roles), roles)
    await roster.note_all(unit, numbers, Change.ADMITTED, actor_id=actor_id, import_id=import_id)
    return numbers


async def change(
    unit: Unit,
    member: Member,
    entry: Entry,
    *,
    actor_id: int | None,
    reason: str = "",
    import_id: int | None = None,
    what: Change | None = None,
) -> Member:
    """Let ``entry`` be what the roster says of a member from now on; what is the same already leaves no line.

    ``what`` names it in the history, where it is not plain from ``import_id``. Raises `CodeTakenError`.
    """
    before, after = asdict(member.entry), asdict(entry)
    details = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if not details:
        return member
    if "credit_code" in details:
        await _check_code(unit, entry.credit_code, member.id)
    current = (members.c.id == member.id) & (members.c.version == member.version)
    _expect_one(await unit.write(update(members).where(current).values(**_columns(entry), version=member.version + 1)))
    if member.entry.state in REMINDED and entry.state not in REMINDED:
        await obligations.leave_member(unit, member.id)
    what = what or (Change.EDITED if import_id is None else Change.IMPORTED)
    plain = json.loads(json.dumps(details, default=str))
    await roster.note(unit, member.id, what, plain, actor_id=actor_id, reason=reason, import_id=import_id)
    return Member(member.id, member.version + 1, entry)


async def set_state(unit: Unit, member: Member, state: MemberState, *, actor_id: int | None, reason: str) -> Member:
    """Store where a membership stands from now on, and why."""
    entry = replace(member.entry, state=state)
    return await change(unit, member, entry, actor_id=actor_id, reason=reason, what=Change.STATE)


async def _check_code(unit: Unit, code: str | None, member_id: int | None = None) -> None:
    """Raise `CodeTakenError` when a credit code is another member's."""
    holder = await roster.by_credit_code(unit, code) if code is not None else None
    if holder is not None and holder.id != member_id:
        raise CodeTakenError


def _columns(entry: Entry) -> dict[str, Any]:
    """Return what stands of an entry in its row."""
    return asdict(entry) | {
        "fields": json.dumps(entry.fields),
        "joined_on": entry.joined_on.isoformat(),
        "found_by": found_by(entry.name, entry.name_en, entry.credit_code),
    }


# --- contacts -------------------------------------------------------------------------------------------------------


async def add_contact(
    unit: Unit, member_id: int, details: Details, person_id: int | None = None, *, actor_id: int | None
) -> Contact:
    """Let somebody speak for a member; a representative takes the place of the one before."""
    await _make_room(unit, member_id, details.roles, actor_id)
    number = await _enter(unit, member_id, details, person_id)
    what = {"contact": number, "roles": sorted(details.roles)}
    await _note(unit, member_id, Change.CONTACT_ADDED, what, actor_id)
    return Contact(number, member_id, person_id, 0, details)


async def change_contact(unit: Unit, contact: Contact, details: Details, *, actor_id: int | None) -> Contact:
    """Let ``details`` be what is known of a contact; to a new mail address letters go again."""
    before, after = asdict(contact.details), asdict(details)
    changed = [name for name in after if before[name] != after[name]]
    if not changed:
        return contact
    values = _told(details) | ({"mail_refused_at": None} if "mail" in changed else {})
    await _write(unit, contact, **values)
    if "roles" in changed:
        await unit.write(delete(contact_roles).where(contact_roles.c.contact_id == contact.id))
        await _make_room(unit, contact.member_id, details.roles, actor_id)
        await _give_roles(unit, contact.member_id, contact.id, details.roles)
    what: dict[str, Any] = {"contact": contact.id, "fields": changed}
    if "roles" in changed:
        what["roles"] = sorted(details.roles)
    await _note(unit, contact.member_id, Change.CONTACT_CHANGED, what, actor_id)
    refused = contact.mail_refused and "mail" not in changed
    return replace(contact, version=contact.version + 1, details=details, mail_refused=refused)


async def end_contact(unit: Unit, contact: Contact, *, actor_id: int | None) -> None:
    """Let a contact speak for the member no more: their roles are free, and no invitation of theirs works any longer."""
    await _write(unit, contact, ended_at=unit.now)
    await unit.write(delete(contact_roles).where(contact_roles.c.contact_id == contact.id))
    await invitations.revoke(unit, contact.id)
    await obligations.leave_contact(unit, contact.id)
    await _note(unit, contact.member_id, Change.CONTACT_ENDED, {"contact": contact.id}, actor_id)


async def resume_contact(unit: Unit, contact: Contact, *, actor_id: int | None) -> Contact:
    """Let a contact who has ended speak for the member again, in no role yet."""
    as_seen = (contacts.c.id == contact.id) & (contacts.c.version == contact.version)
    _expect_one(await unit.write(update(contacts).where(as_seen).values(version=contact.version + 1, ended_at=None)))
    await _note(unit, contact.member_id, Change.CONTACT_ADDED, {"contact": contact.id, "roles": []}, actor_id)
    return replace(contact, version=contact.version + 1, ended=False)


async def bind(unit: Unit, contact: Contact, person_id: int, *, actor_id: int | None) -> Contact:
    """Let a contact be a person from now on, whose Telegram account reaches them; whoever it was before no longer is."""
    await _write(unit, contact, person_id=person_id)
    await _note(unit, contact.member_id, Change.CONTACT_BOUND, {"contact": contact.id}, actor_id)
    return replace(contact, version=contact.version + 1, person_id=person_id)


async def _write(unit: Unit, contact: Contact, **values: Any) -> None:
    """Change the row of a contact that is as it was seen, and speaks for the member still."""
    current = (contacts.c.id == contact.id) & (contacts.c.version == contact.version) & contacts.c.ended_at.is_(None)
    _expect_one(await unit.write(update(contacts).where(current).values(version=contact.version + 1, **values)))


async def _enter(unit: Unit, member_id: int, details: Details, person_id: int | None) -> int:
    row = insert(contacts).values(member_id=member_id, person_id=person_id, created_at=unit.now, **_told(details))
    number: int = (await unit.write(row.returning(contacts.c.id))).scalar_one()
    await _give_roles(unit, member_id, number, details.roles)
    return number


async def _give_roles(unit: Unit, member_id: int, contact_id: int, roles: Collection[ContactRole]) -> None:
    rows = [{"contact_id": contact_id, "role": role, "member_id": member_id} for role in sorted(roles)]
    if rows:
        await (await unit.for_writing()).execute(insert(contact_roles), rows)


async def _make_room(unit: Unit, member_id: int, roles: Collection[ContactRole], actor_id: int | None) -> None:
    """Take the representative's place from whoever has it, where it is among ``roles``: a member has one."""
    if ContactRole.REPRESENTATIVE not in roles:
        return
    held = (contact_roles.c.member_id == member_id) & (contact_roles.c.role == ContactRole.REPRESENTATIVE)
    freed = await unit.write(delete(contact_roles).where(held).returning(contact_roles.c.contact_id))
    for number in freed.scalars().all():
        await unit.write(update(contacts).where(contacts.c.id == number).values(version=contacts.c.version + 1))
        left = await unit.read(select(contact_roles.c.role).where(contact_roles.c.contact_id == number))
        what = {"contact": number, "fields": ["roles"], "roles": sorted(left.scalars())}
        await _note(unit, member_id, Change.CONTACT_CHANGED, what, actor_id)


async def _note(unit: Unit, member_id: int, what: Change, details: dict[str, Any], actor_id: int | None) -> None:
    """Write a line about a contact into its member's history; the member has changed by it."""
    await unit.write(update(members).where(members.c.id == member_id).values(version=members.c.version + 1))
    await roster.note(unit, member_id, what, details, actor_id=actor_id)


def _told(details: Details) -> dict[str, Any]:
    """Return what stands of a contact's details in their row; roles have rows of their own."""
    values = asdict(details)
    del values["roles"]
    return values


def _expect_one(result: Any) -> None:
    if result.rowcount != 1:
        raise OutOfDateError
