"""Where what somebody wrote ends and what they answer begins.

Mail programs mark the letter answered in a few ways: ``>`` before its lines, a line that says who wrote when, a block of its
headers, or a title between dashes; each in the language of the program, while the ready libraries know the English ones. A rule
here looks at a line and at what follows it, never at what stands before, so that cutting twice is cutting once.
"""

import re

from domain.letters.marker import is_marker

_HEADS = {
    "from": r"发件人|寄件人|寄件者|发信人|From",
    "date": r"发送时间|发送日期|发件时间|日\s?期|时间|寄件日期|傳送時間|Sent|Date",
    "to": r"收件人|收件者|To",
    "copy": r"抄送|副本|Cc",
    "subject": r"主\s?题|主旨|主題|標題|Subject",
}
_HEAD = re.compile(
    r"[|*\s]{0,8}(?:" + "|".join(f"(?P<{kind}>{names})" for kind, names in _HEADS.items()) + r")[*\s]{0,8}[:：|]"
)
_HEADS_WITHIN = 14
_HEADS_NEEDED = 3

_ANSWERED = r"原始邮件|原始郵件|原邮件|邮件原文|回复的原邮件|(?:Original|Reply|Replied)(?: Message| Appointment)?"
_TITLE = re.compile(rf"[-_=*\s]{{0,80}}(?:{_ANSWERED})?[-_=*\s]{{0,80}}", re.IGNORECASE)
"""A title, a rule, or an empty line."""
_DASHED = re.compile(rf"[-_=*]{{2,80}}\s*(?:{_ANSWERED})\s*[-_=*]{{2,80}}", re.IGNORECASE)
_BLANKS = re.compile(r"\n{3,}")
_RULE = re.compile(r"[-_=*]{3,200}")

_FORWARDED = re.compile(
    r"[-_=*\s]{0,80}(?:Begin forwarded message|Forwarded message|转发的?原?(?:邮件|消息)(?:信息)?|開始轉寄郵件|轉寄郵件)"
    r"[-_=*:：\s]{0,80}",
    re.IGNORECASE,
)
_FORWARDING = re.compile(r"\s*(?:fwd?|转发|轉寄|轉發)\s*[:：]", re.IGNORECASE)

_ATTRIBUTION = re.compile(
    r"(?:-{2,10} ?)?(?:On |At |在|于|\d{4}\D|[^,，。]{1,80}<[^<>\s]{3,254}>\s?(?:于|於|在))"
    r".{4,380}(?:wrote|写道|寫道|写到)\s?(?:[:：]|-{2,10})",
    re.IGNORECASE,
)
_WHEN_OR_WHO = re.compile(r"\d{1,2}[:：]\d{2}|@")
_ATTRIBUTION_LINES = 4
_MOST_ATTRIBUTION = 400


def passes_on(subject: str, text: str) -> bool:
    """Whether a letter passes another on, which then is what its writer sends."""
    lines = text.split("\n")
    first = next((at for at, line in enumerate(lines) if _FORWARDED.fullmatch(line) or _begins_history(lines, at)), None)
    return bool(_FORWARDING.match(subject)) or (first is not None and bool(_FORWARDED.fullmatch(lines[first])))


def without_history(text: str) -> str:
    """Return what the writer wrote now: answers between the lines of the letter answered stay, and those lines go."""
    own = _BLANKS.sub("\n\n", "\n".join(_unquoted(text.split("\n")))).split("\n")
    end = next((at for at in range(len(own)) if _begins_history(own, at)), len(own))
    while end and (not own[end - 1].strip() or _RULE.fullmatch(own[end - 1].strip())):
        end -= 1
    return "\n".join(own[:end]).strip()


def _unquoted(lines: list[str]) -> list[str]:
    """The lines that are not quoted, nor say whom the quoted ones after them are from."""
    kept: list[str] = []
    for line in lines:
        if not line.startswith(">"):
            kept.append(line)
            continue
        while kept and _TITLE.fullmatch(kept[-1]):
            kept.pop()
        for count in range(1, min(_ATTRIBUTION_LINES, len(kept)) + 1):
            if _is_attribution(kept[-count:]):
                del kept[-count:]
                break
        kept.append("")
    return kept


def _begins_history(lines: list[str], at: int) -> bool:
    """Whether the letter answered begins with this line."""
    line = lines[at].strip()
    if not line:
        return False
    return (
        is_marker(line)
        or bool(_DASHED.fullmatch(line))
        or _begins_heads(lines, at)
        or any(_is_attribution(lines[at : at + count]) for count in range(1, _ATTRIBUTION_LINES + 1))
    )


def _is_attribution(lines: list[str]) -> bool:
    """Whether these lines, as one, say who wrote when; mail programs break them where they get long."""
    joined = " ".join(line.strip() for line in lines)
    told = all(line.strip() for line in lines) and joined.endswith((":", "：", "--")) and len(joined) <= _MOST_ATTRIBUTION
    return told and bool(_ATTRIBUTION.fullmatch(joined) and _WHEN_OR_WHO.search(joined))


def _begins_heads(lines: list[str], at: int) -> bool:
    """Whether the headers of the letter answered begin here, perhaps under a title."""
    if _TITLE.fullmatch(lines[at]):
        following = [number for number in range(at + 1, min(at + 4, len(lines))) if lines[number].strip()]
        return bool(following) and _begins_heads_at(lines, following[0])
    return _begins_heads_at(lines, at)


def _begins_heads_at(lines: list[str], at: int) -> bool:
    first = _HEAD.match(lines[at])
    if not first or first.lastgroup not in ("from", "date"):
        return False
    found = [_HEAD.match(line) for line in lines[at : at + _HEADS_WITHIN]]
    kinds = {head.lastgroup for head in found if head}
    return "from" in kinds and len(kinds) >= _HEADS_NEEDED
