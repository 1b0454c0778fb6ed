"""Cutting the history and the signature: twice is once, nothing is invented, and a letter is never cut to nothing."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.letters import REPLY_ABOVE
from domain.letters.cleaning import passage
from domain.letters.quoting import passes_on, without_history
from domain.letters.reading import written
from domain.letters.signatures import without_signature

LINES = [
    "",
    "请问如何入会？",
    "How do we join?",
    "> quoted",
    ">",
    "On Mon, Mar 2, 2026 at 3:04 PM Ann <ann@north.example> wrote:",
    "On Mon, Mar 2, 2026 at 3:04 PM Ann <",
    "ann@north.example> wrote:",
    "在 2026-03-02 15:04:05，秘书处写道：",
    "章程第三条写道：",
    "发件人: 秘书处",
    "发送时间: 2026年3月2日",
    "收件人: 王",
    "主题: 入会",
    "原始邮件",
    "-----Original Message-----",
    "----------",
    "| |",
    "---------- Forwarded message ---------",
    REPLY_ABOVE.zh,
    REPLY_ABOVE.en,
    "--",
    "此致",
    "敬礼！",
    "Best regards,",
    "王明",
    "北岭机器人有限公司",
    "电话：010-00000000",
    "ann@north.example",
    "发自我的 iPhone",
    "本邮件及其附件含有保密信息",
]
texts = st.lists(st.sampled_from(LINES), max_size=25).map(lambda lines: passage("\n".join(lines), 10_000))


def cut(text: str) -> str:
    return written("", text)[0]


@given(texts)
@example("问题\n\n----------\n王明\n> 发件人: a")
def test_cutting_twice_is_cutting_once(text: str) -> None:
    assert without_history(without_history(text)) == without_history(text)
    assert cut(cut(text)) == cut(text)


@given(texts)
def test_what_is_left_is_what_was_written(text: str) -> None:
    left = iter(text.split("\n"))
    assert all(line in left for line in filter(None, cut(text).split("\n")))
    assert bool(cut(text)) == bool(text)


@given(texts)
def test_text_and_signature_are_the_whole(text: str) -> None:
    written, signature = without_signature(text)
    assert text.startswith(written)
    assert text.endswith(signature)


@pytest.mark.parametrize(
    "text",
    [
        "章程第三条写道：\n会员单位享有表决权。请问如何理解？",
        "我们的情况：\n-----\n1. 成立于2020年\n2. 四十人",
        "时间：周三\n地点：苏州街\n请确认是否可以。",
        "From our side everything is ready.\nTo be discussed: the date.",
        "谢谢！",
        "请回电，电话：010-00000000",
        "> only this",
        "您好\n\n我公司想加入联盟\n请问公司需要什么材料",
        "您好\n\n我公司想加入联盟\n电话：010-00000000",
        "您好\n\n请把表格发到邮箱 a@north.example\n也可以加微信",
        "您好\n从QQ群里看到贵联盟的介绍",
        "本邮件包含三个附件\n请查收",
        "Hello\nThis message is intended to ask for the form",
        "请问何时开会\n祝好\n另外会费标准是多少",
        "可以\n祝好\n王明\n可以带两位同事来吗？",
        "Best regards,\nAnn",
    ],
)
def test_what_only_looks_like_history_or_a_signature_stays(text: str) -> None:
    assert cut(text) == text


@pytest.mark.parametrize(
    ("text", "signature"),
    [
        ("好的。\n\n祝好。\n王明", "祝好。\n王明"),
        ("好的。\n\n王明\n北岭机器人有限公司 市场部\n+86 10 0000 0000", "王明\n北岭机器人有限公司 市场部\n+86 10 0000 0000"),
        ("Fine.\n\nThanks and regards,\nAnn\n\nNorth Labs Inc.\nT: +44 20 0000 0000", "Thanks and regards,"),
        ("好的\n从 Windows 版邮件发送", "从 Windows 版邮件发送"),
        ("好的\n来自QQ邮箱", "来自QQ邮箱"),
        ("Fine\nGet Outlook for Android", "Get Outlook for Android"),
        ("Fine\nSent from my Galaxy", "Sent from my Galaxy"),
        ("好的\n祝您工作顺利！\n云岭大学 何静", "祝您工作顺利！"),
    ],
)
def test_signatures(text: str, signature: str) -> None:
    assert without_signature(text)[1].startswith(signature)


@pytest.mark.parametrize(
    ("subject", "text", "passed_on"),
    [
        ("Fwd: 通知", "x", True),
        ("转发：通知", "x", True),
        ("Re: Fwd: 通知", "x", False),
        ("通知", "请看\n\n---------- Forwarded message ---------\nFrom: a", True),
        ("Re: 通知", "请看\n\n发件人: a\n日期: b\n收件人: c\n\n---------- Forwarded message ---------", False),
    ],
)
def test_what_is_passed_on_is_told_from_an_answer(subject: str, text: str, passed_on: bool) -> None:
    assert passes_on(subject, text) is passed_on
