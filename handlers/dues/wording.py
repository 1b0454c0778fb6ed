"""Reminders of dues in words, as things stand when they go out: how far off the due day is then, and what is open still."""

from collections.abc import Sequence
from datetime import date

from domain.dues import Assessment
from domain.profile import BankAccount
from domain.roster import Member
from handlers.dues import screens
from handlers.kit.event import Event
from handlers.kit.markup import bold, escape, fill, lines
from handlers.kit.messages import Button, Message, rows
from handlers.kit.reminding import Due, Reminder
from locales.texts import Texts
from storage import dues, members


async def word(event: Event, due: Sequence[Due]) -> Sequence[Reminder]:
    """Word reminders of claims, each for its reader."""
    claims = {each.id: each for each in await dues.by_ids(event.unit, [each.subject for each in due])}
    owing = await members.by_ids(event.unit, {each.member for each in due})
    account, day = event.office.profile.dues.account, event.today
    worded = []
    for each in due:
        texts = Texts(each.language, event.office.zone)
        claim, member = claims[each.subject], owing[each.member]
        if each.contact is None:
            worded.append(_for_the_office(claim, member, day, texts))
        else:
            worded.append(_for_a_contact(claim, member, account, day, texts))
    return worded


def _for_a_contact(claim: Assessment, member: Member, account: BankAccount | None, day: date, texts: Texts) -> Reminder:
    said = fill(
        escape(_how_far_off(claim, day, texts)),
        organisation=bold(member.entry.name_in(texts.language)),
        year=claim.year,
        day=texts.day(claim.due_on),
        days=abs((claim.due_on - day).days),
    )
    crossed = texts._("If you have paid in the last few days, thank you: please send us the bank’s slip.")
    return Reminder(
        Message(
            lines((said, screens.still_open(claim, texts), "", *screens.ways(claim, account, texts), "", escape(crossed))),
            rows(
                screens.i_have_paid(claim, texts),
                Button(texts.pgettext("button", "All dues and receipts"), f"dues:show:{member.id}"),
            ),
        ),
        texts._("Membership dues {year}: {amount} by {day}").format(
            year=claim.year, amount=texts.money(claim.open_fen), day=texts.day(claim.due_on)
        ),
    )


def _how_far_off(claim: Assessment, day: date, texts: Texts) -> str:
    """Return how the due day lies from the day it is; the ladder's step alone would not say, for steps move."""
    days = (claim.due_on - day).days
    if days == 0:
        return texts._("The {year} dues of {organisation} are due today, {day}.")
    if days > 0:
        return texts.ngettext(
            "The {year} dues of {organisation} are due in {days} day, on {day}.",
            "The {year} dues of {organisation} are due in {days} days, on {day}.",
            days,
        )
    return texts.ngettext(
        "The {year} dues of {organisation} were due {days} day ago, on {day}, and no full payment has been recorded.",
        "The {year} dues of {organisation} were due {days} days ago, on {day}, and no full payment has been recorded.",
        -days,
    )


def _for_the_office(claim: Assessment, member: Member, day: date, texts: Texts) -> Reminder:
    organisation = member.entry.name_in(texts.language)
    heading = texts._("Dues overdue: {organisation}").format(organisation=organisation)
    over = texts._("The last reminder is out, and the {year} dues are not paid. Please get in touch with this member.")
    return Reminder(
        Message(
            lines((bold(heading), fill(escape(over), year=claim.year), "", *screens.open_claim(claim, day, texts))),
            rows(Button(texts.pgettext("button", "Who was told what?"), f"reminders:why:{member.id}")),
        ),
        heading,
    )
