"""What an enquirer reads about their enquiries."""

from collections.abc import Iterable

from domain.desk import Entry
from domain.enquiries import RATINGS, Enquiry
from handlers.enquiries.form import SUBJECTS
from handlers.kit.markup import MESSAGE_LIMIT, Html, bold, escape, fill, lines, shown_length
from handlers.kit.messages import Button, Message, rows
from handlers.kit.office import Office
from locales.texts import Texts


def subject_of(enquiry: Enquiry | Entry, texts: Texts) -> str:
    """Return what the enquiry is about, in words."""
    return next(option.label(texts) for option in SUBJECTS if option.value == enquiry.subject)


def received(enquiry: Enquiry, texts: Texts, *, asked: str | None = None) -> Message:
    """Confirm a sent form: state first, then what happens next; ``asked`` is the address that is to be confirmed."""
    confirm = texts._("We have sent a letter to {address}: the link in it confirms that the address is yours.")
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
                fill(escape(confirm), address=asked) if asked is not None else None,
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


def too_much(texts: Texts) -> Message:
    """Tell somebody, once, that they send more than anybody can read."""
    return Message(escape(texts._("That is a lot at once. Everything is kept, and the office will see it.")))


def not_copied(enquiry: Enquiry, texts: Texts) -> Message:
    """Tell somebody that what they sent could not be passed on."""
    sentence = texts._("This could not be passed on to the office ({ref}). Please send it in another form, such as text.")
    return Message(fill(escape(sentence), ref=enquiry.reference))


def from_office(texts: Texts, answer: Html) -> list[Message]:
    """Return a colleague's answer as the office's, in as many messages as it takes."""
    header = office_header(texts)
    whole = lines((header, answer))
    if shown_length(whole) <= MESSAGE_LIMIT:
        return [Message(whole)]
    return [Message(header), Message(answer)]


def office_header(texts: Texts) -> Html:
    """Return the line above what a colleague says."""
    return bold(texts._("Alliance office:"))


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
    further = Button(texts.pgettext("button", "A new enquiry"), "menu:new")
    return Message(lines((bold(texts._("Your enquiries")), "", *entries)), rows(further))


def _state(enquiry: Enquiry, texts: Texts) -> str:
    if not enquiry.is_open:
        return texts.pgettext("enquiry", "closed")
    if enquiry.waiting_since is not None:
        return texts.pgettext("enquiry", "waiting for the office")
    return texts.pgettext("enquiry", "answered")


def closed(enquiry: Enquiry, texts: Texts) -> Message:
    """Tell an enquirer that the office has closed their enquiry, and ask how it went."""
    stars = [Button(f"{number} ★", f"rate:{enquiry.id}:{number}") for number in RATINGS]
    return Message(
        lines(
            (
                fill(escape(texts._("The office has closed your enquiry {ref}.")), ref=bold(enquiry.reference)),
                escape(texts._("If something is still open, reply to this message: it opens the enquiry again.")),
                "",
                escape(texts._("How helpful were we? 5 is best.")),
            )
        ),
        rows(*stars, width=len(stars)),
    )


def rated(enquiry: Enquiry, rating: int, texts: Texts) -> Message:
    """Thank for a rating, in place of the question."""
    return Message(
        lines(
            (
                fill(escape(texts._("The office has closed your enquiry {ref}.")), ref=bold(enquiry.reference)),
                fill(escape(texts._("Your rating: {stars}. Thank you!")), stars=stars_of(rating)),
            )
        )
    )


def stars_of(rating: int) -> str:
    """Return a rating as five stars."""
    return "★" * rating + "☆" * (len(RATINGS) - rating)
