"""Telling contacts what has become of their dues: in their words, on the channel they use, not in their quiet hours.

It is told to the contact who is reminded of dues as well; others of the member see it with `/dues`.
"""

from collections.abc import Callable
from dataclasses import replace

from domain.dues import OBLIGATION
from domain.ladders import not_before
from domain.outbox import Lane, OnDoubt, Report
from domain.payments import Claim
from handlers.kit.capability import Outcome
from handlers.kit.desk import desk_texts, open_chats
from handlers.kit.event import Event
from handlers.kit.hours import of_contact
from handlers.kit.messages import Message
from handlers.kit.reaching import reach
from handlers.payments import claim_screens
from locales.texts import N_, Texts
from storage import payments, people, readers
from storage.readers import Readers, Way

SUBJECT = N_("About your membership dues")

NEWS = "dues-news"
"""First word of the subjects of what contacts are told; the number of the claim follows."""

Words = Callable[[Texts], Message]


async def tell_member(event: Event, claim: Claim, words: Words) -> None:
    """Tell the contact who sees to a member's dues what has become of a claim, if there is one who can be reached."""
    roles = event.office.profile.ladders.dues.roles
    who = Readers(OBLIGATION, roles, letters=event.office.sends_letters)
    ways = await readers.ways(event.unit, who, claim.member.id)
    if ways:
        way = ways[0]
        texts = Texts(way.language, event.office.zone)
        reach(
            event,
            way,
            words(texts),
            title=texts.say(SUBJECT),
            key=f"{event.key}:claim:{claim.assessment.id}",
            subject=f"{NEWS}:{claim.assessment.id}",
            report=Report.TROUBLE,
            not_before=_after_quiet_hours(event, way),
            on_doubt=OnDoubt.RESEND,
        )


async def tell_person(event: Event, claim: Claim, person_id: int, words: Words) -> None:
    """Tell somebody who has written to us on Telegram what has become of a claim, or of what they sent for it."""
    known = await people.telegram_of(event.unit, person_id)
    if known is not None:
        person, channel = known
        call = words(event.texts_for(person)).call()
        event.post(
            int(channel.address),
            "sendMessage",
            call,
            person=person,
            lane=Lane.REMINDER,
            on_doubt=OnDoubt.RESEND,
            subject=f"{NEWS}:{claim.assessment.id}",
            report=Report.TROUBLE,
        )


async def not_told(event: Event, outcome: Outcome) -> None:
    """Ask colleagues to see to it that a contact hears what our message did not, or perhaps not, tell them."""
    claim = await payments.claim(event.unit, outcome.about)
    if claim is None:
        return
    for chat in await open_chats(event):
        message = claim_screens.not_told(claim, await desk_texts(event, chat))
        event.post(chat, "sendMessage", message.call(), lane=Lane.REMINDER, on_doubt=OnDoubt.RESEND)


def _after_quiet_hours(event: Event, way: Way) -> int:
    """Return when it can be told: on any day, at once unless it is their night."""
    office = event.office
    any_time = replace(of_contact(office, office.profile.ladders.dues, way.hours), at=0)
    return not_before(event.unit.now, any_time, lambda _day: True)
