"""What a screen returns: a message with its buttons, still free of any channel."""

from dataclasses import dataclass
from typing import Any

from handlers.kit.markup import Html, bold, fill
from locales.texts import Texts


@dataclass(frozen=True, slots=True)
class Button:
    """One button under a message; ``data`` comes back when it is pressed."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message as Telegram shows it, at most 4,096 characters long; rows of buttons stand under it."""

    text: Html
    buttons: tuple[tuple[Button, ...], ...] = ()

    def call(self) -> dict[str, Any]:
        """Return the Bot API parameters of the message, without its chat."""
        parameters: dict[str, Any] = {
            "text": self.text,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
        if self.buttons:
            parameters["reply_markup"] = {"inline_keyboard": [[_button(button) for button in row] for row in self.buttons]}
        return parameters


def rows(*buttons: Button, width: int = 1) -> tuple[tuple[Button, ...], ...]:
    """Lay ``buttons`` out in rows of ``width``."""
    return tuple(buttons[i : i + width] for i in range(0, len(buttons), width))


def labelled(label: str, value: str, texts: Texts) -> Html:
    """Return one line of a list of facts."""
    return fill(texts.pgettext("a fact", "{label}: {value}"), label=bold(label), value=value)


def _button(button: Button) -> dict[str, str]:
    return {"text": button.label, "callback_data": button.data}
