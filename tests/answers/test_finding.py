"""Finding an answer: sure or silent, the nearest on offer, and nothing a person types can upset it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.answers import OUTSIDE, SURE, Answer, Asked, Found, Index, Wording
from domain.languages import of_text
from domain.profile import Profile

PARKING = Answer(
    "parking",
    Wording("停车", "Parking"),
    Wording("请停在后院。", "Please park behind the house."),
    keywords=("停车位", "parking space"),
    samples=("可以停车吗", "哪里能停车", "停车要钱吗", "Where can I park", "Is there a car park", "May I park here overnight"),
)
LUNCH = Answer(
    "lunch",
    Wording("午餐", "Lunch"),
    Wording("", "Lunch is at noon."),
    keywords=("午餐", "lunch"),
    samples=("几点吃午饭", "有午餐吗", "食堂在哪", "When is lunch", "Where is the canteen", "Do you serve lunch"),
)

anything = st.text(st.characters(), max_size=300)
"""Control characters, emoji and lone surrogates included."""


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("怎么加入联盟？", "how_to_join"),
        ("請問會費是多少錢", "fees"),
        ("会员大会多久开一次", "meetings"),
        ("HOW DO I JOIN???", "how_to_join"),
        ("how much are the membership dues", "fees"),
        ("please delete my personal data", "privacy"),
        ("how to join 你们 alliance", "how_to_join"),
        ("转人工", "human"),
    ],
)
def test_a_question_finds_its_answer(index: Index, question: str, key: str) -> None:
    found = index.find(question)
    assert found.topic == key
    assert found.nearest[0] == key
    assert found.score >= SURE


@pytest.mark.parametrize(
    "question",
    [
        "",
        "   ",
        "👋",
        "今天天气怎么样",
        "讲个笑话",
        "中国人工智能学会怎么加入",
        "健身房会员多少钱",
        "What is the weather like?",
        "Tesla share price",
        "How do I join the China Computer Federation?",
        "How much is a gym membership?",
    ],
)
def test_what_is_somebody_elses_gets_neither_answer_nor_offer(index: Index, question: str) -> None:
    found = index.find(question)
    assert found.topic is None
    assert found.nearest == ()
    assert found.score < SURE


def test_an_unclear_question_is_offered_the_nearest(index: Index) -> None:
    found = index.find("活动和会议")
    assert found.topic is None
    assert {"activities", "meetings"} <= set(found.nearest)


def test_an_answer_naming_us_beside_another_place_is_still_ours(index: Index) -> None:
    assert index.find("我们在深圳，可以加入联盟吗").topic == "eligibility"


@given(anything)
def test_any_text_is_taken(index: Index, question: str) -> None:
    found = index.find(question)
    assert 0 <= found.score <= 1
    assert len(found.nearest) <= 3
    assert found.topic is None or found.topic == found.nearest[0]
    assert index.find(question) == found


@pytest.mark.parametrize("piece", ["怎么加入", "how do I join ", "\ud800", "\x00\u202e", "😀", "a", "\n"])
def test_a_message_as_long_as_telegram_lets_through_is_taken(index: Index, piece: str) -> None:
    index.find((piece * 4096)[:4096])


def test_signs_spaces_and_capitals_change_nothing(index: Index) -> None:
    plain = index.find("how much are the dues")
    for other in ("How much are the dues?", "  HOW  much are the dues!!", "how much are the dues…"):
        assert index.find(other).topic == plain.topic


def test_an_office_of_its_own_words_needs_a_handful_of_samples() -> None:
    small = Index([PARKING, LUNCH])
    assert small.find("停车位在哪里").topic == "parking"
    assert small.find("what is for lunch").topic == "lunch"
    assert small.find("where may I park").nearest[:1] == ("parking",)


def test_what_the_profile_puts_outside_stays_unanswered() -> None:
    question = "停车位在哪里"
    assert Index([PARKING, LUNCH]).find(question).topic == "parking"
    assert Index([PARKING, LUNCH], [Asked(OUTSIDE, question)]).find(question).topic is None


def test_questions_under_a_key_nobody_answers_are_left_out() -> None:
    index = Index([PARKING, LUNCH], [Asked("tennis", "Where can I play tennis"), Asked("lunch", "Is there soup today")])
    assert index.find("play tennis").topic is None
    assert index.find("soup today").topic == "lunch"


def test_without_answers_nothing_is_found() -> None:
    assert Index([]).find("怎么加入") == Found(None, 0.0, ())


def test_an_answer_that_lacks_a_language_is_given_in_the_other(shipped: Profile) -> None:
    assert LUNCH.text.in_("zh") == "Lunch is at noon."
    assert LUNCH.text.in_("en") == "Lunch is at noon."
    answer = shipped.answer("fees")
    assert answer
    assert answer.text.in_("zh") != answer.text.in_("en")
    assert shipped.answer("nothing") is None


def test_a_mixed_question_is_chinese() -> None:
    assert of_text("how to join 你们 alliance") == "zh"
    assert of_text("how to join") == "en"
    assert of_text("") == "en"
