"""The report in words: a block of figures for each tier, all of them together, and who is overdue."""

from collections.abc import Mapping, Sequence

from domain.dues import Assessment
from domain.dues_figures import Figures, total
from domain.profile import Tier
from domain.roster import Member
from handlers.kit.markup import Html, bold, clip, escape, fill, lines
from handlers.kit.messages import Button, Message, rows
from locales.texts import N_, Texts

LISTED = 10
"""How many overdue claims are named; the file has them all."""

NAME = 40
"""Characters shown of a name."""

TREASURERS_ONLY = N_("Only treasurers and owners see the dues report.")
SENT = N_("The file is on its way to you.")


def treasurers_only(texts: Texts) -> Message:
    """Say whose work the report is."""
    return Message(escape(texts.say(TREASURERS_ONLY)))


def only_in_private(bot_name: str, texts: Texts) -> Message:
    """Say that the report is shown in the treasurer's own chat."""
    return Message(fill(escape(texts._("The report is shown in private: please send /dues_report to @{bot}.")), bot=bot_name))


def report(
    year: int,
    figures: Mapping[str, Figures],
    overdue: tuple[int, Sequence[tuple[Member, Assessment]]],
    tiers: Sequence[Tier],
    texts: Texts,
) -> Message:
    """Return the report of a year; ``overdue`` is how many claims are, and the first of them."""
    heading = bold(texts._("Dues of {year}").format(year=year))
    earlier = Button(str(year - 1), f"duesreport:year:{year - 1:04}")
    if not figures:
        return Message(lines((heading, escape(texts._("No dues have been assessed for this year.")))), rows(earlier))
    names = {tier.key: tier.name.in_(texts.language) for tier in tiers}
    keys = [*(key for key in names if key in figures), *sorted(figures.keys() - names.keys())]
    blocks = [_block(names.get(key, key), figures[key], texts) for key in keys]
    blocks.append(_block(texts._("All together"), total(figures.values()), texts))
    file = Button(texts.pgettext("button", "All claims as an Excel file"), f"duesreport:file:{year:04}")
    return Message(lines((heading, *blocks, *_overdue(*overdue, texts))), rows(file, earlier))


def no_picture(texts: Texts) -> Message:
    """Say why there is no picture, and who can mend it."""
    return Message(
        escape(
            texts._(
                "The picture could not be drawn; the table above is complete. Most likely the bot’s machine has no font for "
                "Chinese: the command “doctor” there names the package to install."
            )
        )
    )


def no_file(texts: Texts) -> Message:
    """Say that the file could not be made."""
    return Message(escape(texts._("The file could not be made. Please try again; if it fails again, tell who runs the bot.")))


def _block(name: str, figures: Figures, texts: Texts) -> Html:
    share = f"{figures.collected / due:.0%}" if (due := figures.assessed + figures.adjusted) > 0 else "—"
    claims = texts.ngettext("{number} claim", "{number} claims", figures.claims).format(number=figures.claims)
    sums = texts._("Assessed {assessed}, waived or corrected {adjusted}\nCollected {collected} ({share}), open {open}")
    return lines(
        (
            fill("\n<b>{name}</b> · {claims}", name=name, claims=claims),
            fill(
                escape(sums),
                assessed=texts.money(figures.assessed),
                adjusted=texts.money(figures.adjusted),
                collected=texts.money(figures.collected),
                share=share,
                open=texts.money(figures.open),
            ),
        )
    )


def _overdue(count: int, listed: Sequence[tuple[Member, Assessment]], texts: Texts) -> list[Html]:
    if not count:
        return [escape("\n" + texts._("Nothing is overdue."))]
    heading = bold(texts.ngettext("{number} claim is overdue", "{number} claims are overdue", count).format(number=count))
    named = [
        fill(
            "• {name} · {reference} · {amount} · {day}",
            name=clip(member.entry.name_in(texts.language), NAME),
            reference=claim.reference,
            amount=texts.money(claim.open_fen),
            day=texts.day(claim.due_on),
        )
        for member, claim in listed
    ]
    more = [escape(texts._("… the file has them all."))] if count > len(listed) else []
    return [escape(""), heading, *named, *more]
