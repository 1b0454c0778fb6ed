"""What colleagues read at the desk, but for the card."""

from collections.abc import Mapping, Sequence

from domain.enquiries import Direction, Enquiry, EnquiryMessage
from domain.people import Person
from handlers.kit.markup import MESSAGE_LIMIT, Html, bold, clip, escape, fill, lines, split
from handlers.kit.messages import Message
from locales.texts import Texts

HEADER_ROOM = 300
"""Characters kept free for the header of a message that carries somebody else's text."""

LINE = 300
"""Characters shown of each message of a topic's history."""


def topic_name(enquiry: Enquiry, person: Person) -> str:
    """Return the name of a person's topic; Telegram takes 128 characters."""
    organisation = str(enquiry.answers.get("organisation") or "")
    parts = [part for part in (clip(person.name, 60), clip(organisation, 45)) if part]
    return clip(" · ".join((*parts, enquiry.reference)), 128)


def follow_up(enquiry: Enquiry, person: Person, text: str, texts: Texts, *, edited: bool = False) -> list[Message]:
    """Return a further message of an enquirer, in as many as it takes."""
    header = follow_up_header(enquiry, person, texts, edited=edited)
    return [Message(lines((header, quoted(piece)))) for piece in split(text, MESSAGE_LIMIT - HEADER_ROOM)]


def follow_up_header(enquiry: Enquiry, person: Person, texts: Texts, *, edited: bool = False) -> Html:
    """Return the line above what an enquirer wrote; it begins with the reference, by which a reply is recognised."""
    mark = " · " + texts.pgettext("message", "edited") if edited else ""
    return fill("💬 {ref} · {name}{mark}", ref=bold(enquiry.reference), name=clip(person.name, 60), mark=mark)


def quoted(text: str) -> Html:
    """Return what somebody else wrote, set apart."""
    return fill("<blockquote>{text}</blockquote>", text=text)


def language_name(language: str, texts: Texts) -> str:
    """Return what a language is called."""
    return texts.pgettext("language", "Chinese") if language == "zh" else texts.pgettext("language", "English")


def history(said: Sequence[EnquiryMessage], names: Mapping[int, str], texts: Texts) -> Message:
    """Return the last lines of what was said, for a topic that had to be made anew."""
    entries = [
        fill(
            "{when} · {name}{kind}\n{words}",
            when=texts.moment(each.written_at),
            name=clip(names.get(each.author_id, ""), 60),
            kind=" · " + texts.pgettext("message", "note") if each.direction is Direction.NOTE else "",
            words=quoted(clip(each.words or wordless(each, texts), LINE)),
        )
        for each in said
    ]
    heading = bold(texts._("The topic was gone and has been made anew. Last said:"))
    return Message(lines((heading, *entries)))


def wordless(said: EnquiryMessage, texts: Texts) -> str:
    """Stand for a message without words: a file, or what has been blanked."""
    if not said.content:
        return texts._("(no longer kept)")
    return texts._("(a file)") if said.letter is None else texts._("(no words)")


def answer_in_topic(texts: Texts) -> str:
    """Say how a colleague answers where each person has a topic; true as well where the card stands in the general one."""
    return texts._("To answer, write in this topic or reply to this message. A message that begins with // stays a note.")


def answer_by_reply(texts: Texts) -> str:
    """Say how a colleague answers where there are no topics."""
    return texts._("Reply to this message to answer the enquirer. A reply that begins with // stays a note.")


def delivery_trouble(reason: str | None, texts: Texts) -> Message:
    """Tell a colleague that an answer did not arrive, or may not have, and what to do."""
    match reason:
        case "unreachable":
            text = texts._(
                "Not delivered: this person has blocked the bot or deleted their account. Please use their other contact."
            )
        case "no_answer" | "interrupted":
            text = texts._("It is uncertain whether this arrived: Telegram did not answer. Please ask, or send it again.")
        case "not_copied":
            text = texts._("Not delivered: Telegram does not let bots pass this on. Please send it in another form.")
        case _:
            text = texts._("Not delivered: Telegram refused this message. Please send it again in another form.")
    return Message(escape("⚠ " + text))


def no_channel(texts: Texts) -> Message:
    """Tell a colleague that there is no way to the enquirer any more."""
    return Message(escape("⚠ " + texts._("Not delivered: this person can no longer be reached here.")))


def delivered(texts: Texts) -> Message:
    """Tell a colleague that an answer arrived, where a reaction cannot be set."""
    return Message(escape("✓ " + texts._("Delivered.")))


def note_kept(texts: Texts) -> Message:
    """Tell a colleague that a note is kept, where a reaction cannot be set."""
    return Message(escape("✓ " + texts._("Kept as a note; the enquirer does not see it.")))


def note_of(enquiry: Enquiry, colleague: Person, text: str, texts: Texts) -> Message:
    """Show a colleague's note to the others, where there is no group in which they would see it; a file follows it."""
    header = fill(
        "📝 {ref} · {name} · {kind}",
        ref=bold(enquiry.reference),
        name=clip(colleague.name, 60),
        kind=texts.pgettext("message", "note"),
    )
    return Message(lines((header, quoted(clip(text, MESSAGE_LIMIT - HEADER_ROOM)) if text else None)))


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


def not_copied(texts: Texts) -> Message:
    """Tell colleagues that something is missing on the desk."""
    return Message(
        escape("⚠ " + texts._("Telegram does not let bots pass this on. The person has been asked to send it in another form."))
    )


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


def from_lost_group(texts: Texts) -> Html:
    """Say above a card why it comes to an owner in private."""
    return escape("⚠ " + texts._("The staff group did not take this, so it comes to you. Reply to it to answer."))


def a_file(texts: Texts) -> str:
    """Stand for a file on a card."""
    return texts._("(a file, see below)")
