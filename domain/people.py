"""People, the channels that reach them, and who is acting.

Identity is the numeric Telegram id or a proven mail address, never a name: names are shown and nothing hangs on them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.languages import Language


class ChannelKind(StrEnum):
    """How a person can be reached."""

    TELEGRAM = "telegram"
    MAIL = "mail"


class Role(StrEnum):
    """What a member of staff may do; the rights of each are checked where the act happens."""

    OWNER = "owner"
    SECRETARY = "secretary"
    TREASURER = "treasurer"


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to a person: a Telegram id or a mail address, and whether it still reaches them."""

    kind: ChannelKind
    address: str
    proven: bool
    unreachable: bool = False


def way_to(channels: Sequence[Channel], written_from: str | None) -> Channel | None:
    """Return the channel an answer takes: the one its reader wrote by last, and while that does not reach them another.

    ``written_from`` is the address of the letter they wrote last, None when they wrote on Telegram. An address that nobody has
    proven gets nothing but answers to what was written from it, unless there is no other way.
    """
    kind = ChannelKind.TELEGRAM if written_from is None else ChannelKind.MAIL
    sure = [each for each in channels if each.proven or each.address == written_from]
    ways = sure or channels
    return min(ways, key=lambda each: (each.unreachable, each.kind is not kind, each.address != written_from), default=None)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody we talk with. ``language`` is what they chose or, before that, what their app speaks.

    ``blocked``: staff have decided that the office does not listen to them.
    """

    id: int
    name: str
    language: Language
    language_chosen: bool
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, in which roles, through which channel: what every action is given instead of an update."""

    person: Person
    channel: Channel
    roles: frozenset[Role] = frozenset()

    @property
    def is_staff(self) -> bool:
        """Whether the person is a colleague in any role."""
        return bool(self.roles)

    def may(self, role: Role) -> bool:
        """Whether the person has a role; owners may do everything."""
        return role in self.roles or self.is_owner

    @property
    def is_owner(self) -> bool:
        """Whether the person owns the installation, and so says who its colleagues are."""
        return Role.OWNER in self.roles


@dataclass(frozen=True, slots=True)
class Appointment:
    """One role of one colleague; ``by`` is the name of the owner who gave it, empty when that owner was erased."""

    telegram_id: int
    role: Role
    since: int
    by: str
