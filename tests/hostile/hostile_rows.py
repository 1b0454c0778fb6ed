"""The rows of the table: each door, and how people come to stand before it.

A row is told as what happens: what is typed (capitals say which words, ``{id}`` is the enquirer's own number), which buttons
are pressed (by what they carry, ``*`` for what varies), which question of the form somebody has reached (``@``) and answers.
Who does it follows from what it is: buttons and commands of the desk are a colleague's, and so is what begins with ``<`` and
is written in the enquirer's topic; those of ``/staff`` are an owner's; everything else is the enquirer's.
"""

from dataclasses import dataclass
from typing import Any

from hostile_doors import commands
from hostile_form import APPLICATION, PRESSED, TYPED

from handlers.kit.capability import Audience

DESK = ("export:roster", "desk:", "board:", "audit:", "kept:", "letter:", "further:", "roster:", "proposal:", "reminders:")
ON_APPLICATIONS = ("list", "open", "from", "take", "sure", "approve", "ask", "decline", "files")
"""What colleagues do with applications; the other buttons are the applicant's."""

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
    at_desk = (*DESK, "<", *(f"application:{verb}:" for verb in ON_APPLICATIONS))
    return "colleague" if word in STAFF or step.startswith(at_desk) else "enquirer"


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

ENTRY = ("DUES", "/profile", "profile:edit:*")
ENTRY_STEPS = ("name_en", "city", "address", "fields", "invoice_title", "invoice_code", "position", "mail", "telephone")
"""The form that proposes another entry, and its questions."""

REPRESENTATIVE = (
    *("DUES", "/profile", "profile:representative:*"),
    *("7", "representative:*:skip:", "representative:*:skip:", "13800138000", "representative:*:send:"),
)
"""All the way to the proposal of a new representative."""

CARD = ("DUES", "/members {id}")
"""The card of the member that somebody speaks for, whose name is their number."""

PAY = ("TREASURER", "DUES", "$/payment")
PAID = (*PAY, "pay:new", "7", "1-1", "{id}", "7")
"""What a treasurer types of a payment whose payer is the member that they speak for; ``$`` is what they do as a treasurer."""

PART = (*PAID, "pay_new:*:send:", "pay:part:*")
CHANGE = (*PAY[:2], "$/payment {id}", "claim:adjust:*")
SLIP = (*PAY[:2], "/dues", "dues:slip:*", "FILE", "dues_slip:*:send:", "$/payment", "pay:slips")

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
    row("/export", "/export"),
    row("export:roster", "/export", "export:roster"),
    owned("export:dues", "TREASURER", "$/export", "export:dues"),
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
    row("/apply", "/apply"),
    *(row(f"apply at {step}", "/apply", f"@apply:{step}", "MORE") for step in (*APPLICATION, "summary")),
    owned("apply:*", "/apply", "@apply:summary", "apply:*:send:"),
    owned("apply:*", "/apply", "@apply:documents", "FILE", "apply:*:change:12", "apply:*:anew:"),
    owned("application:go:*", "DRAFT", "/status", "application:go:*"),
    owned("application:withdraw:*:*", "DRAFT", "/status", "application:withdraw:*"),
    *(
        owned(f"application:{verb}:*:*", "DRAFT", "/status", "application:withdraw:*", f"application:{verb}:*")
        for verb in ("yes", "keep")
    ),
    row("/applications", "/applications"),
    *(row(f"application:list:{view}:*", "/applications", f"application:list:{view}:0") for view in ("applicant", "done")),
    row("application:list:office:*", "/applications", "application:list:done:0", "application:list:office:0"),
    owned("application:from:*", "OPEN", "application:from:*"),
    owned("application:open:*", "APPLIED", "/applications", "application:open:*"),
    owned("application:take:*:*", "APPLIED", "/applications", "application:take:*"),
    *(
        owned(f"application:{verb}:*:*", "APPLIED", "/applications", "application:take:*", f"application:{verb}:*")
        for verb in ("sure", "approve", "ask", "decline", "files")
    ),
    row("/dues", "DUES", "/dues"),
    *(owned(f"dues:{what}:*", "DUES", "/dues", f"dues:{what}:*") for what in ("how", "paid", "slip", "invoice")),
    owned("dues:show:*", "DUES", "DUES", "/dues", "dues:show:*"),
    owned("dues:receipt:*:*", "DUES", "/dues", "dues:paid:*", "dues:receipt:*"),
    row("dues_slip at slip", "DUES", "/dues", "dues:slip:*", "FILE"),
    owned("dues_slip:*", "DUES", "/dues", "dues:slip:*", "FILE", "dues_slip:*:send:"),
    row("dues_slip at summary", "DUES", "/dues", "dues:slip:*", "FILE", "MORE"),
    owned("dues_invoice:*", "DUES", "/dues", "dues:invoice:*", "dues_invoice:*:skip:"),
    row("dues_invoice at summary", "DUES", "/dues", "dues:invoice:*", "dues_invoice:*:skip:", "MORE"),
    row("dues_invoice at title", "DUES", "/dues", "dues:invoice:*", "dues_invoice:*:back:", "MORE"),
    row("dues_invoice at code", "DUES", "/dues", "dues:invoice:*", "MORE"),
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
    row("/payment", *PAY),
    *(row(f"pay:{what}", *PAY, "pay:unplaced", f"pay:{what}") for what in ("latest", "slips")),
    row("pay:unplaced", *PAY, "pay:unplaced"),
    owned("pay:new", *PAY, "pay:new"),
    owned("pay:show:*", *PAY, "pay:show:*"),
    owned("pay:undo:*:*", *PAY, "pay:show:*", "pay:undo:*"),
    owned("pay:put:*:*:*:*", *PAID, "pay_new:*:send:", "pay:put:*"),
    owned("pay:part:*:*", *PART),
    *(row(f"pay_new at {step}", *PAID[:place]) for place, step in enumerate(("amount", "paid_on", "payer", "remark"), 5)),
    row("pay_new at summary", *PAID, "MORE"),
    owned("pay_new:*", *PAID, "pay_new:*:send:"),
    row("pay_part at claim", *PART, "{id}"),
    row("pay_part at amount", *PART, "{id}", "1"),
    row("pay_part at summary", *PART, "{id}", "1", "MORE"),
    owned("pay_part:*", *PART, "{id}", "1", "pay_part:*:send:"),
    owned("claim:show:*", "TREASURER", "DUES", "DUES", "$/payment {id}", "claim:show:*"),
    owned("claim:adjust:*:*", *CHANGE),
    row("pay_adjust at how", *CHANGE, "MORE"),
    row("pay_adjust at amount", *CHANGE, "pay_adjust:*:pick:0", "1"),
    row("pay_adjust at reason", *CHANGE, "pay_adjust:*:pick:0", "1", "7"),
    row("pay_adjust at summary", *CHANGE, "pay_adjust:*:pick:0", "1", "7", "MORE"),
    owned("pay_adjust:*", *CHANGE, "pay_adjust:*:pick:0", "1", "7", "pay_adjust:*:send:"),
    row("pay_reason at reason", *PAY, "pay:show:*", "pay:undo:*", "7"),
    row("pay_reason at summary", *PAY, "pay:show:*", "pay:undo:*", "7", "MORE"),
    owned("pay_reason:*", *PAY, "pay:show:*", "pay:undo:*", "7", "pay_reason:*:send:"),
    owned("slip:show:*", *SLIP, "slip:show:*"),
    *(owned(f"slip:{verb}:*", *SLIP, "slip:show:*", f"slip:{verb}:*") for verb in ("record", "reject")),
    row("/dues_report", "TREASURER", "$/dues_report 2020"),
    owned("duesreport:year:*", "TREASURER", "$/dues_report 2020", "duesreport:year:2019"),
    owned("duesreport:file:*", "TREASURER", "DUES", "$/dues_report 2026", "duesreport:file:2026"),
    row("/profile", "/profile"),
    owned("profile:show:*", "DUES", "DUES", "/profile", "profile:show:*"),
    owned("profile:edit:*", "DUES", "/profile", "profile:edit:*"),
    owned("profile:representative:*", "DUES", "/profile", "profile:representative:*"),
    *(row(f"entry at {step}", *ENTRY, f"entry:*:change:{n}", "MORE") for n, step in enumerate(ENTRY_STEPS)),
    row("entry at summary", *ENTRY, "MORE"),
    owned("entry:*", *ENTRY, "entry:*:send:"),
    *(
        row(f"representative at {step}", *REPRESENTATIVE[:3], *REPRESENTATIVE[3 : 3 + n], "MORE")
        for n, step in enumerate(("name", "position", "mail", "telephone", "summary"))
    ),
    owned("representative:*", *REPRESENTATIVE),
    *(owned(f"proposal:{verb}:*:*", *REPRESENTATIVE, f"proposal:{verb}:*") for verb in ("accept", "decline")),
    row("/settings", "/settings"),
    owned("settings:open:*", "DUES", "/settings", "settings:open:hour"),
    owned("settings:set:*:*", "DUES", "/settings", "settings:open:hour", "settings:set:hour:480"),
    row("/members", "/members"),
    row("/start", "INVITED"),
    owned("invited:*", "INVITED", "invited:*"),
    row("roster:list:*:*:*", "DUES", "/members", "roster:list:active:*"),
    *(owned(f"roster:{verb}:*:*:*", *CARD, f"roster:{verb}:m:*") for verb in ("edit", "add")),
    owned("roster:history:m:*:*", *CARD, "roster:history:m:*"),
    owned("roster:show:*:*:*", *CARD, "roster:show:c:*"),
    owned("roster:end:*:*:*", *CARD, "roster:show:c:*", "roster:end:c:*"),
    owned("roster:over:*:*:*", *CARD, "roster:show:c:*", "roster:end:c:*", "roster:over:c:*"),
    owned("roster:invite:c:*:*", *CARD, "roster:show:c:*", "roster:invite:c:*"),
    owned("roster:field:*:*:*", *CARD, "roster:edit:m:*", "roster:field:m.city:*"),
    owned("roster:pick:*:*:*:*", *CARD, "roster:show:c:*", "roster:field:c.roles:*", "roster:pick:c.roles:*"),
    owned("roster:set:*:*:*:*", *CARD, "roster:edit:m:*", "roster:field:m.kind:*", "roster:set:m.kind:*"),
    owned("reminders:why:*", *CARD, "reminders:why:*"),
    Row(None, ("OPEN",)),
    Row(None, ("FILE",)),
    Row(None, ("OPEN", "MORE")),
    Row(None, ("OPEN", "FILE")),
    Row(None, ("OPEN", "<MORE")),
    Row(None, ("OPEN", "<//MORE")),
    Row(None, ("OPEN", "<FILE")),
    Row(None, ("OPEN", "<MORE", "MORE")),
)
