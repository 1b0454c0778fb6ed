"""Putting reminders into words, which each capability does for its own kind of obligation.

Many are worded at once. One that cannot be must not keep all the others from being told, today and at every tick to come.
"""

from collections.abc import Mapping, Sequence

import structlog

from handlers.kit.event import Event
from handlers.kit.reminding import Due, Reminder, Wording

log = structlog.get_logger()


def wordings(event: Event) -> Mapping[str, Wording]:
    """Return who words reminders, by the kind of obligation."""
    return {kind: wording for part in event.registry.capabilities for kind, wording in part.reminders.items()}


async def worded(event: Event, kind: str, dues: Sequence[Due]) -> list[Reminder | None]:
    """Word reminders of a kind in the order given, None for each that cannot be put into words."""
    if not dues:
        return []
    try:
        return [*await wordings(event)[kind](event, dues)]
    except Exception as error:  # whatever it is, it is one obligation's; should the database fail, so will the tick
        if len(dues) == 1:
            log.error("reminder.not_worded", obligation=dues[0].obligation, step=dues[0].step, exc_info=error)
            return [None]
    return [one for each in dues for one in await worded(event, kind, [each])]
