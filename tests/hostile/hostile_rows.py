"""The rows of the table: each door, and how people come to stand before it.

A row is told as what happens: what is typed (capitals say which words, ``{id}`` is the enquirer's own number), which buttons
are pressed (by what they carry, ``*`` for what varies), which question of the form somebody has reached (``@``) and answers.
Who does it follows from what it is: buttons and commands of the desk are a colleague's, and so is what begins with ``<`` and
is written in the enquirer's topic; those of ``/staff`` are an owner's; everything else is the enquirer's.
"""

from dataclasses import dataclass
from typing import Any

from hostile_doors import commands
from hostile_form import PRESSED, TYPED

from handlers.kit.capability import Audience

DESK = ("desk:", "board:", "audit:", "kept:", "letter:", "further:")
STAFF = {f"/{command.name}" for command in commands(Audience.STAFF)}


@dataclass(frozen=True)
class Row:
    """One way in and what happens before somebody stands there. The last of ``path`` is the act itself.

    ``door``: what the registry calls it; None for plain messages, which are no door of their own. ``owned``: it is about
    something that is one person's alone. ``shared``: it stands on something everybody shares, so another act may outdate it.
    """

    door: str | None
    path: tuple[str, ...]
    owned: bool = False
    shared: bool = False

    @property
    def name(self) -> str:
        return " > ".join((self.door or "a message", *self.path))

    @property
    def by(self) -> str:
        return whose(self.path[-1])


def whose(step: str) -> str:
    """Return who does a step."""
    word = step.partition(" ")[0]
    if word == "/staff" or step.startswith("staff:"):
        return "owner"
    return "colleague" if word in STAFF or step.startswith((*DESK, "<")) else "enquirer"


def owned(door: str, *path: str, **more: Any) -> Row:
    return Row(door, path, owned=True, **more)


def row(door: str, *path: str, **more: Any) -> Row:
    return Row(door, path, **more)


VIEWS = ("open", "waiting", "mine", "due")
FORM = {
    "pick": "kind",
    "flip": "fields",
    "done": "fields",
    "skip": "message",
    "back": "contact",
    "cancel": "contact_name",
    "send": "summary",
    "change": "summary",
}
"""What the buttons of a form do, and a question under which each stands."""

ROWS = (
    *(row(f"/{name}", f"/{name}") for name in ("start", "help", "cancel", "join", "ask", "language", "privacy", "mydata")),
    row("/start", "/start join"),
    row("/start", "/start bind-nobody"),
    row("/start", "LINK"),
    row("/ask", "/ask SURE"),
    row("/ask", "/ask OPEN"),
    row("/cancel", "/join", "/cancel"),
    row("/status", "OPEN", "/status"),
    row("/desk", "OPEN", "/desk"),
    row("/audit", "/audit"),
    row("/staff", "/staff"),
    row("/staff", "/staff add {id} treasurer", shared=True),
    *(row(f"menu:{what}", "/start", f"menu:{what}") for what in ("join", "cooperate", "ask", "enquiries", "language")),
    row("menu:new", "OPEN", "/status", "menu:new"),
    *(row(f"language:{code}", "/language", f"language:{code}") for code in ("zh", "en")),
    row("privacy:file", "/privacy", "privacy:file"),
    row("privacy:delete", "/privacy", "privacy:delete"),
    row("privacy:keep-file", "/mydata", "privacy:keep-file"),
    row("privacy:keep", "/privacy", "privacy:delete", "privacy:keep"),
    owned("privacy:yes:*:*", "OPEN", "/mydata", "privacy:delete", "privacy:yes:*"),
    row("q:0:show:*", "/ask", "q:0:show:*"),
    row("q:0:ask:*", "/ask", "q:0:ask:*"),
    row("q:0:list:*", "/ask", "q:0:show:*", "q:0:list:*"),
    owned("q:*:yes:*", "SURE", "q:*:yes:*"),
    owned("q:*:ask:*", "SURE", "q:*:ask:*"),
    owned("q:*:show:*", "UNSURE", "q:*:show:*"),
    owned("bind:*", "LINK", "bind:*"),
    owned("rate:*:*", "OPEN", "desk:close:*", "rate:*:4"),
    *(row(f"join at {step}", "/join", f"@{step}", "ANSWER") for step in TYPED),
    *(owned(f"join at {step}", "/join", f"@{step}", "ANSWER") for step in (*PRESSED, "summary")),
    *(owned("join:*", "/join", f"@{step}", f"join:*:{verb}:*") for verb, step in FORM.items()),
    *(owned("join:*", "/join", "/join", f"join:*:{verb}:") for verb in ("resume", "restart", "cancel")),
    owned("join:*", "/join", "@summary", "join:*:change:0", "join:*:keep:"),
    *(owned(f"desk:{verb}:*:*:*", "OPEN", f"desk:{verb}:*") for verb in ("take", "close", "note", "block", "canned")),
    owned("desk:release:*:*:*", "OPEN", "desk:take:*", "desk:release:*"),
    owned("desk:reopen:*:*:*", "OPEN", "desk:close:*", "desk:reopen:*"),
    owned("desk:ban:*:*:*", "OPEN", "desk:block:*", "desk:ban:*"),
    owned("desk:unblock:*:*:*", "OPEN", "desk:block:*", "desk:ban:*", "desk:unblock:*"),
    owned("desk:drop:*:*:*", "OPEN", "desk:canned:*", "desk:drop:*"),
    owned("desk:preview:*:*:*", "OPEN", "desk:canned:*", "desk:preview:*"),
    owned("desk:list:*:*:*", "OPEN", "desk:canned:*", "desk:preview:*", "desk:list:*"),
    owned("desk:send:*:*:*", "OPEN", "desk:canned:*", "desk:preview:*", "desk:send:*"),
    owned("kept:*:*", "OPEN", "FLOOD", "kept:*"),
    owned("letter:*:*", "OPEN", "LETTER", "letter:*"),
    owned("further:*:*:*", "OPEN", "LETTER", "<MORE", "EDITED", "further:*"),
    row("board:home:0", "/desk", "board:home:0"),
    *(row(f"board:{view}:*", "OPEN", "/desk", f"board:{view}:0") for view in ("open", "waiting", "mine")),
    row("board:questions:*", "UNSURE", "/desk", "board:questions:0"),
    row("board:nearest:*", "UNSURE", "/desk", "board:questions:0", "board:nearest:*", shared=True),
    row("board:settle:*:*", "UNSURE", "/desk", "board:questions:0", "board:settle:*", shared=True),
    *(owned(f"board:show:*:*:{view}:*", "OPEN", "/desk", f"board:show:*:*:{view}:0") for view in VIEWS),
    row("audit:older:*", "/audit", "audit:older:*"),
    row("audit:newer:*", "/audit", "audit:older:*", "audit:newer:*"),
    row("staff:list", "/staff add {id} secretary", "/staff", "staff:ask:*:{id}:*", "staff:list"),
    row("staff:cancel", "/staff add {id}", "staff:cancel"),
    row("staff:add:*:*:*", "/staff add {id}", "staff:add:*:{id}:secretary", shared=True),
    row("staff:ask:*:*:*", "/staff add {id} secretary", "/staff", "staff:ask:*:{id}:*", shared=True),
    row("staff:drop:*:*:*", "/staff add {id} secretary", "/staff", "staff:ask:*:{id}:*", "staff:drop:*:{id}:*", shared=True),
    Row(None, ("OPEN",)),
    Row(None, ("FILE",)),
    Row(None, ("OPEN", "MORE")),
    Row(None, ("OPEN", "FILE")),
    Row(None, ("OPEN", "<MORE")),
    Row(None, ("OPEN", "<//MORE")),
    Row(None, ("OPEN", "<FILE")),
    Row(None, ("OPEN", "<MORE", "MORE")),
)
