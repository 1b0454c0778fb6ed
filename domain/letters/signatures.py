"""Where a letter's text ends and its signature begins.

Looked for from the end upwards, a piece at a time, so that what is left has none: a line between dashes, a closing formula, the
advertisement of a mail program, a notice of confidentiality, or a block of telephone numbers and addresses.
"""

import re

from domain.letters.employers import is_name

_DASHES = re.compile(r"--|—{1,2}")
_RULE = re.compile(r"[-—_=*]{4,80}|\|[| ]{0,8}")
_MORE = re.compile(r"\d{1,3}[.、)）]|[-•·*]\s|P\.?S\b|又及|附[:：]|另外|还有|补充|对了|also\b|by the way", re.IGNORECASE)
"""How a line begins that still belongs to the text."""
_CLOSING = re.compile(
    r"(?:此致|敬礼|致礼|祝好|祝安|谨启|谨上|敬上|顺[颂祝致问].{1,8}"
    r"|[敬谨恭]?祝.{0,8}(?:商祺|时祺|工作顺利|愉快|顺利|安好|安康|大安|[春夏秋冬]安)"
    r"|(?:with )?(?:best|kind|kindest|warm|warmest|many)?\s?(?:regards|wishes|thanks)(?: and (?:best )?regards)?"
    r"|best|cheers|sincerely(?: yours)?|yours (?:sincerely|faithfully|truly)|respectfully(?: yours)?)"
    r"[\s,，.。!！~～]{0,4}",
    re.IGNORECASE,
)
_PROGRAM = re.compile(
    r"(?:发自|發自|发送自|傳送自).{2,40}|(?:從|从).{0,20}(?:发送|發送|傳送)|来自(?:我的)?\s?(?:QQ邮箱|网易|iPhone|iPad|.{0,6}手机).{0,12}"
    r"|Sent (?:from|with) (?:my |Mail|Outlook|Yahoo|Proton|Foxmail|Samsung|Huawei|Gmail|Spark).{0,60}"
    r"|(?:Get|获取)\s?.{1,20}\s(?:for|适用于)\s?(?:iOS|Android|Windows|Mac).{0,60}",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"【?(?:保密|免责)(?:声明|提示)|本邮件.{0,60}(?:保密|机密|仅供|专供|特定)|(?:confidentiality notice|disclaimer)\b"
    r"|this (?:e-?mail|message)\b.{0,80}(?:confidential|privileged|intended (?:solely|only|exclusively))",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"[^\w+(（]{0,3}(?:(?:电话|手机|座机|传真|邮箱|邮件|地址|网址|微信|邮编|单位|公司|部门|职务|電話|tel|mob|mobile|phone|fax|e-?mail"
    r"|web|addr|address|wechat|[TMEWAPF])\s{0,3}[.:：|]|https?://\S|www\.\S|[^\s@]{1,64}@[\w-]{1,63}\.\w"
    r"|[+(（]?\d[\d ()（）+-]{6,20}\b)",
    re.IGNORECASE,
)
"""How a line begins that says where to reach somebody."""

_MOST_LINES = 12
_LONGEST_LINE = 90
_TOLD = 2


def without_signature(text: str) -> tuple[str, str]:
    """Return the text and its signature; a letter that would be all signature has none."""
    lines = text.split("\n")
    end = _end(lines, len(lines)) or len(lines)
    while start := next((at for at in range(end - 1, max(end - _MOST_LINES - 1, 0), -1) if _is_signature(lines, at, end)), 0):
        if not (before := _end(lines, start)):
            break
        end = before
    return "\n".join(lines[:end]).strip(), "\n".join(lines[end:]).strip()


def _words(line: str) -> str:
    """A line without the bars that mail programs make of a table's cells."""
    return line.strip(" |\t")


def _end(lines: list[str], before: int) -> int:
    """Where the last line with words ends, up to ``before``."""
    return next((at for at in range(before, 0, -1) if _words(lines[at - 1]) and not _RULE.fullmatch(lines[at - 1].strip())), 0)


def _is_signature(lines: list[str], at: int, end: int) -> bool:
    """Whether the lines from ``at`` to ``end`` are a piece of a signature."""
    first, *others = (_words(line) for line in lines[at:end])
    rest = [line for line in others if line]
    if _PROGRAM.fullmatch(first):
        return len(rest) <= 1
    if _NOTICE.match(first):
        return True
    if any(_is_said(line) for line in rest):
        return False
    if _DASHES.fullmatch(first) or _CLOSING.fullmatch(first):
        return True
    return bool(_RULE.fullmatch(lines[at].strip()) and rest) or (_stands_apart(lines, at) and _is_card([first, *rest]))


def _is_said(line: str) -> bool:
    """Whether somebody says something in a line, as nobody does in a signature."""
    return len(line) > _LONGEST_LINE or line.endswith(("?", "？", "。")) or bool(_MORE.match(line))


def _stands_apart(lines: list[str], at: int) -> bool:
    """Whether a paragraph begins here that the one before does not announce."""
    before = _end(lines, at)
    return before < at and not _words(lines[before - 1]).endswith((":", "："))


def _is_card(card: list[str]) -> bool:
    """Whether these lines say who somebody is and where to reach them."""
    contacts = sum(bool(_CONTACT.match(line)) for line in card)
    told = contacts + sum(is_name(line) for line in card)
    said = any(_is_said(line) or line.endswith((":", "：", "!", "！")) for line in card)
    return bool(card[0]) and contacts > 0 and told >= _TOLD and not said
