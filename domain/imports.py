"""What a table of members would change in the roster: a verdict for each row, before anything is written.

A row is about the member with its credit code; without a code, or with one that is new, about the member of exactly its
name; or else about a new one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from domain.names import bare
from domain.roster import Contact, ContactRole, Entry, Member
from domain.roster_table import ENTRY, Fault, Line, Problem, doubled
from domain.speakers import Speaker, speakers_after

NEEDED = ("name", "tier", "joined_on")
"""What a new member cannot be entered without; the roster assumes no tier and no day."""


class Verdict(StrEnum):
    """What becomes of a row."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Step:
    """A row with its verdict: what it makes of which member, and of whom that speaks for it.

    ``columns`` are those that change, and the roles whose contacts do; ``alike`` is a member that may be the same organisation.
    """

    number: int
    name: str
    verdict: Verdict
    problems: Sequence[Problem] = ()
    member: Member | None = None
    entry: Entry | None = None
    speakers: Sequence[Speaker] = ()
    columns: Sequence[str] = ()
    alike: str = ""


class Known:
    """The roster as it stands, by what a row can be about."""

    def __init__(self, members: Sequence[Member], contacts: Mapping[int, Sequence[Contact]]) -> None:
        self.contacts = contacts
        self.by_code = {member.entry.credit_code: member for member in members if member.entry.credit_code}
        self.by_name: dict[str, list[Member]] = defaultdict(list)
        self.by_bare_name = {bare(member.entry.name): member for member in members}
        for member in members:
            self.by_name[member.entry.name].append(member)


def judge(lines: Sequence[Line], known: Known) -> list[Step]:
    """Return what each row comes to. Rows about one organisation are refused but for the first."""
    again = {column: doubled(lines, column) for column in ("credit_code", "name")}
    seen: dict[int, int] = {}
    steps = []
    for line in lines:
        repeated = {column: rows[line.number] for column, rows in again.items() if line.number in rows}
        problems = [Problem(Fault.DOUBLED, column, str(first)) for column, first in repeated.items()]
        member, doubt = _about(line.values, known)
        problems += [doubt] if doubt else []
        if member and not problems and seen.setdefault(member.id, line.number) != line.number:
            problems.append(Problem(Fault.DOUBLED, "name", str(seen[member.id])))
        steps.append(_judged(line, member, problems, known))
    return steps


def _about(values: Mapping[str, Any], known: Known) -> tuple[Member | None, Problem | None]:
    """Return the member a row is about, None for a new one, or why that cannot be said."""
    code, name = values.get("credit_code"), values.get("name", "")
    if code in known.by_code:
        return known.by_code[code], None
    named = known.by_name.get(name, [])
    if len(named) > 1:
        return None, Problem(Fault.SEVERAL, "name", name)
    if named and code and named[0].entry.credit_code:
        return None, Problem(Fault.OTHER_CODE, "credit_code", named[0].entry.credit_code)
    return (named[0] if named else None), None


def _judged(line: Line, member: Member | None, problems: Sequence[Problem], known: Known) -> Step:
    current = known.contacts.get(member.id, ()) if member else ()
    speakers, faults = speakers_after(line.contacts, current)
    spoilt = {problem.column for problem in line.problems}
    missing = [] if member else [each for each in NEEDED if each not in line.values and each not in spoilt]
    problems = [*line.problems, *problems, *faults, *(Problem(Fault.MISSING, each) for each in missing)]
    name = line.values.get("name") or (member.entry.name if member else "")
    if problems:
        return Step(line.number, name, Verdict.REFUSED, problems)
    if member is None:
        alike = known.by_bare_name.get(bare(name))
        entry = Entry(**line.values)
        return Step(line.number, name, Verdict.ADDED, (), None, entry, speakers, alike=alike.entry.name if alike else "")
    entry = replace(member.entry, **line.values)
    columns = [each for each in ENTRY if getattr(entry, each) != getattr(member.entry, each)]
    touched = {role for each in speakers for role in _roles_touched(each)}
    columns += [role for role in ContactRole if role in touched]
    verdict = Verdict.CHANGED if columns else Verdict.UNCHANGED
    return Step(line.number, name, verdict, (), member, entry, speakers, columns)


def _roles_touched(speaker: Speaker) -> Iterable[ContactRole]:
    """Return in which roles of the table a change of a contact shows."""
    before = speaker.contact.details.roles if speaker.contact else frozenset()
    after = speaker.details.roles if speaker.details else frozenset()
    return (before ^ after) or after
