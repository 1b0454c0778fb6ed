"""Every way into the bot, read off its registry: commands, buttons by what they do, and the questions of forms.

A button's door is its pattern with everything variable in it as ``*``, one for each word its first choice of words allows:
``desk:(take|close):\\d+`` is ``desk:take:*`` and ``desk:close:*``.
"""

import re
from collections.abc import Iterable, Iterator

from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, ConversationHandler

from handlers import registry
from handlers.kit.buttons import Claim
from handlers.kit.capability import Audience, Command

CHOICE = re.compile(r"\(([^()]*)\)")
VARIABLE = re.compile(r"(?:\\d|\[[^\]]*\]|\.)(?:\{[^}]*\}|\*|\+)?")


def doors() -> set[str]:
    """Return the name of every door there is."""
    return {name for part in registry().capabilities for name in _names(part.handlers)}


def patterns(part: str) -> list[str]:
    """Return what the buttons of a capability carry, as it asks for it."""
    handlers = next(each.handlers for each in registry().capabilities if each.name == part)
    return [each.pattern.pattern.pattern for each in _all(handlers) if isinstance(getattr(each, "pattern", None), Claim)]


def _all(handlers: Iterable[BaseHandler]) -> Iterator[BaseHandler]:
    for handler in handlers:
        yield handler
        if isinstance(handler, ConversationHandler):
            yield from _all([*handler.entry_points, *handler.fallbacks])


def commands(audience: Audience) -> list[Command]:
    return registry().commands(audience)


def _names(handlers: Iterable[BaseHandler]) -> Iterator[str]:
    for handler in handlers:
        if isinstance(handler, ConversationHandler):
            yield from _names([*handler.entry_points, *handler.fallbacks])
            yield from (f"{handler.name} at {step}" for step in handler.states)
        elif isinstance(handler, CommandHandler):
            yield from (f"/{command}" for command in handler.commands)
        elif isinstance(handler, CallbackQueryHandler) and isinstance(handler.pattern, Claim):
            yield from _buttons(handler.pattern.pattern.pattern)


def _buttons(pattern: str) -> Iterator[str]:
    choice = CHOICE.search(pattern)
    words = choice.group(1).split("|") if choice else [""]
    for word in words:
        narrowed = pattern.replace(choice.group(), word, 1) if choice else pattern
        yield re.sub(r"\*+", "*", VARIABLE.sub("*", CHOICE.sub("*", narrowed)))
