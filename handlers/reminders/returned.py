"""Reminders that left by mail and came back: a mail server mostly refuses a letter only after it has taken it.

Such a report then counts as the refusal it is: the ledger says so, letters go to that address no more, and the step is told on
the next way. Only who has seen a letter of ours can name it, for its Message-ID holds a token.
"""

from domain.outbox import Reason
from domain.reminders import Told
from handlers.kit.event import Event
from handlers.kit.received import ReceivedLetter
from handlers.reminders.outcomes import fall_back
from storage import outbox, reminders
from storage.obligations import SUBJECT
from storage.outbox import SentLetter


async def letter_came(event: Event, received: ReceivedLetter) -> None:
    """See to a reminder of which a mail server reports that it will never arrive."""
    bounce = received.letter.bounce
    if bounce is None or not bounce.permanent:
        return
    for message_id in bounce.message_ids:
        sent = await outbox.letter_called(event.unit.connection, message_id)
        if sent is not None and (sent.subject or "").startswith(f"{SUBJECT}:"):
            await _came_back(event, sent)
            return


async def _came_back(event: Event, sent: SentLetter) -> None:
    line = await reminders.line(event.unit, int((sent.subject or "").partition(":")[2]))
    if line is None or line.contact is None or line.state not in (Told.SENT, Told.UNCERTAIN):
        return
    await reminders.end(event.unit, line.id, Told.FAILED, Reason.UNREACHABLE, was=line.state)
    await reminders.mail_refused(event.unit, line.contact, sent.recipient)
    await fall_back(event, line)
