"""What colleagues are shown of reminders: who was told what and why not, and whom nobody can be told of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.outbox import Reason
from domain.people import ChannelKind
from domain.reminders import Line, Obligation, State, Told, Why
from domain.roster import Member, MemberState
from handlers.kit.markup import Html, bold, clip, escape, fill, lines
from handlers.kit.messages import Message, labelled
from locales.texts import N_, NP_, Msg, Texts

NAME = 30
"""Characters shown of a name."""

LINES = 10
"""How many lines of the ledger are shown of an obligation, the last ones."""

NAMED = 15
"""How many members one message names."""

KINDS: Mapping[str, Msg] = {"dues": NP_("obligation", "Dues")}

CHANNELS = {ChannelKind.TELEGRAM: NP_("channel", "Telegram"), ChannelKind.MAIL: NP_("channel", "e-mail")}

TOLD = {
    Told.QUEUED: N_("on its way to {who} by {channel}"),
    Told.SENT: N_("told {who} by {channel}, {when}"),
    Told.FAILED: N_("did not reach {who} by {channel}, {when}: {reason}"),
    Told.UNREACHABLE: N_("nobody could be told, {when}: no contact can be reached"),
    Told.UNCERTAIN: N_("may or may not have reached {who} by {channel}, {when}; not sent again, so as not to say it twice"),
    Told.SUPERSEDED: N_("not told: a later step said how things stood"),
    Told.CANCELLED: N_("called back before it was sent, {when}: {reason}"),
}
WAITS = N_("goes to {who} by {channel} once their hours begin, {when}")
HELD = N_("held back with everything that was queued when a backup was put back, until colleagues release it")

REASONS: Mapping[str, Msg] = {
    Reason.UNREACHABLE: NP_("reason", "cannot be reached there"),
    Reason.REFUSED: NP_("reason", "refused"),
    Reason.NOT_MADE: NP_("reason", "could not be made"),
    Why.NOT_WORDED: NP_("reason", "a fault of the program kept it from being put into words; its log says more"),
    Why.PAID: NP_("reason", "paid"),
    Why.WAIVED: NP_("reason", "waived"),
    Why.CORRECTED: NP_("reason", "corrected"),
    Why.WITHDRAWN: NP_("reason", "withdrawn"),
    Why.MOVED: NP_("reason", "due on another day"),
    Why.MEMBERSHIP: NP_("reason", "the membership was suspended or ended"),
    Why.CONTACT_ENDED: NP_("reason", "no contact of the member any more"),
    Why.ERASED: NP_("reason", "the contact had their data deleted"),
}

NOT_REMINDED = {
    MemberState.SUSPENDED: N_("No reminders: the membership is suspended."),
    MemberState.RESIGNED: N_("No reminders: the membership has ended."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """Which step comes next, when, and who will be told; without a ``name`` it is the office, or there is nobody."""

    step: int
    at: int
    name: str | None
    channel: ChannelKind | None
    to_office: bool


@dataclass(frozen=True, slots=True)
class Account:
    """All there is to say about the reminders of an obligation."""

    obligation: Obligation
    lines: Sequence[Line]
    next: Next | None


def why(member: Member, accounts: Sequence[Account], names: Mapping[int, str], texts: Texts, *, hold: int) -> Message:
    """Explain the reminders of a member; rows of the outbox up to ``hold`` are held after a restore."""
    heading = fill(escape(texts._("Reminders of {organisation}")), organisation=member.entry.name_in(texts.language))
    if not accounts:
        return Message(lines((bold(heading), escape(texts._("There is nothing this member has to be reminded of.")))))
    told = [line for each in accounts for line in _account(each, member.entry.state, names, texts, hold)]
    return Message(lines((bold(heading), *told)))


def _account(account: Account, state: MemberState, names: Mapping[int, str], texts: Texts, hold: int) -> list[Html]:
    obligation = account.obligation
    kind = texts.say(KINDS[obligation.kind]) if obligation.kind in KINDS else obligation.kind
    heading = fill(escape(texts._("{kind}, due on {day}")), kind=kind, day=texts.day(obligation.due_on))
    told = [
        fill("• {line}", line=labelled(_step(line.step, texts), _what(line, names, texts, hold), texts))
        for line in account.lines[-LINES:]
    ]
    return [Html(""), bold(heading), *told, _outlook(account, state, texts)]


def _step(step: int, texts: Texts) -> str:
    if step == 0:
        return texts._("on the due day")
    if step < 0:
        return texts.ngettext("{days} day before", "{days} days before", -step).format(days=-step)
    return texts.ngettext("{days} day after", "{days} days after", step).format(days=step)


def _what(line: Line, names: Mapping[int, str], texts: Texts, hold: int) -> str:
    told = TOLD[line.state]
    if line.state is Told.QUEUED and line.row is not None and line.row <= hold:
        told = HELD
    elif line.state is Told.QUEUED and line.leaves_at > line.at:
        told = WAITS
    reason = REASONS.get(line.reason)
    return texts.say(told).format(
        who=texts.pgettext("who", "the office") if line.contact is None else clip(names.get(line.contact, "…"), NAME),
        channel=texts.say(CHANNELS[ChannelKind(line.channel)]) if line.channel in list(ChannelKind) else "",
        when=texts.moment(line.leaves_at if told is WAITS else line.ended_at or line.at),
        reason=texts.say(reason) if reason else line.reason,
    )


def _outlook(account: Account, state: MemberState, texts: Texts) -> Html:
    """Say what comes next, or why nothing does."""
    obligation, to_come = account.obligation, account.next
    if obligation.state is not State.OPEN:
        over = texts._("Settled on {when}: no more reminders.")
        if obligation.state is State.WITHDRAWN:
            over = texts._("Withdrawn on {when}: no more reminders.")
        return fill(escape(over), when=texts.moment(obligation.ended_at or 0))
    if state in NOT_REMINDED:
        return escape(texts.say(NOT_REMINDED[state]))
    if to_come is None:
        heard = any(line.contact is None and line.state in (Told.SENT, Told.QUEUED) for line in account.lines)
        over = texts._("All steps are over, and the office has been told.")
        return escape(over if heard else texts._("The profile has no further step for this: no more reminders."))
    if to_come.to_office:
        words = texts._("Next, {step}: the office is told, {when}.")
    elif to_come.channel is None:
        words = texts._("Next, {step}, {when}: nobody can be told, for no contact can be reached. Please add one.")
    else:
        words = texts._("Next, {step}: {who} by {channel}, {when}.")
    return fill(
        escape(words),
        step=_step(to_come.step, texts),
        when=texts.moment(to_come.at),
        who=clip(to_come.name or "", NAME),
        channel=texts.say(CHANNELS[to_come.channel]) if to_come.channel else "",
    )


def unreached(organisations: Sequence[str], texts: Texts) -> Message:
    """Name the members of whom no contact can be reached."""
    heading = texts.ngettext(
        "Nobody can be reminded for {count} member: no contact can be reached",
        "Nobody can be reminded for {count} members: no contact can be reached",
        len(organisations),
    )
    named = [fill("• {name}", name=clip(name, 2 * NAME)) for name in organisations[:NAMED]]
    left = len(organisations) - len(named)
    more = texts.ngettext("… and {count} more", "… and {count} more", left).format(count=left)
    ask = texts._("Please add a contact or invite one; /members shows the roster.")
    return Message(lines((bold(heading.format(count=len(organisations))), *named, escape(more) if left else None, escape(ask))))
