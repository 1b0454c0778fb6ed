"""What colleagues read about answers that leave as letters, and what such a letter says of itself."""

from enum import StrEnum

from domain.enquiries import Enquiry, EnquiryMessage
from handlers.kit.markup import clip, escape
from handlers.kit.messages import Button, Message, rows
from locales.texts import Texts


class Obstacle(StrEnum):
    """Why a message cannot go with a letter."""

    KIND = "kind"
    SIZE = "size"


def cannot_go(obstacle: Obstacle, texts: Texts) -> Message:
    """Tell a colleague that a message cannot go by letter, and what to do."""
    match obstacle:
        case Obstacle.KIND:
            text = texts._("Not sent: this cannot go by letter. Please send it as text or as a file.")
        case Obstacle.SIZE:
            text = texts._("Not sent: a letter takes files of at most 20 MB. Please send a link instead.")
    return Message(escape("⚠ " + text))


def letter_trouble(reason: str | None, words: str, texts: Texts) -> Message:
    """Tell a colleague that a letter was not taken, or may not have been; ``words`` are the mail server's."""
    match reason:
        case "unreachable":
            text = texts._("Not delivered: the mail server does not know this address. Please use their other contact.")
        case "no_answer" | "interrupted":
            text = texts._(
                "It is uncertain whether this letter left: the mail server did not answer. Please ask, or send it again."
            )
        case _:
            text = texts._("Not delivered: the mail server refused this letter. Please send it again in another form.")
    return Message(escape(f"⚠ {text} ({clip(words, 120)})" if words else "⚠ " + text))


def further_letter(said: EnquiryMessage, texts: Texts) -> Message:
    """Tell a colleague that an edit cannot follow a letter, and offer to write again."""
    text = texts._("The enquirer does not see this edit: a letter that has left cannot be changed.")
    send = Button(texts.pgettext("button", "Send a follow-up letter"), f"further:{said.enquiry_id}:{said.id}:{said.edited_at}")
    return Message(escape("⚠ " + text), rows(send))


def further_letter_queued(texts: Texts) -> Message:
    """Say, in place of the offer, that the further letter is on its way."""
    return Message(escape(texts._("The follow-up letter is on its way.")))


def in_place_of_earlier(words: str, texts: Texts) -> str:
    """Return the words of a further letter, with what it is above them."""
    return texts._("Please read this in place of what we wrote before:") + "\n\n" + words


def only_files(count: int, texts: Texts) -> str:
    """Return the words of a letter that brings files and says nothing."""
    return texts.ngettext("Please find a file enclosed.", "Please find {n} files enclosed.", count).format(n=count)


def closed(enquiry: Enquiry, texts: Texts) -> str:
    """Return the words of the letter that tells an enquirer that the office has closed their enquiry."""
    return "\n".join(
        (
            texts._("The office has closed your enquiry {ref}.").format(ref=enquiry.reference),
            texts._("If something is still open, answer this letter: it opens the enquiry again."),
        )
    )
