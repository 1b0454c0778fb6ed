"""Names of organisations: told apart, known again, and found as people look for them."""

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.attempts import Attempts
from domain.names import bare, folded, found_by, similar

NAMES = ["北京百川智能科技有限公司", "北京大学", "Acme Robotics Co., Ltd.", "上海交通大学", "北京星云智能科技有限公司"]


def test_names_without_their_legal_form_are_the_same() -> None:
    assert bare("中科云图（北京）科技股份有限公司") == bare("中科云图(北京)科技")
    assert bare("ACME ROBOTICS") == bare("The Acme Robotics Co., Ltd.") == "acme robotics"
    assert bare("有限公司") == "有限公司"


def test_similar_names_are_found_and_different_ones_are_not() -> None:
    def alike(name: str) -> list[str]:
        return [NAMES[place] for place, _ in similar(name, NAMES)]

    assert alike("百川智能") == [NAMES[0]]
    assert alike("acme robotics") == [NAMES[2]]
    assert alike("北京星河智能科技") == [NAMES[4]]
    assert alike("北京理工大学") == alike("西安交通大学") == []
    assert similar("北京大学", NAMES)[0] == (1, 100.0)


def test_a_member_is_found_by_every_way_people_write_it() -> None:
    found = found_by("重庆长安AI 研究院", "Chang'an Institute", "91110108MA01C8JE0Y")
    for typed in ("长安", "chongqing", "cqca", "CHANG'AN", "ｉｎｓｔｉｔｕｔｅ", "ma01c8", "研究院"):
        assert folded(typed) in found
    assert sorted([found_by(name, "", None) for name in ("张江", "百度", "华为")]) == [
        found_by(name, "", None) for name in ("百度", "华为", "张江")
    ]


@settings(max_examples=60)
@given(st.text(alphabet="智数科北京有限公司集团股份（）" + string.ascii_letters + " .&", max_size=20))
def test_a_bare_name_is_bare_and_any_part_of_a_name_finds_it(name: str) -> None:
    assert bare(bare(name)) == bare(name)
    kept = found_by(name, "", None)
    assert all(word in kept for word in folded(name[3:9]).split())


def test_whoever_is_wrong_too_often_waits_an_hour() -> None:
    wrong = Attempts(limit=2, span=100)
    wrong.failed(7, "a", 0)
    wrong.failed(7, "a", 1)
    assert not wrong.spent(7, 1)  # one event, tried again
    wrong.failed(7, "b", 50)
    assert wrong.spent(7, 99)
    assert not wrong.spent(8, 99)
    assert not wrong.spent(7, 101)
