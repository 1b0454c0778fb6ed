"""What colleagues read when they edit something."""

from handlers.kit.markup import escape
from handlers.kit.messages import Message
from locales.texts import Texts


def correction_trouble(reason: str | None, texts: Texts) -> Message:
    """Tell a colleague that an edit did not arrive, or may not have, and what to do."""
    match reason:
        case "unreachable":
            text = texts._("The edit did not arrive: this person has blocked the bot or deleted their account.")
        case "orphaned":
            text = texts._("The edit was not passed on: this message itself was not delivered. Please send it as a new one.")
        case "no_answer" | "interrupted":
            text = texts._("It is uncertain whether the edit arrived: Telegram did not answer. Please edit it again.")
        case _:
            text = texts._(
                "The edit did not arrive: the message is gone there, or too old. Please send the correction as a new message."
            )
    return Message(escape("⚠ " + text))


def stays_an_answer(texts: Texts) -> Message:
    """Tell a colleague that what was delivered cannot become a note."""
    return Message(
        escape(
            "⚠ "
            + texts._(
                "The enquirer still sees this as it was: it has been delivered and cannot become a note. "
                "To correct it, please write a new message."
            )
        )
    )


def stays_a_note(texts: Texts) -> Message:
    """Tell a colleague that a note does not become an answer by an edit."""
    return Message(escape(texts._("This stays a note. To answer the enquirer, please write a new message.")))
