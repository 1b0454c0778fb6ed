"""The automatic answer to somebody's first letter: that it came, its reference, what is most likely the answer, and the bot.

Once for an enquiry, and three a day to an address: two robots that answer each other have nothing left to say after two
letters. It quotes nothing, so that nobody can have us carry their words to an address that is not theirs.
"""

from domain.enquiries import Enquiry
from domain.instants import DAY
from domain.letters import Letter
from domain.outbox import Lane, OnDoubt
from domain.outgoing import AutoSubmitted
from handlers.enquiries.mail import threads
from handlers.enquiries.questions import asking
from handlers.kit.binding import invitation
from handlers.kit.event import Event
from handlers.kit.letters import write
from locales.texts import Texts
from storage import outbox

RECEIPT = "receipt"
"""Subject of the rows that are such answers."""

A_DAY = 3


async def send(event: Event, enquiry: Enquiry, letter: Letter) -> None:
    """Answer the first letter about an enquiry, unless enough has been said automatically."""
    address = event.who.channel.address
    if not event.office.sends_letters or await _is_enough(event, enquiry, address):
        return
    texts = Texts(letter.language, event.office.zone)
    outgoing = write(
        texts,
        event.office.profile,
        await _words(event, enquiry, letter, texts),
        subject=await threads.subject_of_thread(event, enquiry, letter.subject),
        answering=letter,
        quoted=False,
        auto_submitted=AutoSubmitted.REPLIED,
    )
    how = {"person": event.who.person, "subject": f"{RECEIPT}:{enquiry.id}", "on_doubt": OnDoubt.HOLD}
    event.mail(address, outgoing, lane=Lane.REMINDER, **how)


async def _is_enough(event: Event, enquiry: Enquiry, address: str) -> bool:
    await event.unit.put_down()
    connection, since = event.unit.connection, event.unit.now - DAY
    if await outbox.any_about(connection, f"{RECEIPT}:{enquiry.id}"):
        return True
    return await outbox.count_to(connection, address, RECEIPT, since=since) >= A_DAY


async def _words(event: Event, enquiry: Enquiry, letter: Letter, texts: Texts) -> str:
    office = event.office
    said = [
        texts._("Thank you for your letter. It has reached the office, and a colleague will answer it."),
        texts._("Its reference is {ref}. To add something, simply answer this letter.").format(ref=enquiry.reference),
    ]
    if answer := asking.sure_answer(office, letter.text):
        heading = texts._("Perhaps this answers it already. Our bot on Telegram says about “{title}”:")
        said += [heading.format(title=answer.title.in_(texts.language)), answer.text.in_(texts.language)]
    said.append(await invitation(event, event.who.person, event.who.channel.address, texts))
    said.append(texts._("This letter was written automatically."))
    return "\n\n".join(filter(None, said))
