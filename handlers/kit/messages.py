"""What a screen returns: a message with its buttons, still free of any channel."""

from dataclasses import dataclass
from typing import Any

from handlers.kit.markup import Html, bold, fill
from locales.texts import Texts


@dataclass(frozen=True, slots=True)
class Button:
    """One button under a message; ``data`` comes back when it is pressed, a ``url`` is opened instead."""

    label: str
    data: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message as Telegram shows it, at most 4,096 characters long; rows of buttons stand under it.

    ``asks``: the app opens a reply to it, for the person who is replied to.
    """

    text: Html
    buttons: tuple[tuple[Button, ...], ...] = ()
    asks: bool = False

    def call(self) -> dict[str, Any]:
        """Return the Bot API parameters of the message, without its chat."""
        parameters: dict[str, Any] = {
            "text": self.text,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
        if self.buttons:
            parameters["reply_markup"] = {"inline_keyboard": [[_button(button) for button in row] for row in self.buttons]}
        elif self.asks:
            parameters["reply_markup"] = {"force_reply": True, "selective": True}
        return parameters

    def caption(self) -> dict[str, Any]:
        """Return the Bot API parameters of the message as the caption of a file, at most 1,024 characters long."""
        parameters = self.call()
        del parameters["link_preview_options"]
        return {"caption": parameters.pop("text"), **parameters}


def rows(*buttons: Button, width: int = 1) -> tuple[tuple[Button, ...], ...]:
    """Lay ``buttons`` out in rows of ``width``."""
    return tuple(buttons[i : i + width] for i in range(0, len(buttons), width))


def labelled(label: str, value: str, texts: Texts) -> Html:
    """Return one line of a list of facts."""
    return fill(texts.pgettext("a fact", "{label}: {value}"), label=bold(label), value=value)


def _button(button: Button) -> dict[str, str]:
    what = {"callback_data": button.data} if button.url is None else {"url": button.url}
    return {"text": button.label} | what
