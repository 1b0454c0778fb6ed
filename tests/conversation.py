"""What a prospect says to the office: a question, or the enquiry as it is filled in; shared by the tests of many folders."""

import re
from typing import Any

from stage import Player, buttons_of

REFERENCE = re.compile(r"Q-\d{4}-\d{4,}")
ASK_A_COLLEAGUE = ("请工作人员答复", "Ask a colleague")

STEPS_ZH = (
    ("哪方面", "tap", "加入联盟"),
    ("全称", "say", "示例智能科技有限公司"),
    ("哪种类型", "tap", "企业"),
    ("统一社会信用代码", "tap", "跳过"),
    ("怎么称呼", "say", "王小明"),
    ("怎样联系", "say", "13800138000"),
    ("关注哪些领域", "tap", "健康医疗"),
    ("☑ 健康医疗", "tap", "选好了"),
    ("还有什么", "say", "我们想了解会费。"),
)
STEPS_EN = (
    ("enquiry about", "tap", "Cooperation"),
    ("full name", "say", "Example Robotics Ltd"),
    ("What kind", "tap", "University"),
    ("credit code", "tap", "Skip"),
    ("Whom may we", "say", "Emma Clarke"),
    ("reach you", "say", "emma@example.org"),
    ("fields interest", "tap", "Skip"),
    ("tell or ask", "say", "We would like to visit."),
)


async def answers(who: Player, steps: tuple[tuple[str, str, str], ...]) -> None:
    """Answer each question once it is seen."""
    for question, act, answer in steps:
        await who.sees(question)
        await (who.taps(answer) if act == "tap" else who.says(answer))


async def enquires(who: Player, steps: tuple[tuple[str, str, str], ...] = STEPS_ZH, send: str = "提交") -> str:
    """Hold the whole conversation and return the reference."""
    await who.says("/join")
    await answers(who, steps)
    await who.sees(send)
    await who.taps(send)
    return reference_in(await who.sees("Q-20"))


async def asks(who: Player, text: str) -> str:
    """Bring a text to a colleague, past what the profile may answer or offer first, and return the enquiry's reference."""
    await who.says(text)
    shown = await who.sees_one_of("Q-20", *ASK_A_COLLEAGUE)
    for button in buttons_of(shown):
        if button["text"] in ASK_A_COLLEAGUE:
            await who.taps(button["text"], shown)
            return reference_in(await who.sees("Q-20"))
    return reference_in(shown)


def reference_in(message: dict[str, Any]) -> str:
    """Return the reference a message names."""
    found = REFERENCE.search(message["text"])
    assert found, message["text"]
    return found.group()
