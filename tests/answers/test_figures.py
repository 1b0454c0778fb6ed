"""A figure is the same figure, in digits or in words of either language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.figures import chinese_number, english_number, figures


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("成立于2020年4月9日", {"2020-04-09"}),
        ("founded on 9 April 2020", {"2020-04-09"}),
        ("2020-04-09", {"2020-04-09"}),
        ("24小时内答复", {"24"}),
        ("二十四小时内答复", {"24"}),
        ("within twenty-four hours", {"24"}),
        ("三分之二以上的会员到会", {"2/3"}),
        ("two thirds of the members", {"2/3"}),
        ("一千二百元", {"1200"}),
        ("会费５,０００元", {"5000"}),
        ("1.5万元", {"15000"}),
        ("two hundred and fifty yuan", {"250"}),
        ("百分之五", {"5/100"}),
        ("5 %", {"5/100"}),
        ("半年", {"1/2"}),
        ("half a year", {"1/2"}),
        ("三十余家单位", {"30"}),
        ("一家单位一票", set()),
        ("one organisation, one vote", set()),
        ("统一安排，第一步先提交", set()),
        ("", set()),
    ],
)
def test_figures_in_either_language(text: str, found: set[str]) -> None:
    assert figures(text) == found


def test_numerals() -> None:
    assert [chinese_number(numeral) for numeral in ("十五", "二十", "一百零三", "三万五千", "两亿")] == [
        15,
        20,
        103,
        35000,
        200000000,
    ]
    assert [english_number(words) for words in ("twelve", "one hundred and three", "three thousand two hundred")] == [
        12,
        103,
        3200,
    ]


@given(st.text())
def test_any_text_is_taken(text: str) -> None:
    assert all(figures(text))


@given(st.integers(2, 10**9))
def test_digits_are_found_as_they_are(number: int) -> None:
    assert figures(f"共{number}元") == {str(number)}
