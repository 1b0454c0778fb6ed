"""Strategies for what a pressed button carries: forged for a form, shaped like a real one, out of use, or no button of ours.

``TOKEN`` and ``VERSION`` stand for the form of the person who presses and its version; ``REAL:n`` for the n-th button that
stands in the chat.
"""

import re

from hostile_texts import ODD, SHOWN
from hostile_values import PERCENT, Draw, texts
from hypothesis import strategies as st

TOKEN, VERSION, REAL = "TOKEN", "VERSION", "REAL"

VERBS = ("pick", "flip", "done", "skip", "back", "keep", "change", "send", "cancel", "resume", "restart", "approve", "", "PICK")
ARGUMENTS = ("", "0", "1", "2", "7", "8", "-1", "99999999999", "1.5", "٣", "²", "x", "0:0", " 0", "1" * 40, "../..", "<b>")
OLD_DATA = (
    "menu:join",
    "menu:ask",
    "menu:new",
    "menu:enquiries",
    "menu:cooperate",
    "menu:language",
    "menu:join\n",
    "menu:",
    "language:zh",
    "language:en",
    "language:en\n",
    "language:de",
    "join:",
    "join::::",
    "join:TOKEN:VERSION:send",
    "approve:17",
    "vote:1:yes",
    "",
    "x" * 64,
    "x" * 5000,
    "{}",
    "null",
    SHOWN[0],
    ODD[3],
)
SHAPES = (
    "desk:{desk}:{number}:{number}:{word}",
    "q:{number}:{question}:{word}",
    "rate:{number}:{number}",
    "kept:{number}:{number}",
    "board:{view}:{number}",
    "board:show:{number}:{number}:{view}:{number}",
    "board:nearest:{word}",
    "board:settle:{number}:{number}",
    "staff:{staff}:{number}:{number}:{role}",
    "staff:list",
    "staff:cancel",
    "audit:older:{number}",
    "audit:newer:{number}",
    "privacy:{privacy}",
    "privacy:yes:{number}:{number}",
)
"""How the buttons of screens are shaped that carry numbers instead of a token."""

WORDS = {
    "number": ("0", "1", "2", "3", "5", "9", "17", "40", "100001", "999999", "9" * 15, "9" * 16, "-1", "", "٣", "1.5"),
    "desk": (
        "take",
        "release",
        "close",
        "reopen",
        "note",
        "block",
        "unblock",
        "canned",
        "list",
        "preview",
        "send",
        "drop",
        "TAKE",
    ),
    "question": ("yes", "show", "ask", "list", "", "no"),
    "word": ("", "", "fees", "human", "received", "x" * 32, "x" * 33, "FEES", "../x", "<b>"),
    "view": ("home", "open", "mine", "waiting", "due", "questions", "unanswered", "all"),
    "staff": ("add", "ask", "drop", "own"),
    "role": ("secretary", "treasurer", "owner", ""),
    "privacy": ("file", "delete", "keep", "keep-file", "yes", ""),
}


def button_data(draw: Draw, *, at_desk: bool = False) -> str:
    chance = draw(PERCENT)
    if at_desk and chance < 70:
        return f"{REAL}:{draw(st.integers(0, 999))}"
    if chance < 40:
        token = draw(st.sampled_from((TOKEN, TOKEN, TOKEN, "AAAAAAAA", "", "' OR 1=1")))
        version = draw(st.sampled_from((VERSION, VERSION, VERSION, "0", "1", "-1", "99", "", "1" * 30)))
        return f"join:{token}:{version}:{draw(st.sampled_from(VERBS))}:{draw(st.sampled_from(ARGUMENTS))}"
    if chance < 60:
        return f"{REAL}:{draw(st.integers(0, 99))}"
    if chance < 80:
        shape = draw(st.sampled_from(SHAPES))
        return re.sub(r"\{(\w+)\}", lambda place: draw(st.sampled_from(WORDS[place[1]])), shape)
    return draw(st.one_of(st.sampled_from(OLD_DATA), texts))
