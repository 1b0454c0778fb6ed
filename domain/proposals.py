"""What a contact may propose to change in the roster; nothing of it holds before a colleague agrees."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from domain.roster import ContactRole, Details, Entry

ENTRY_FIELDS = ("name_en", "city", "address", "fields", "invoice_title", "invoice_code")
"""What contacts may propose of their organisation's entry; name, credit code, tier and state are the office's to say."""

CONTACT_FIELDS = ("position", "mail", "telephone")
"""What contacts may propose of themselves."""

Changes = Mapping[str, Any]
"""New values by the names of the fields, as JSON has them."""


class ProposalKind(StrEnum):
    """What a proposal is about: the organisation's entry, the one who proposes, or who shall represent it."""

    ENTRY = "entry"
    CONTACT = "contact"
    REPRESENTATIVE = "representative"


class ProposalState(StrEnum):
    """Where a proposal stands; one that was replaced by a newer one is withdrawn."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What ``person_id`` proposes for a member; ``reason`` is why it was declined."""

    id: int
    member_id: int
    person_id: int
    kind: ProposalKind
    changes: Changes
    state: ProposalState = ProposalState.OPEN
    decided_by: int | None = None
    reason: str = ""


def standing(entry: Entry, details: Details) -> dict[str, Any]:
    """Return what may be proposed otherwise as it stands in the roster, as JSON has it."""
    return {name: getattr(entry, name) for name in ENTRY_FIELDS if name != "fields"} | {
        "fields": list(entry.fields),
        **{name: getattr(details, name) for name in CONTACT_FIELDS},
    }


def differing(before: Changes, wanted: Changes) -> dict[ProposalKind, Changes]:
    """Return what is ``wanted`` otherwise than ``before``, apart for each kind it concerns; nothing is an empty value."""
    found: dict[ProposalKind, Changes] = {}
    for kind, names in ((ProposalKind.ENTRY, ENTRY_FIELDS), (ProposalKind.CONTACT, CONTACT_FIELDS)):
        values = {name: wanted.get(name) or type(before[name])() for name in names}
        changes = {name: value for name, value in values.items() if value != before[name]}
        if changes:
            found[kind] = changes
    return found


def changed_entry(entry: Entry, changes: Changes) -> Entry:
    """Return an entry as it is proposed."""
    values: dict[str, Any] = {name: tuple(value) if name == "fields" else value for name, value in changes.items()}
    return replace(entry, **values)


def changed_details(details: Details, changes: Changes) -> Details:
    """Return a contact's details as they are proposed."""
    return replace(details, **changes)


def representative(changes: Changes, like: Details) -> Details:
    """Return the proposed representative, who is taken to speak the language of whoever proposes them."""
    return Details(**changes, roles=frozenset({ContactRole.REPRESENTATIVE}), language=like.language)
