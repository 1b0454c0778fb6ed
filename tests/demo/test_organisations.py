"""The made-up organisations: thirty, whole, unmistakably made up, and refused by name where something is wrong."""

from pathlib import Path

import pytest

from bot.demo import organisations
from bot.demo.organisations import FILE, Tier, load
from bot.errors import UserError
from bot.profile import SHIPPED
from bot.profile import load as load_profile
from bot.settings import given

MADE_UP = (("示例", "样例", "虚构"), ("Example", "Sample", "Fictional"))


def test_thirty_that_nobody_takes_for_real_ones() -> None:
    found = load()
    fields = {field.key for field in load_profile(given(bot_token="1:x", alliance_file=SHIPPED)).fields}
    assert len(found) == 30
    assert {each.tier for each in found} == set(Tier)
    for each in found:
        for name, marks in zip((each.name.zh, each.name.en), MADE_UP, strict=True):
            assert any(mark in name for mark in marks), name
        assert each.credit_code[2:8] == organisations.AREA
        assert set(each.fields) <= fields
        for contact in each.contacts:
            assert contact.mail.endswith((".example.com", ".example.org", ".example.net"))


@pytest.mark.parametrize(
    ("right", "wrong", "named"),
    [
        ('"91000000012828382F"', '"910000000128283821"', "organisations.0.credit_code"),
        ('"91000000013311094L"', '"91000000012828382F"', "91000000012828382F"),
        ('"gao.yuan@ruitu.example.com"', '"gao.yuan"', "organisations.0.contacts.0.mail"),
        ('name = "方一诺"', 'name = "高远"', "高远"),
        ('tier = "chair"', 'tier = "king"', "organisations.0.tier"),
        ('tier = "chair"', 'tier = "chair"\ntelephone = "110"', "organisations.0.telephone"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, right: str, wrong: str, named: str) -> None:
    file = tmp_path / "organisations.toml"
    file.write_text(FILE.read_text("utf-8").replace(right, wrong, 1), "utf-8")
    with pytest.raises(UserError) as refused:
        load(file)
    assert any(named in line for line in refused.value.lines)
