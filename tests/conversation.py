"""The enquiry as a prospect fills it in, shared by the tests of this folder."""

from stage import Player

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
    text = (await who.sees("Q-20"))["text"]
    start = text.index("Q-20")
    return text[start : start + len("Q-2026-0001")]
