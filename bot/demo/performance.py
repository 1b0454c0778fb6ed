"""The story is performed: everybody in it does in the sandbox, one after the other, what it says, each at their time."""

import base64
from collections.abc import Awaitable, Callable, Iterator
from datetime import date, datetime, timedelta, tzinfo
from itertools import chain
from typing import Any

from bot.demo.clock import MACHINE
from bot.demo.story import DAYS, Act, Letter, Person, Story
from bot.sandbox.chats import Message
from bot.sandbox.control.fields import Fields
from bot.sandbox.control.http import CALLS
from bot.sandbox.errors import ControlError
from bot.sandbox.world import World
from domain.languages import Language
from domain.working_time import WorkingTime

TAGS = {Language.CHINESE: "zh-hans", Language.ENGLISH: "en"}


class Performance:
    """Of ``story`` in ``world``, on ``days`` as they are in ``zone``."""

    def __init__(self, story: Story, world: World, days: list[date], zone: tzinfo) -> None:
        self._story = story
        self._world = world
        self._days, self._zone = days, zone

    def set_up(self) -> None:
        """Bring everybody in, on the morning of the first day."""
        self._set_clock(self._story.course[0])
        for person in self._story.people:
            first, _, last = person.name.partition(" ")
            self._call("people", id=person.id, first_name=first, last_name=last or None, language_code=TAGS[person.language])
        group = self._story.group
        members, admins = [self._id(name) for name in group.members], [self._id(group.admin)]
        self._call("groups", id=group.id, title=group.title, forum=True, members=members, admins=admins, bot_admin=True)

    async def play(self, settled: Callable[[], Awaitable[None]]) -> None:
        """Play it, waiting until all is ``settled`` before and after each act; then it is now."""
        await settled()
        for each in self._story.course:
            self._set_clock(each)
            if isinstance(each, Letter):
                self._call("letters", **{"from": each.sender, "subject": each.subject, "text": each.text})
            else:
                self._do(each)
            await settled()
        self._world.clock.offset_ms = 0

    def _set_clock(self, each: Act | Letter) -> None:
        moment = datetime.combine(self._days[each.day - 1], each.at, self._zone)
        self._world.clock.offset_ms = round(moment.timestamp() * 1000) - MACHINE.now()

    def _do(self, act: Act) -> None:
        person = self._story.person(act.by)
        chat, thread = self._place(act, person)
        if act.taps is None:
            where = {"from": person.id, "chat": chat, "thread": thread}
            self._call("say", **where, text=act.says, document=_file(act))
            return
        found = self._button(chat, thread, act.taps)
        if found is not None:
            message, label = found
            self._call("press", **{"from": person.id, "chat": chat, "message": message, "text": label})
        elif not act.maybe:
            raise ControlError(f"{act.day} {act.at:%H:%M} {act.by}: there is no button {act.taps}")

    def _place(self, act: Act, person: Person) -> tuple[int, int | None]:
        """Return the chat, and the topic in it, in which an act takes place."""
        group = self._story.group
        if act.to is None:
            return person.id, None
        if act.to == group.title:
            return group.id, None
        topics = self._world.chats[group.id].topics.values()
        return group.id, next(topic.id for topic in topics if topic.name.startswith(f"{act.to} · "))

    def _button(self, chat_id: int, thread: int | None, label: str) -> tuple[int, str] | None:
        """Return the newest message of a place that has a button with ``label`` in it, and what the button says."""
        chat = self._world.chats[chat_id]
        newest_first = ((n, m) for n, m in reversed(chat.messages.items()) if chat.thread(m) == thread)
        buttons = ((number, button["text"]) for number, message in newest_first for button in _buttons(message))
        return next((found for found in buttons if label in found[1]), None)

    def _id(self, name: str) -> int:
        return self._story.person(name).id

    def _call(self, call: str, **fields: Any) -> None:
        CALLS["POST", call](self._world, Fields(self._world, fields))


def working_days_before(today: date, office: WorkingTime) -> list[date]:
    """Return the last working days before ``today``, as many as a story takes, in order."""
    days: list[date] = []
    while len(days) < DAYS:
        today -= timedelta(days=1)
        if office.is_working_day(today):
            days.insert(0, today)
    return days


def _buttons(message: Message) -> Iterator[dict[str, str]]:
    return chain.from_iterable(message.get("reply_markup", {}).get("inline_keyboard", ()))


def _file(act: Act) -> dict[str, str] | None:
    if act.file is None:
        return None
    return {"name": act.file, "mime": "text/plain", "base64": base64.b64encode(act.content.encode()).decode()}
