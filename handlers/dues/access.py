"""Whose dues somebody may see: those of the members they speak for at this moment, and of nobody else.

What is another's is answered just as what there is not, so nobody learns from an answer which numbers exist.
"""

from dataclasses import dataclass

from domain.dues import Assessment
from domain.roster import Member
from handlers.kit.event import Event, Toast
from locales.texts import N_
from storage import contacts, dues

NOT_FOUND = N_("I cannot find this among the dues you see to. /dues shows how things stand.")


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim on a member that the person who acts speaks for."""

    assessment: Assessment
    member: Member


async def members_of(event: Event) -> list[Member]:
    """Return the members for which the person who acts speaks, each once."""
    found = await contacts.of_person(event.unit, event.who.person.id)
    return list({member.id: member for _contact, member in found}.values())


async def member(event: Event, member_id: int) -> Member | None:
    """Return a member if the person who acts speaks for it; None, and a word to who pressed, otherwise."""
    found = next((each for each in await members_of(event) if each.id == member_id), None)
    if found is None:
        event.toast = Toast(event.texts.say(NOT_FOUND), alert=True)
    return found


async def claim(event: Event, assessment_id: int) -> Claim | None:
    """Return a claim if the person who acts speaks for its member; None, and a word to who pressed, otherwise."""
    assessment = await dues.by_id(event.unit, assessment_id)
    owing = await member(event, assessment.member_id if assessment else 0)
    return Claim(assessment, owing) if assessment and owing else None
