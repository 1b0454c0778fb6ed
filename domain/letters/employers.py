"""Which organisation somebody writes for: a guess for the desk, from the signature, the writer's own words or the domain."""

import re

from domain.letters.cleaning import line

_FREE = re.compile(
    r"(?:vip\.)?(?:163|126|188|139|189|sina|qq)\.(?:com|cn)|(?:foxmail|sohu|aliyun|tom|21cn|wo|gmail|googlemail|outlook|hotmail|live|msn)"
    r"\.(?:com|cn)|yahoo(?:\.\w+)+|(?:icloud|me|mac|proton|protonmail|gmx|mail|yandex|yeah)\.\w+"
)
"""Domains that say nothing about whom somebody works for."""

_CHINESE = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9()（）·&]{2,40}"
    r"(?:有限责任公司|有限公司|集团|大学|学院|研究院|研究所|研究中心|实验室|协会|学会|联盟|医院|银行|事务所|委员会|公司)"
)
_ENGLISH = re.compile(
    r"(?:[A-Z][\w&'’-]{0,30} ){1,6}(?:(?:Co\., ?Ltd|Ltd|Limited|Inc|LLC|GmbH|Corporation|Corp)\b\.?"
    r"|(?:University|Institute|Group|Laboratory)\b)"
    r"|(?:University|Institute|Academy) of (?:[A-Z]\w{1,30} ?){1,4}"
)
_SENTENCE = re.compile(r"[我您你请想贵吗的]|\b(?:we|you|our|your|the)\b", re.IGNORECASE)
_LEAD = re.compile(r"(?:您好|你好)?(?:我们?是|本人是|我司是|我们?来自|来自|我在|就职于|任职于|代表)")
_INTRODUCED = re.compile(
    r"(?:我们?是|我司是|我们?来自|就职于|任职于|代表)[^\n，,。]{2,60}|(?:I am|I'm|We are|I work|on behalf)[^\n]{2,120}"
)
_MOST = 60
_READ = 2000


def organisation(signature: str, text: str, address: str) -> str:
    """Return the organisation a letter seems to come from, or nothing."""
    introduced = "\n".join(_INTRODUCED.findall(text[:_READ]))
    domain = address.rpartition("@")[2].removeprefix("mail.")
    return _named(signature[:_READ]) or _named(introduced) or ("" if _FREE.fullmatch(domain) else domain)


def is_name(text: str) -> bool:
    """Whether a line is an organisation's name, perhaps with what somebody is there; no sentence that has one."""
    return bool((_CHINESE.match(text) or _ENGLISH.match(text)) and not _SENTENCE.search(text))


def _named(text: str) -> str:
    """The first organisation's name in a text."""
    chinese = _CHINESE.search(text)
    found = _LEAD.sub("", chinese[0], count=1) if chinese else ""
    if len(found) < 4:
        english = _ENGLISH.search(text)
        found = english[0] if english else ""
    return line(found, _MOST)
