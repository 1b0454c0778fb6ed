"""What people and colleagues read about an enquiry."""

from collections.abc import Iterable

from domain.enquiries import Enquiry
from domain.people import Person
from handlers.enquiries.form import STEPS, SUBJECTS
from handlers.kit.markup import MESSAGE_LIMIT, Html, bold, clip, escape, fill, lines, shown_length, split
from handlers.kit.messages import Message, labelled
from handlers.kit.office import Office
from locales.texts import Texts

HEADER_ROOM = 300
"""Characters kept free for the header of a message that carries somebody else's text."""


def subject_of(enquiry: Enquiry, texts: Texts) -> str:
    """Return what the enquiry is about, in words."""
    return next(option.label(texts) for option in SUBJECTS if option.value == enquiry.subject)


# --- for the enquirer -----------------------------------------------------------------------------------------------


def received(enquiry: Enquiry, texts: Texts) -> Message:
    """Confirm a sent form: state first, then what happens next."""
    return Message(
        lines(
            (
                fill(
                    escape(texts._("Your enquiry has reached the office. Its reference is {ref}.")), ref=bold(enquiry.reference)
                ),
                escape(
                    texts._(
                        "A colleague will answer you here. If there is more to say, just write; /status shows where it stands."
                    )
                ),
            )
        )
    )


def opened_by_message(enquiry: Enquiry, office: Office, texts: Texts) -> Message:
    """Confirm a message that opened an enquiry."""
    return Message(
        lines(
            (
                fill(
                    escape(texts._("Your message has been passed to the office. Its reference is {ref}.")),
                    ref=bold(enquiry.reference),
                ),
                escape(texts._("A colleague will answer you here. To enquire about joining step by step, use /join.")),
                "",
                fill("<i>{notice}</i>", notice=office.profile.privacy_notice.in_(texts.language)),
            )
        )
    )


def passed_on(enquiry: Enquiry, texts: Texts) -> Message:
    """Confirm a further message."""
    return Message(fill(escape(texts._("Passed to the office ({ref}).")), ref=enquiry.reference))


def from_office(texts: Texts, answer: Html) -> list[Message]:
    """Return a colleague's answer as the office's, in as many messages as it takes."""
    header = bold(texts._("Alliance office:"))
    whole = lines((header, answer))
    if shown_length(whole) <= MESSAGE_LIMIT:
        return [Message(whole)]
    return [Message(header), Message(answer)]


def status(found: Iterable[Enquiry], texts: Texts) -> Message:
    """List the person's enquiries, or say that there are none."""
    entries = [
        fill(
            "{ref} · {subject} · {state}\n{opened}",
            ref=bold(enquiry.reference),
            subject=subject_of(enquiry, texts),
            state=_state(enquiry, texts),
            opened=texts.moment(enquiry.opened_at),
        )
        for enquiry in found
    ]
    if not entries:
        return Message(
            escape(texts._("You have no enquiries yet. Simply write to us here, or use /join to enquire step by step."))
        )
    return Message(lines((bold(texts._("Your enquiries")), "", *entries)))


def _state(enquiry: Enquiry, texts: Texts) -> str:
    if not enquiry.is_open:
        return texts.pgettext("enquiry", "closed")
    if enquiry.waiting_since is not None:
        return texts.pgettext("enquiry", "waiting for the office")
    return texts.pgettext("enquiry", "answered")


def ask(texts: Texts) -> Message:
    """Invite a question."""
    return Message(
        escape(texts._("Please write your question here, in one message if you can. A colleague will answer you in this chat."))
    )


# --- for colleagues -------------------------------------------------------------------------------------------------


def topic_name(enquiry: Enquiry, person: Person) -> str:
    """Return the name of a person's topic; Telegram takes 128 characters."""
    organisation = str(enquiry.answers.get("organisation") or "")
    parts = [part for part in (clip(person.name, 60), clip(organisation, 50)) if part]
    return clip(" · ".join(parts) or enquiry.reference, 128)


def card(enquiry: Enquiry, person: Person, office: Office, texts: Texts, how: str) -> Message:
    """Return the card of an enquiry that came by form."""
    answers = [
        labelled(texts.say(step.label), step.show(enquiry.answers.get(step.key), office, texts), texts)
        for step in STEPS
        if step.key != "subject"  # stands in the title
    ]
    return Message(lines((_title(enquiry, person, texts), *answers, "", escape(how))))


def first_message(enquiry: Enquiry, person: Person, text: str, texts: Texts, how: str) -> list[Message]:
    """Return the card of an enquiry that began with a plain message, whose text is on it."""
    return _with_text(_title(enquiry, person, texts), text, tail=escape(how))


def follow_up(enquiry: Enquiry, person: Person, text: str) -> list[Message]:
    """Return a further message of an enquirer."""
    return _with_text(follow_up_header(enquiry, person), text)


def follow_up_header(enquiry: Enquiry, person: Person) -> Html:
    """Return the line above what an enquirer wrote; it begins with the reference, by which a reply is recognised."""
    return fill("💬 {ref} · {name}", ref=bold(enquiry.reference), name=clip(person.name, 60))


def answer_in_topic(texts: Texts) -> str:
    """Say how a colleague answers where each person has a topic; true as well where the card stands in the general one."""
    return texts._("To answer the enquirer, write in this person's topic, or reply to this message.")


def answer_by_reply(texts: Texts) -> str:
    """Say how a colleague answers where there are no topics."""
    return texts._("Reply to this message to answer the enquirer.")


def delivery_trouble(reason: str | None, texts: Texts) -> Message:
    """Tell a colleague that an answer did not arrive, or may not have, and what to do."""
    match reason:
        case "unreachable":
            text = texts._(
                "Not delivered: this person has blocked the bot or deleted their account. Please use their other contact."
            )
        case "no_answer" | "interrupted":
            text = texts._("It is uncertain whether this arrived: Telegram did not answer. Please ask, or send it again.")
        case _:
            text = texts._("Not delivered: Telegram refused this message. Please send it again in another form.")
    return Message(escape("⚠ " + text))


def delivered(texts: Texts) -> Message:
    """Tell a colleague that an answer arrived, where a reaction cannot be set."""
    return Message(escape("✓ " + texts._("Delivered.")))


def not_staff(texts: Texts) -> Message:
    """Tell somebody in the staff group that they cannot answer."""
    return Message(escape(texts._("This was not passed on: only colleagues who are registered as staff can answer here.")))


def anonymous(texts: Texts) -> Message:
    """Tell an anonymous administrator why their words went nowhere."""
    return Message(
        escape(
            texts._(
                "This was not passed on: you are writing anonymously. Please turn off “Remain anonymous” and send it again."
            )
        )
    )


def command(texts: Texts) -> Message:
    """Tell a colleague that a message which looks like a command was not passed on."""
    return Message(
        escape(
            texts._("This was not passed on: a message that begins with “/” counts as a command. Please put a word before it.")
        )
    )


def edited(texts: Texts) -> Message:
    """Tell somebody that a correction stays on their side."""
    return Message(escape(texts._("Corrections are not passed on. Please send the corrected text as a new message.")))


def reply_to_card(texts: Texts) -> Message:
    """Tell an owner, where there is no staff group, that a plain message answers nobody."""
    return Message(
        escape(
            texts._(
                "This reached no enquirer: please reply to the card. To ask something yourself, write /ask and your question."
            )
        )
    )


def no_topics(texts: Texts) -> Message:
    """Tell an owner that the bot cannot make topics."""
    return Message(
        escape(
            "⚠ "
            + texts._(
                "The bot cannot make topics in the staff group, so cards stand in the general one. "
                "Please give it the right to manage topics."
            )
        )
    )


def unknown_thread(texts: Texts) -> Message:
    """Tell a colleague that a reply belongs to no enquiry."""
    return Message(escape(texts._("I cannot tell which enquiry this belongs to. Please reply to the card with its reference.")))


def _title(enquiry: Enquiry, person: Person, texts: Texts) -> Html:
    language = texts.pgettext("language", "Chinese") if person.language == "zh" else texts.pgettext("language", "English")
    return fill(
        "🆕 {ref} · {subject}\n{name} · {language}",
        ref=bold(enquiry.reference),
        subject=subject_of(enquiry, texts),
        name=clip(person.name, 60),
        language=language,
    )


def _with_text(header: Html, text: str, tail: Html | None = None) -> list[Message]:
    pieces = split(text, MESSAGE_LIMIT - HEADER_ROOM)
    shown = [fill("<blockquote>{piece}</blockquote>", piece=piece) for piece in pieces]
    return [Message(lines((header, piece, tail if number == len(shown) - 1 else None))) for number, piece in enumerate(shown)]
