"""Claims are made by themselves, a slice at a ring: at new year, on an anniversary, and for who has just joined."""

from handlers.kit.event import Event
from storage import dues

SLICE = 100
"""How many claims one transaction makes, so that nobody's message waits behind thousands."""


async def assess(event: Event) -> None:
    """Make the next claims that nobody has made yet."""
    rules = event.office.profile.dues
    if rules.fees:
        await dues.assess(event.unit, rules, event.today, SLICE)
