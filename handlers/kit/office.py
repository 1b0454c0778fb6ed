"""The installation as handlers see it: whose office this is, where colleagues sit, and who they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo

from domain.answers import Index
from domain.languages import Language
from domain.people import Role
from domain.profile import Profile
from domain.working_time import WorkingTime
from locales.texts import Texts


@dataclass(slots=True)
class Office:
    """What settings and profile say, gathered at start; only where colleagues sit and who they are can change while we run.

    ``profile_file``: the name of the file the profile was read from. ``bot_name``: the bot's username, for links to it.
    ``appointed``: the roles owners have given, by Telegram id, as the database has them at this moment. ``sends_letters``:
    there is a mail server through which they can leave.
    """

    profile: Profile
    profile_file: str
    zone: tzinfo
    default_language: Language
    owner_ids: frozenset[int]
    staff_chat: int | None
    staff_topics: bool
    bot_id: int
    answers: Index
    sends_letters: bool = False
    bot_name: str = ""
    appointed: Mapping[int, frozenset[Role]] = field(default_factory=dict)
    working_time: WorkingTime = field(init=False)

    def __post_init__(self) -> None:
        self.working_time = WorkingTime(self.profile.office_hours, self.zone)

    @property
    def texts(self) -> Texts:
        """The words of the desk, which several colleagues share: the office's language."""
        return Texts(self.default_language, self.zone)

    @property
    def desk_chats(self) -> list[int]:
        """Where colleagues see all enquiries: in the staff group, or without one each owner in private."""
        return [self.staff_chat] if self.staff_chat is not None else sorted(self.owner_ids)

    def is_own(self, address: str) -> bool:
        """Whether a mail address, in small letters, is the office's own, and so nobody's who writes to it."""
        return address == self.profile.join_address.lower()

    def follow(self, old: str, new: str) -> None:
        """Note that a group has become a supergroup under a new id."""
        if self.staff_chat is not None and str(self.staff_chat) == old:
            self.staff_chat = int(new)

    def roles_of(self, telegram_id: int) -> frozenset[Role]:
        """Return the roles of a Telegram user; read again for every act, so that a right withdrawn is gone."""
        owner = frozenset({Role.OWNER}) if telegram_id in self.owner_ids else frozenset()
        return owner | self.appointed.get(telegram_id, frozenset())
