"""The figures a text states: dates, amounts, periods, shares, in digits or in words of either language.

A text of the office may state what the profile holds and nothing else; so the same figure is the same however it is written.
"""

import re
import unicodedata
from collections.abc import Iterator

CHINESE_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
CHINESE_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
NUMERAL = "[零〇一二两三四五六七八九十百千万亿]+"
CHINESE_UNIT = "个?(?:工作日|小时|分钟|星期|月|年|天|日|周|元|块|折|倍|成|%)|(?:家|人|名|份|票|次)"

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
TEENS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORDS = {
    "one": 1,
    **{word: value for value, word in enumerate(TEENS.split(), 2)},
    **{word: 10 * value for value, word in enumerate(TENS.split(), 2)},
}
POWERS = {"hundred": 100, "thousand": 1000, "million": 1_000_000}
WORD = f"(?:{'|'.join([*WORDS, *POWERS])})"
UNIT = (
    "(?:working |business |calendar )?(?:days?|weeks?|months?|years?|hours?|minutes?|yuan|rmb|per ?cent|%|members|copies|times)"
)
PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5}

DATE = re.compile(rf"(\d{{4}})(?:-|/|\.|年)(\d{{1,2}})(?:-|/|\.|月)(\d{{1,2}})日?|(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})")
FRACTION = re.compile(rf"({NUMERAL})分之({NUMERAL})|\b({WORD}) (half|third|quarter|fifth)s?\b|(\d+)/(\d+)")
HALF = re.compile(r"半个?(?=年|月|天|日|小时)|\bhalf an? ")
DIGITS = re.compile(r"(\d[\d,]*(?:\.\d+)?)([百千万亿]*)( ?(?:%|per ?cent))?")
IN_CHINESE = re.compile(rf"({NUMERAL})(?:余|多|几)?({CHINESE_UNIT})")
IN_WORDS = re.compile(rf"\b({WORD}(?:[ -](?:and )?{WORD})*)[ -](?:\w+ )?{UNIT}(?!\w)")


def figures(text: str) -> set[str]:
    """Return every figure ``text`` states, each in one form: ``2020-04-09``, ``30``, ``2/3``."""
    rest, found = unicodedata.normalize("NFKC", text).casefold(), set()
    for pattern, read in READERS:
        found |= {figure for match in pattern.finditer(rest) for figure in read(match)}
        rest = pattern.sub(" ", rest)
    return found


def _date(match: re.Match[str]) -> Iterator[str]:
    year, month, day = match[1] or match[6], match[2] or MONTHS.index(match[5]) + 1, match[3] or match[4]
    yield f"{int(year):04}-{int(month):02}-{int(day):02}"


def _fraction(match: re.Match[str]) -> Iterator[str]:
    if match[1]:
        yield f"{chinese_number(match[2])}/{chinese_number(match[1])}"
    elif match[3]:
        yield f"{english_number(match[3])}/{PARTS[match[4]]}"
    else:
        yield f"{match[5]}/{match[6]}"


def _half(_: re.Match[str]) -> Iterator[str]:
    yield "1/2"


def _chinese(match: re.Match[str]) -> Iterator[str]:
    value = chinese_number(match[1])
    if value != 1 or match[2] not in ("家", "人", "名", "份", "票", "次"):  # 一家单位一票 counts nothing
        yield str(value)


def _words(match: re.Match[str]) -> Iterator[str]:
    yield str(english_number(match[1]))


def _digits(match: re.Match[str]) -> Iterator[str]:
    number = match[1].replace(",", "")
    for power in match[2]:
        number = f"{float(number) * CHINESE_POWERS[power]:g}" if "." in number else str(int(number) * CHINESE_POWERS[power])
    yield f"{number}/100" if match[3] else number


READERS = (
    (DATE, _date),
    (FRACTION, _fraction),
    (HALF, _half),
    (DIGITS, _digits),
    (IN_CHINESE, _chinese),
    (IN_WORDS, _words),
)
"""What is read in which order: what one has read, the next does not see."""


def chinese_number(numeral: str) -> int:
    """Return the value of a Chinese numeral such as 二十四 or 三百; 十五 begins with its power."""
    total, section, digit = 0, 0, 0
    for sign in numeral:
        if sign in CHINESE_DIGITS:
            digit = CHINESE_DIGITS[sign]
        elif (power := CHINESE_POWERS[sign]) >= 10_000:
            total, section, digit = (total + section + digit or 1) * power, 0, 0
        else:
            section, digit = section + (digit or 1) * power, 0
    return total + section + digit


def english_number(words: str) -> int:
    """Return the value of number words such as ``twenty-four`` or ``two hundred``."""
    total, part = 0, 0
    for word in re.findall(WORD, words):
        if word in WORDS:
            part += WORDS[word]
        elif word == "hundred":
            part = (part or 1) * 100
        else:
            total, part = total + (part or 1) * POWERS[word], 0
    return total + part
