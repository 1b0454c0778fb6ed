"""A message of an enquirer, shown on the desk as it is now: changed wherever it stands, and posted where it does not yet."""

from collections.abc import Sequence

from domain.enquiries import Enquiry, EnquiryMessage
from domain.organisations import clean
from domain.outbox import Lane, Reason
from domain.people import Person
from handlers.enquiries.desk import screens
from handlers.enquiries.desk.cards import pieces
from handlers.enquiries.desk.places import Place, places
from handlers.enquiries.desk.showing import MESSAGE, options, refresh_card, standing_cards
from handlers.enquiries.parts import TEXT, Part, Standing, bring, copy_part, give_up, standing, text_part
from handlers.kit.capability import Outcome
from handlers.kit.desk import desk_texts
from handlers.kit.event import Event
from handlers.kit.markup import escape
from handlers.kit.messages import Message
from storage import enquiries, messages, people, posts

EDIT = "edit"
"""Subject of the rows that change what shows a message of the enquirer."""


async def show_as_it_is(
    event: Event,
    enquiry: Enquiry,
    said: EnquiryMessage,
    *,
    same_file: bool = False,
    headed: bool = True,
    lane: Lane = Lane.REMINDER,
) -> None:
    """Let the desk show a message as it is now.

    ``same_file``: what carries a file there carries this one. Where it does not stand yet it is posted, ``headed`` by the line
    that says whose it is, in ``lane``.
    """
    unit = event.unit
    await unit.put_down()
    same_file = not await posts.withdraw(unit, f"{EDIT}:{said.id}") and same_file
    person = await people.by_id(unit, enquiry.person_id)
    on_card = await _is_on_card(event, enquiry, said)
    stands = await standing(event, f"{MESSAGE}:{said.id}")
    for place in await _where(event, enquiry, person, stands, on_card=on_card):
        here = [each for each in stands if each.chat == place.chat]
        bare = on_card or not (any(each.method == TEXT for each in here) if here else headed)
        parts = _parts(enquiry, person, said, place, on_card=on_card, bare=bare, same_file=same_file)
        sending, changing = options(f"{MESSAGE}:{said.id}") | {"lane": lane}, options(f"{EDIT}:{said.id}")
        await bring(event, said.id, place.chat, here, parts, sending=sending, changing=changing, spot=place.spot)
    if on_card:
        await refresh_card(event, enquiry)


async def edit_ended(event: Event, outcome: Outcome) -> None:
    """Show a message anew in a chat where what stood for it can no longer be changed."""
    said, found = await messages.by_id(event.unit, outcome.about), await posts.call_of(event.unit, outcome.row)
    enquiry = await enquiries.by_id(event.unit, said.enquiry_id) if said else None
    if said is None or enquiry is None or found is None or outcome.reason in (Reason.NO_ANSWER, Reason.INTERRUPTED):
        return
    stands = await standing(event, f"{MESSAGE}:{said.id}")
    changed = next((each for each in stands if each.row == found[1]["message_id"]["$sent"]), None)
    if changed is not None:
        await give_up(event, said.id, [each for each in stands if each.chat == changed.chat])
    if changed is not None or outcome.reason == Reason.ORPHANED:
        await show_as_it_is(event, enquiry, said)


async def _is_on_card(event: Event, enquiry: Enquiry, said: EnquiryMessage) -> bool:
    """Whether the enquiry began with the message, so that its card says it."""
    first = None if enquiry.answers else await messages.first_of(event.unit, enquiry.id)
    return first is not None and first.id == said.id


async def _where(event: Event, enquiry: Enquiry, person: Person, stands: Sequence[Standing], *, on_card: bool) -> list[Place]:
    """Return where the message stands or its card does, else where colleagues see the enquiry; without a group, both."""
    chats = {each.chat for each in stands} | (set(await standing_cards(event, enquiry)) if on_card else set())
    usual = {place.chat: place for place in await places(event, enquiry, person)}
    if not chats or event.office.staff_chat is None:
        chats |= usual.keys()
    return [usual.get(chat) or Place(chat, await desk_texts(event, chat), {}) for chat in sorted(chats)]


def _parts(
    enquiry: Enquiry, person: Person, said: EnquiryMessage, place: Place, *, on_card: bool, bare: bool, same_file: bool
) -> list[Part]:
    text, edited = str(said.content.get("text") or ""), said.edited_at is not None
    if clean(text) and on_card:
        return [text_part(Message(screens.quoted(piece))) for piece in pieces(text)[1:]]
    if clean(text):
        return [text_part(each) for each in screens.follow_up(enquiry, person, text, place.texts, edited=edited)]
    if said.source is None:
        return []
    copy = copy_part(said.source, said.content, escape(said.words), same_file=same_file)
    header = text_part(Message(screens.follow_up_header(enquiry, person, place.texts, edited=edited)))
    return [copy] if bare else [header, copy]
