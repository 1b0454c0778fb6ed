"""What a colleague changes: a field of a member or of a contact, as it is now and as it was seen."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from domain.errors import OutOfDateError
from domain.people import Actor
from domain.roster import Contact, Member
from handlers.roster import actions
from handlers.roster.fields import OF_CONTACT, OF_MEMBER, Field
from storage.unit import Unit

MEMBER, CONTACT = "m", "c"
"""What the key of a member and of a contact begins with: ``m.city``, ``c.mail``."""


@dataclass(frozen=True, slots=True)
class Target:
    """A member or a contact, and by its ``key`` which field of it."""

    key: str
    thing: Member | Contact

    @property
    def field(self) -> Field:
        """The field; raises `OutOfDateError` where there is none of that name."""
        found = (OF_CONTACT if isinstance(self.thing, Contact) else OF_MEMBER).get(self._name)
        if found is None:
            raise OutOfDateError
        return found

    @property
    def of(self) -> str:
        """Its number and version, as buttons carry them."""
        return f"{self.thing.id}:{self.thing.version}"

    @property
    def about(self) -> Any:
        """The entry or the details that hold the field."""
        return self.thing.entry if isinstance(self.thing, Member) else self.thing.details

    @property
    def value(self) -> Any:
        """What the field holds."""
        return getattr(self.about, self._name)

    @property
    def member(self) -> Member:
        """The member; raises `OutOfDateError` when it is a contact, as only a forged button has it."""
        if not isinstance(self.thing, Member):
            raise OutOfDateError
        return self.thing

    @property
    def contact(self) -> Contact:
        """The contact; raises `OutOfDateError` when it is a member."""
        if not isinstance(self.thing, Contact):
            raise OutOfDateError
        return self.thing

    @property
    def _name(self) -> str:
        return self.key.split(".")[1]

    async def give(self, unit: Unit, actor: Actor, value: Any) -> None:
        """Let the field hold ``value``; raises `CodeTakenError` when it is another member's credit code."""
        about = replace(self.about, **{self._name: value})
        if isinstance(self.thing, Member):
            await actions.edit(unit, actor, self.thing, about)
        else:
            await actions.edit_contact(unit, actor, self.thing, about)


async def seen(unit: Unit, key: str, number: str, version: str) -> Target:
    """Return what a button or a question is about; raise `OutOfDateError` when it is not as it was seen."""
    look: Callable[..., Awaitable[Any]] = actions.contact_seen if key.startswith(CONTACT) else actions.member_seen
    return Target(key, await look(unit, int(number), int(version)))
