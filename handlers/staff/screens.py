"""What is shown of colleagues: the list, the question before a change, and what came of it."""

from collections.abc import Collection, Mapping, Sequence

from domain.people import Appointment, Role
from handlers.kit.markup import Html, bold, clip, escape, fill, lines
from handlers.kit.messages import Button, Message, rows
from locales.texts import NP_, Texts

MOST = 30
"""How many appointments there can be: so many fit into one message."""

NAME = 30
"""Characters shown of a name."""

ROLES = {
    Role.OWNER: NP_("role", "owner"),
    Role.SECRETARY: NP_("role", "secretary"),
    Role.TREASURER: NP_("role", "treasurer"),
}

Names = Mapping[int, str]
"""The names of people by their Telegram ids; of some only the id is known."""


def colleague(telegram_id: int, names: Names) -> str:
    """Return how a colleague is called: by name if we know one, and always by id."""
    name = names.get(telegram_id)
    return f"{clip(name, NAME)} ({telegram_id})" if name else str(telegram_id)


def colleagues(
    owners: Collection[int], appointed: Sequence[Appointment], names: Names, texts: Texts, *, version: int | None
) -> Message:
    """Return the list of colleagues; with the ``version`` it shows, an owner's buttons stand under it."""
    who = [fill("• {who} · {role}", who=colleague(id_, names), role=_role(Role.OWNER, texts)) for id_ in sorted(owners)[:MOST]]
    who += [_appointment(each, names, texts) for each in appointed]
    how = escape(
        "\n"
        + texts._(
            "Owners stand in the settings (OWNER_IDS) and are changed there. They appoint others: in the staff group, reply "
            "/staff to a message of theirs; or send /staff add ID ROLE."
        )
    )
    buttons = [
        Button(
            clip(
                texts.pgettext("button", "Remove {who} as {role}").format(
                    who=colleague(each.telegram_id, names), role=_role(each.role, texts)
                ),
                64,
            ),
            data("ask", version, each.telegram_id, each.role),
        )
        for each in appointed
        if version is not None
    ]
    return Message(lines((bold(texts._("Colleagues")), *who, how)), rows(*buttons))


def _appointment(each: Appointment, names: Names, texts: Texts) -> Html:
    return fill(
        escape(texts._("• {who} · {role}, since {when}, appointed by {by}")),
        who=colleague(each.telegram_id, names),
        role=_role(each.role, texts),
        when=texts.moment(each.since),
        by=clip(each.by, NAME),
    )


def choose_role(telegram_id: int, names: Names, open_roles: Collection[Role], texts: Texts, *, version: int) -> Message:
    """Ask which role somebody is to have."""
    question = texts._("Appoint {who} as:")
    buttons = [Button(_role(role, texts), data("add", version, telegram_id, role)) for role in open_roles]
    cancel = Button(texts.pgettext("button", "Cancel"), "staff:cancel")
    return Message(fill(escape(question), who=bold(colleague(telegram_id, names))), rows(*buttons, cancel))


def sure_to_remove(telegram_id: int, names: Names, role: Role, texts: Texts, *, version: int) -> Message:
    """Ask before somebody loses a role."""
    question = texts._("Remove {who} as {role}? What they did stays on record.")
    return Message(
        fill(escape(question), who=bold(colleague(telegram_id, names)), role=_role(role, texts)),
        rows(
            Button(texts.pgettext("button", "Yes, remove"), data("drop", version, telegram_id, role)),
            Button(texts.pgettext("button", "No, keep"), "staff:list"),
            width=2,
        ),
    )


def appointed(telegram_id: int, names: Names, role: Role, texts: Texts, *, told: bool) -> Message:
    """Say that somebody has a role now, and what they have to do so that the bot can write to them."""
    done = fill(escape(texts._("{who} is now {role}.")), who=bold(colleague(telegram_id, names)), role=_role(role, texts))
    start = texts._("They have not written to the bot yet: please ask them to open it and press Start once.")
    return Message(done if told else lines((done, escape(start))))


def welcome(role: Role, texts: Texts) -> Message:
    """Tell somebody that they are a colleague now."""
    text = texts._("You have been appointed {role} of the office. /help lists what you can do here.")
    return Message(fill(escape(text), role=_role(role, texts)))


def role_lost(role: Role, texts: Texts) -> Message:
    """Tell somebody that they no longer have a role."""
    return Message(fill(escape(texts._("You are no longer {role} of the office.")), role=_role(role, texts)))


def said(text: str, **values: object) -> Message:
    """Return one sentence as a message."""
    return Message(fill(escape(text), **values))


def data(verb: str, version: int, telegram_id: int, role: Role) -> str:
    """Return what a button about one role of one colleague carries: it holds for this version of the list only."""
    return f"staff:{verb}:{version}:{telegram_id}:{role}"


def _role(role: Role, texts: Texts) -> str:
    return texts.say(ROLES[role])
