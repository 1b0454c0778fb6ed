"""A prospect with a phone: sees a question and answers it, changes their mind, taps twice, and asks again when nothing comes.

Nobody here knows that the bot was killed. A text is never typed twice for one question, because Telegram keeps it; a tap may
be lost, and /start leads back to where the form stands.
"""

import asyncio
import random
from typing import Any

from stage import Control

from handlers.enquiries.form import STEPS
from handlers.kit.forms import Step

from .screens import Button, Kind, Reader, Screen
from .sight import Sight
from .wishes import Wish

NONSENSE = "？？？"
READING = (0.02, 0.12)
"""Seconds from seeing a screen to responding: the shortest and the longest."""

SILENCE = (2.0, 4.0)
"""Seconds after which somebody who sees nothing new presses /start."""


class Enquirer:
    """One person, who may hold several enquiries. ``confirmed`` are the references they have read, with what they meant."""

    def __init__(self, control: Control, sight: Sight, reader: Reader, person: dict[str, Any], rng: random.Random) -> None:
        self._control, self._reader, self._rng = control, reader, rng
        self.id: int = person["id"]
        self.view = sight.chats[self.id]
        self.confirmed: dict[str, Wish] = {}
        self.said = 0
        self.corrections = 0
        self.asked_again = 0
        self.busy = False
        self._wish = Wish(rng, reader, 0)
        self._sent = False
        self._rethinks: Step | None = None
        self._last = 0
        self._responded: set[object] = set()

    async def enquires(self, number: int) -> None:
        """Hold the conversation from /join until a reference is read."""
        self.busy = True
        self._wish, self._sent = Wish(self._rng, self._reader, number), False
        await self._says("/join")
        while True:
            screen = await self._notices()
            if screen is None:
                self.asked_again += 1
                await self._says("/start")
            elif screen.kind is Kind.REFERENCES:
                self.confirmed |= dict.fromkeys(screen.references - self.confirmed.keys(), self._wish)
                self.busy = False
                return
            else:
                await self._responds(screen)

    async def _notices(self) -> Screen | None:
        """Return the newest screen there is to respond to, None when nothing comes; reading takes a moment."""
        if await self.view.until(self._look, self._rng.uniform(*SILENCE)) is None:
            return None
        await asyncio.sleep(self._rng.uniform(*READING))
        screen = self._look()
        if screen is not None:
            self._last = screen.message_id
            self._responded.add(screen.key)
        return screen

    def _look(self) -> Screen | None:
        """Return what has come since the screen responded to last: a reference before all else, otherwise the newest."""
        newest = None
        for message in self.view.of_bot():
            screen = self._reader.read(message)
            if screen is not None and screen.kind is Kind.REFERENCES:
                if screen.references - self.confirmed.keys():
                    return screen
            elif screen is not None and screen.key not in self._responded:  # a second copy of a screen is none
                newest = newest or screen
            if message["message_id"] == self._last:
                break
        return newest

    async def _responds(self, screen: Screen) -> None:
        match screen.kind:
            case Kind.GREETING:
                sent, self._sent = self._sent, False
                await self._says("/status" if sent else "/join")  # was it sent, although nothing was said about it?
            case Kind.OFFER:
                [verb] = self._rng.choices(("resume", "restart", "cancel"), (90, 7, 3))
                await self._taps(screen, screen.button(verb))
                if verb == "cancel":
                    await self._says("/join")
            case Kind.DOUBT:
                await self._taps(screen, screen.button("keep"))
            case Kind.SUMMARY:
                await self._checks(screen)
            case Kind.QUESTION if screen.step is not None:
                await self._answers(screen, screen.step)

    async def _checks(self, screen: Screen) -> None:
        """Read the summary line by line, have changed what is wrong, and send it, perhaps after a second thought."""
        wrong = [step for step in STEPS if not self._reader.shows(screen.text, step, self._wish.stored(step))]
        if wrong:
            self.corrections += 1
            assert self.corrections < 20, f"the summary never becomes right: {wrong[0].key}, {screen.text}"
            await self._taps(screen, screen.button("change", "✎ " + self._reader.texts.say(wrong[0].label)))
        elif self._rng.random() < 0.15:
            self._rethinks = self._rng.choice(STEPS)
            await self._taps(screen, screen.button("change", "✎ " + self._reader.texts.say(self._rethinks.label)))
        else:
            self._sent = True
            await self._taps(screen, screen.button("send"))

    async def _answers(self, screen: Screen, step: Step) -> None:
        if step is self._rethinks:
            self._wish.changes(step)
            self._rethinks = None
        answer, back = self._wish.answers[step.key], screen.button("back")
        if back and self._rng.random() < 0.06:
            await self._taps(screen, back)
        elif step.several:
            await self._ticks(screen, step, answer or [])
        elif answer is None:
            await self._taps(screen, screen.button("skip"))
        elif step.parse is None:
            await self._chooses(screen, self._reader.labels(step)[answer])
        elif step.key == "contact" and self._rng.random() < 0.05:
            await self._says(NONSENSE)
        else:
            await self._says(answer)

    async def _chooses(self, screen: Screen, label: str) -> None:
        if self._rng.random() < 0.1:
            await self._says(label if self._rng.random() < 0.7 else NONSENSE)
        else:
            await self._taps(screen, screen.button("pick", label))

    async def _ticks(self, screen: Screen, step: Step, wanted: list[str]) -> None:
        labels = self._reader.labels(step)
        differing = sorted(screen.chosen() ^ {labels[value] for value in wanted})
        if differing:
            await self._taps(screen, screen.button("flip", differing[0]))
        else:
            await self._taps(screen, screen.button("done" if wanted else "skip"))

    async def _taps(self, screen: Screen, button: Button | None) -> None:
        """Press what is on the screen, although the bot may be changing it this very moment; twice, now and then."""
        assert button is not None, screen
        for _ in range(2 if self._rng.random() < 0.12 else 1):
            await self._control.post(
                "press", **{"from": self.id, "chat": self.id, "message": screen.message_id, "data": button.data, "force": True}
            )

    async def _says(self, text: str) -> None:
        self.said += 1
        await self._control.post("say", **{"from": self.id, "text": text})
