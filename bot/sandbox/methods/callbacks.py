"""Answering taps."""

from __future__ import annotations

from bot.sandbox.errors import mistake
from bot.sandbox.htmltext import utf16_length
from bot.sandbox.methods.sending import Files, Params
from bot.sandbox.world import World


def answer_callback_query(world: World, params: Params, files: Files) -> bool:
    """Stop the button's spinner, with a note if there is one."""
    if utf16_length(params.get("text", "")) > 200:
        raise mistake("MESSAGE_TOO_LONG")
    answer = {name: value for name, value in params.items() if name != "callback_query_id"}
    query = world.queries.answer(params["callback_query_id"], answer)
    world.events.add("answer", query.chat, query_id=query.id, person=query.person, **answer)
    return True


METHODS = {"answerCallbackQuery": answer_callback_query}
