"""What colleagues see of the roster: the list that a search finds, a member's card, and its history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.roster import Change, Contact, Member, MemberState, Past
from handlers.kit import roster as words
from handlers.kit.markup import Html, bold, clip, escape, fill, lines
from handlers.kit.messages import Button, Message, labelled, rows
from handlers.kit.office import Office
from handlers.roster.fields import OF_CONTACT, OF_MEMBER
from locales.texts import N_, Msg, Texts

PAGE = 8
LINES = 10
"""Members on a page of the list, and lines on one of a history."""

MOST = 20
"""How many contacts a card shows."""

NAME, VALUE, REASON = 60, 200, 300
"""Characters shown of a name, a value, a reason."""

DATA = 64
"""Bytes a button carries."""

WHAT: Mapping[str, Msg] = {
    Change.ADMITTED: N_("admitted the member"),
    Change.IMPORT_UNDONE: N_("took back what a table had changed"),
    Change.CONTACT_ADDED: N_("added contact {name}"),
    Change.CONTACT_CHANGED: N_("changed contact {name}: {what}"),
    Change.CONTACT_ENDED: N_("ended contact {name}"),
    Change.CONTACT_BOUND: N_("contact {name} connected their Telegram account"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A page of what was found: for which ``words`` and ``state``, from page 0 on, and how many members there are in all."""

    words: str
    state: MemberState | None
    page: int
    members: Sequence[Member]
    count: int


@dataclass(frozen=True, slots=True)
class Card:
    """A member as its card shows it. ``on_telegram``: by contact, whether Telegram reaches those who are connected."""

    member: Member
    contacts: Sequence[Contact]
    on_telegram: Mapping[int, bool]
    open_fen: int


@dataclass(frozen=True, slots=True)
class History:
    """Lines of a member's history, newest first, from the place ``first`` on; ``names`` are of contacts by number."""

    member: Member
    past: Sequence[Past]
    names: Mapping[int, str]
    first: int


def find(state: MemberState | None, page: int, searched: str) -> str:
    """Return what a button to a page of a search carries, the words cut to what fits."""
    head = f"roster:list:{state or 'any'}:{page}:"
    return head + searched.encode()[: DATA - len(head)].decode(errors="ignore")


def listing(found: Found, office: Office, texts: Texts) -> Message:
    """Return a page of the members that were found."""
    count = texts.ngettext("{count} member", "{count} members", found.count).format(count=found.count)
    searched = labelled(texts._("Searched for"), clip(found.words, NAME), texts) if found.words else None
    hint = texts._("/members with a name, pinyin or its initials, or a credit code finds a member: /members zgc")
    named = [Button(_title(each, office, texts), f"roster:show:m:{each.id}:0") for each in found.members]
    return Message(
        lines(
            (
                bold(texts._("The roster")),
                escape(count),
                searched,
                escape("\n" + hint) if not (found.words and found.count) else None,
            )
        ),
        (*rows(*named), *rows(*_pages(found, texts), width=2), *rows(*_states(found, texts), width=3)),
    )


def _title(member: Member, office: Office, texts: Texts) -> str:
    entry = member.entry
    kept = () if entry.state is MemberState.ACTIVE else (texts.say(words.STATES[entry.state]),)
    return " · ".join((clip(entry.name_in(texts.language), 40), OF_MEMBER["tier"].show(entry.tier, office, texts), *kept))


def _pages(found: Found, texts: Texts) -> list[Button]:
    buttons = []
    if found.page > 0:
        buttons.append(Button(texts.pgettext("button", "‹ Back"), find(found.state, found.page - 1, found.words)))
    if (found.page + 1) * PAGE < found.count:
        buttons.append(Button(texts.pgettext("button", "More ›"), find(found.state, found.page + 1, found.words)))
    return buttons


def _states(found: Found, texts: Texts) -> list[Button]:
    """Return the buttons that show only members of one state, or all again."""
    offered = {None: texts.pgettext("members", "All")} | {state: texts.say(word) for state, word in words.STATES.items()}
    return [Button(word, find(state, 0, found.words)) for state, word in offered.items() if state is not found.state]


def card(shown: Card, office: Office, texts: Texts, *, may_edit: bool, note: str | None = None) -> Message:
    """Return the card of a member, with ``note`` above it; who ``may_edit`` it finds how below."""
    member, entry = shown.member, shown.member.entry
    facts = [
        labelled(texts.say(field.label), clip(_value(name, entry, office, texts), VALUE), texts)
        for name, field in OF_MEMBER.items()
        if name != "name"
    ]
    due = labelled(texts._("Dues to be paid"), texts.money(shown.open_fen), texts)
    head = fill("{name} · M-{number}", name=bold(clip(entry.name, VALUE)), number=member.id)
    speak = [_contact(each, shown.on_telegram, texts) for each in shown.contacts[:MOST]]
    none = escape(texts._("Nobody speaks for this member yet."))
    told = escape(note + "\n") if note else None
    return Message(
        lines((told, head, *facts, due, "", bold(texts._("Contacts")), *(speak or [none]))),
        _card_buttons(shown, texts, may_edit=may_edit),
    )


def _value(name: str, entry: object, office: Office, texts: Texts) -> str:
    value = getattr(entry, name)
    return texts.day(value) if name == "joined_on" else OF_MEMBER[name].show(value, office, texts)


def _contact(contact: Contact, on_telegram: Mapping[int, bool], texts: Texts) -> Html:
    details = contact.details
    return fill(
        "• {name}{roles} – {reached}",
        name=bold(clip(details.name, NAME)),
        roles="".join(f" · {held}" for held in (words.roles(details.roles, texts),) if held),
        reached=reached(contact, on_telegram.get(contact.id), texts),
    )


def reached(contact: Contact, on_telegram: bool | None, texts: Texts) -> str:
    """Return how a contact is reached; ``on_telegram`` is None for who is not connected."""
    telegram = {None: None, True: "Telegram", False: texts._("Telegram (has blocked the bot)")}[on_telegram]
    mail = contact.details.mail
    if contact.mail_refused:
        mail = texts._("{address} (letters come back)").format(address=mail)
    ways = [way for way in (telegram, mail, contact.details.telephone) if way]
    return words.listed(ways, texts) or texts._("no way known yet")


def _card_buttons(shown: Card, texts: Texts, *, may_edit: bool) -> tuple[tuple[Button, ...], ...]:
    member, of = shown.member, f"{shown.member.id}:{shown.member.version}"
    people = [Button(clip(each.details.name, 30), f"roster:show:c:{each.id}:0") for each in shown.contacts[:MOST]]
    edit = [
        Button(texts.pgettext("button", "Edit"), f"roster:edit:m:{of}"),
        Button(texts.pgettext("button", "Add a contact"), f"roster:add:m:{of}"),
    ]
    look = [
        Button(texts.pgettext("button", "History"), f"roster:history:m:{member.id}:0"),
        Button(texts.pgettext("button", "Why (not) reminded?"), f"reminders:why:{member.id}"),
    ]
    return (*rows(*people, width=3), *rows(*(edit if may_edit else ()), *look, width=2))


def history(shown: History, office: Office, texts: Texts) -> Message:
    """Return a page of a member's history; one line more than fits tells that there are older ones."""
    member = shown.member
    said = [_past(each, shown.names, office, texts) for each in shown.past[:LINES]]
    buttons = [Button(texts.pgettext("button", "To the card"), f"roster:show:m:{member.id}:0")]
    if len(shown.past) > LINES:
        buttons.append(Button(texts.pgettext("button", "Older"), f"roster:history:m:{member.id}:{shown.first + LINES}"))
    return Message(lines((bold(clip(member.entry.name, NAME)), *said)), rows(*buttons, width=2))


def _past(each: Past, names: Mapping[int, str], office: Office, texts: Texts) -> Html:
    actor = texts.pgettext("who", "the bot") if each.actor is None else clip(each.actor, 30)
    why = fill(escape(" · " + texts._("reason: {reason}")), reason=clip(each.reason, REASON)) if each.reason else ""
    return fill(
        "{when} · {actor} · {what}{why}",
        when=texts.moment(each.at),
        actor=bold(actor or texts.pgettext("who", "(deleted)")),
        what=_what(each, names, office, texts),
        why=why,
    )


def _what(each: Past, names: Mapping[int, str], office: Office, texts: Texts) -> str:
    if each.what in WHAT:
        name = names.get(each.details.get("contact", 0)) or texts.pgettext("who", "(deleted)")
        called = [texts.say(OF_CONTACT[field].label) for field in each.details.get("fields", ()) if field in OF_CONTACT]
        return texts.say(WHAT[each.what]).format(name=clip(name, NAME), what=words.listed(called, texts))
    changed = [
        texts.pgettext("a fact", "{label}: {value}").format(
            label=texts.say(OF_MEMBER[name].label),
            value=" → ".join(clip(OF_MEMBER[name].show(value, office, texts), 40) for value in before_and_after),
        )
        for name, before_and_after in each.details.items()
        if name in OF_MEMBER
    ]
    return texts.pgettext("between the items of a long list", "; ").join(changed) or each.what
