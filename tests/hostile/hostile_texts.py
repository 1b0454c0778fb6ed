"""What hostile people type, and how to tell that it was shown exactly as typed.

Every text that tries something carries a mark right after its markup, so that wherever the mark is shown the markup must
stand before it, letter by letter.
"""

import re
from typing import Any

MARK = "Kanarie"
"""In no text of the bot: where it shows up, somebody typed it; in a log line it must never show up."""

MARKUP = (
    "<b>",
    "<u>",
    "<s>",
    "<tg-spoiler>",
    "<pre>",
    "<a href='https://evil.example/'>",
    '<a href="tg://user?id=1">',
    "</blockquote>",
    "</i></b>",
    "<script>alert(1)</script>",
    "<tg-emoji emoji-id='5368324170671202286'>",
    "&lt;b&gt;",
    "&amp;lt;",
    "&#60;b&#62;",
    "_*[x](tg://user?id=1)",
    "{ref}{0}{name!r}",
    "%s%(ref)s",
    "<!--",
    "<",
)
SHOWN = tuple(f"{markup}{MARK}{number:02}" for number, markup in enumerate(MARKUP))
"""One text for each markup; the number says which."""

ODD = (
    "",
    " ",
    "\n\n\n",
    "\x00",
    f"{MARK}\x00{MARK}",
    "\u200b\u200b",
    "\u2800",
    "\ufeff",
    f"\u202e{MARK}gpj.exe",
    f"\u2067{MARK} שלום\u2069",
    "مرحبا بكم",
    "नमस्ते",
    "สวัสดี",
    "Здравствуйте",
    "👨‍👩‍👧‍👦🏳️‍🌈",
    "🙂" * 40,
    "e\u0301" * 30,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "\\ud800 \\u0000 \\x00",
    "\ufffd\ufffe\uffff",
    "\U000e0041\U0010ffff",
    "\x1b[31mCRITICAL admin login\x1b[0m\nCRITICAL",
    "'; DROP TABLE persons; --",
    "Robert'); DELETE FROM inbox;--",
    "../../etc/passwd",
    "CON",
    "=1+1",
    '＝HYPERLINK("https://evil.example")',
    "@everyone https://evil.example/?a=1&lt=2",
    "Bcc: all@example.com\r\nSubject: hi",
    "NaN",
    "-1",
    "1e309",
    "１３８００１３８０００",
    "a@b",
    "ﷺ" * 20,
)
LONG = (
    *((text * 4096)[:4096] for text in ("a", "好", "a b\n", f"{SHOWN[0]} ")),
    "🙂" * 2048,
    "\u200b" * 4096,
    "<&>" * 1365,
)

ANSWERS = (
    "示例智能科技有限公司",
    "Example University",
    "企业",
    "Company",
    "加入联盟",
    "91110108MA01WUYH9X",
    "91350100M000100Y43",
    "王小明",
    "13800138000",
    "+49 30 901820",
    "someone@example.com",
    "健康医疗",
    "我们想了解会费。",
)

LANGUAGES = ("zh", "zh-hans", "zh-hant", "en", "de", "ar", "pt-br", "", "  ", "xx-not-a-language", "ZH_tw", "z" * 300)

PAYLOADS = ("x", "a" * 64, "a" * 65, "加入", "../../x", "1' OR '1'='1", "join", " join", "join join", "\x00", "<b>", "=" * 500)

_SEEN = re.compile(rf"{MARK}(\d\d)")


def altered(text: str) -> list[str]:
    """Return the marks in ``text`` before which their markup no longer stands as it was typed."""
    found = []
    for seen in _SEEN.finditer(text):
        number = int(seen.group(1))
        before = text[: seen.start()]
        if number < len(MARKUP) and not before.endswith(MARKUP[number]):
            found.append(seen.group())
    return found


def strings_in(value: Any) -> list[str]:
    """Return every string inside a JSON value."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for item in value for text in strings_in(item)]
    if isinstance(value, dict):
        return [text for item in value.values() for text in strings_in(item)]
    return []
