"""What people read about their data, and colleagues about somebody who was erased."""

from collections.abc import Sequence

from domain.people import Actor
from domain.profile import Profile
from handlers.kit.markup import Html, bold, escape, fill, lines
from handlers.kit.messages import Button, Message, rows
from locales.texts import N_, Texts

KEPT = N_("Nothing was deleted.")


def privacy(profile: Profile, nights: int, texts: Texts) -> Message:
    """Say what is kept, why, who sees it, where it travels, how long, and which rights there are."""
    paragraphs = (
        (texts._("What we keep"), _what(texts)),
        (texts._("Why"), texts._("To answer enquiries, handle applications and serve members, and for nothing else.")),
        (texts._("Who sees it"), texts._("The colleagues of the office.")),
        (
            texts._("Where it travels"),
            texts._("Every message here goes through Telegram, whose servers are outside mainland China. Files stay there."),
        ),
        (texts._("How long"), _how_long(profile, nights, texts)),
        (texts._("Your rights"), _rights(profile, texts)),
    )
    return Message(
        lines(lines((bold(title), escape(text), "")) for title, text in paragraphs),
        rows(
            Button(texts.pgettext("button", "Send me my data"), "privacy:file"),
            Button(texts.pgettext("button", "Delete my data"), "privacy:delete"),
        ),
    )


def _what(texts: Texts) -> str:
    return texts._(
        "Your name, language and number in Telegram; what you write and send to us here, the answers you give in a form, what "
        "colleagues answer and note about it, and how you rate it; applications and papers you send for your organisation, and "
        "how you are reached as its contact; when, and to which version of our privacy notice, you agreed; and a log of what "
        "was done when."
    )


def _how_long(profile: Profile, nights: int, texts: Texts) -> str:
    template = texts._(
        "Your name, language and number: until you have them deleted. Enquiries and questions: until {enquiries} days after "
        "they are closed. The copies that arise when messages are passed on: {copies} days. Nightly backups are replaced after "
        "{nights} nights. The log, which holds nothing of what was said, stays."
    )
    return template.format(enquiries=profile.enquiry_retention_days, copies=profile.retention_days, nights=nights)


def _rights(profile: Profile, texts: Texts) -> str:
    template = texts._(
        "You may see your data, have it corrected or deleted and take back your consent, at any time and without giving "
        "reasons: with the buttons below, with /mydata, or by writing to {address}."
    )
    return template.format(address=profile.join_address)


def under_file(texts: Texts, now: int) -> Message:
    """Say below the file what it is."""
    template = texts._("This is everything we have stored about you, as of {moment}. Any text editor opens it.")
    return Message(
        escape(template.format(moment=texts.moment(now))),
        rows(
            Button(texts.pgettext("button", "Delete my data"), "privacy:delete"),
            Button(texts.pgettext("button", "Keep it"), "privacy:keep-file"),
            width=2,
        ),
    )


def confirmation(actor: Actor, nights: int, texts: Texts, second: int) -> Message:
    """Ask whether everything shall be deleted, and say what that means."""
    deleted = texts._(
        "Deleted are your name and number, your enquiries with all messages, answers and notes, your questions and unfinished "
        "forms, your applications with their papers, and what we know of you as a contact. Enquiries that are still open are "
        "closed without an answer, open applications withdrawn, and you are no longer a contact of any member organisation."
    )
    remains = texts._(
        "What remains: the fact that a person was deleted, under a number that means nothing else; the reference numbers of "
        "your enquiries, without content; this chat in your own Telegram, which you can delete yourself; and backups, until "
        "they are replaced after {nights} nights."
    )
    colleague = texts._("You remain a colleague, and what you answered to others stays in their enquiries.")
    return Message(
        lines(
            (
                bold(texts._("Delete everything we have stored about you?")),
                "",
                escape(deleted),
                "",
                escape(remains.format(nights=nights)),
                *(("", escape(colleague)) if actor.is_staff else ()),
                "",
                escape(texts._("This cannot be undone.")),
            )
        ),
        rows(
            Button(texts.pgettext("button", "Yes, delete everything"), f"privacy:yes:{actor.person.id}:{second}"),
            Button(texts.pgettext("button", "Keep it"), "privacy:keep"),
        ),
    )


def kept(texts: Texts) -> Message:
    """Say that all stays as it is."""
    return Message(escape(texts.say(KEPT)))


def goodbye(texts: Texts) -> Message:
    """Say that everything has been deleted."""
    return Message(
        escape(
            texts._(
                "Everything we had stored about you has been deleted. You can delete this chat as well. If you write to us "
                "again, we begin anew, as with somebody we do not know."
            )
        )
    )


# --- for colleagues -------------------------------------------------------------------------------------------------


def erased(references: Sequence[str], texts: Texts) -> Message:
    """Tell colleagues that somebody was erased and their enquiries are closed."""
    template = texts._("{refs}: the enquirer has had all their data deleted. The enquiries are closed.")
    return Message(fill(escape(template), refs=_named(references)))


def delete_by_hand(references: Sequence[str], links: Sequence[str], texts: Texts) -> Message:
    """Ask colleagues to delete what the bot cannot."""
    if not links:
        template = texts._(
            "{refs}: the enquirer has had all their data deleted, but Telegram does not let me delete everything here. "
            "Please delete by hand what you find about it in this chat."
        )
        return Message(fill(escape("⚠ " + template), refs=_named(references)))
    template = texts._(
        "{refs}: the enquirer has had all their data deleted, but Telegram does not let me delete the following. "
        "Please delete it by hand:"
    )
    return Message(lines((fill(escape("⚠ " + template), refs=_named(references)), *map(escape, links))))


def _named(references: Sequence[str]) -> Html:
    return bold(", ".join(references))
