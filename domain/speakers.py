"""Who speaks for a member after a row of a table has named its contacts.

In the table each role has one contact: the first to hold it. Who is named there instead takes the role over, and whoever has
none left by it speaks for the member no more. A name that changes while the address stays is a name that was corrected.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from domain.roster import Contact, ContactRole, Details
from domain.roster_table import Fault, Problem

Told = Mapping[str, Any]
"""What a row says of a contact; what is blank is not there."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A contact as a row leaves them: ``details`` None is the end, ``contact`` None the beginning of one."""

    contact: Contact | None
    details: Details | None


@dataclass(slots=True, eq=False)
class _Named:
    """Somebody a row can mean: a contact there is, or a new one; what it says of them, and the roles it gives and takes."""

    contact: Contact | None = None
    told: dict[str, Any] = field(default_factory=dict)
    gains: set[ContactRole] = field(default_factory=set)
    loses: set[ContactRole] = field(default_factory=set)

    @property
    def name(self) -> str:
        return self.told.get("name") or (self.contact.details.name if self.contact else "")

    def speaker(self) -> Speaker | None:
        """Return what becomes of them, None where all stays. Who is on Telegram has chosen their language there."""
        chosen = {"language"} if self.contact is not None and self.contact.person_id is not None else set()
        told = {part: value for part, value in self.told.items() if part not in chosen}
        before = self.contact.details if self.contact else Details(name=self.name)
        after = replace(before, **told, roles=(before.roles - self.loses) | self.gains)
        if self.contact is not None and after == before:
            return None
        return Speaker(self.contact, after if after.roles or not self.loses else None)


def speakers_after(wanted: Mapping[ContactRole, Told], current: Sequence[Contact]) -> tuple[list[Speaker], list[Problem]]:
    """Return what ``wanted`` changes of the ``current`` contacts, who stand oldest first, and what is wrong with it."""
    people = [_Named(each) for each in current]
    names = {told["name"] for told in wanted.values() if "name" in told}
    problems = []
    for role, told in wanted.items():
        holder = next((each for each in people if each.contact and role in each.contact.details.roles), None)
        if "name" not in told and holder is None:
            problems.append(Problem(Fault.MISSING, f"{role}.name"))
            continue
        named = _meant(told, holder, people, names)
        problems += [
            Problem(Fault.TWO_VALUES, f"{role}.{part}", str(value))
            for part, value in told.items()
            if named.told.setdefault(part, value) != value
        ]
        named.gains.add(role)
        if holder is not None and named is not holder:
            holder.loses.add(role)
    found = [speaker for each in people if (speaker := each.speaker())]
    return in_order(found), problems


def _meant(told: Told, holder: _Named | None, people: list[_Named], names: Collection[str]) -> _Named:
    """Return whom a row means, who may be new."""
    if holder is not None and (told.get("name", holder.name) == holder.name or _renamed(told, holder, names)):
        return holder
    found = next((each for each in people if each.name == told["name"]), None)
    if found is None:
        found = _Named()
        people.append(found)
    return found


def _renamed(told: Told, holder: _Named, names: Collection[str]) -> bool:
    """Whether a role's contact is who held it before under another name: at the same address, and not named elsewhere."""
    details = holder.contact.details if holder.contact else None
    same = details and any(told.get(part) and told[part] == getattr(details, part) for part in ("mail", "telephone"))
    return bool(same) and holder.name not in names


def in_order(speakers: Iterable[Speaker]) -> list[Speaker]:
    """Return changes of contacts so that they can be made one after the other: a place is free before it is given away."""
    return sorted(speakers, key=_order)


def _order(speaker: Speaker) -> int:
    """Who goes or gives a role away comes first, then who becomes representative, then who is new."""
    if speaker.contact is None:
        return 2
    return int(speaker.details is not None and ContactRole.REPRESENTATIVE in speaker.details.roles)
