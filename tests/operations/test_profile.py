"""The profile: the shipped one is whole, and a broken one is told everything at once, by key."""

from pathlib import Path

import pytest

from bot import profile
from bot.errors import UserError
from bot.settings import given

TOKEN = "4242:Sandbox-demo"


def of(text: str) -> profile.Profile:
    Path("alliance.toml").write_text(text, "utf-8")
    return profile.load(given(bot_token=TOKEN, alliance_file="alliance.toml"))


def test_the_shipped_profile_has_the_facts_in_both_languages() -> None:
    found = profile.load(given(bot_token=TOKEN))
    assert found.name.in_("zh") == "中关村数智人工智能产业联盟"
    assert found.name.in_("en").startswith("Zhongguancun Digital-Intelligence")
    assert found.join_address == "mufan@aiiaorg.cn"
    assert found.retention_days == 14
    assert [field.name.zh for field in found.fields] == ["生产制造", "健康医疗", "生活服务", "城市治理"]


def test_the_notice_names_the_address_that_is_set() -> None:
    found = profile.load(given(bot_token=TOKEN, join_address="office@example.org"))
    for language in ("zh", "en"):
        notice = found.privacy_notice.in_(language)
        assert "office@example.org" in notice
        assert "{" not in notice
        assert len(notice) < 1024


def test_every_problem_is_named_with_its_key() -> None:
    shipped = profile.SHIPPED.read_text("utf-8")
    broken = (
        shipped.replace('join_address = "mufan@aiiaorg.cn"', 'join_address = "nobody"\nextra = 1')
        .replace("retention_days = 14", "retention_days = 0")
        .replace('privacy_version = "3"', "privacy_version = 1")
        .replace('zh = "联盟"', 'zh = " "')
        .replace("{join_address}", "{address}", 3)
        .replace('key = "health"', 'key = "manufacturing"')
        .replace('key = "life"', 'key = "Life!"')
        .replace('name = { zh = "城市治理", en = "City governance" }', 'name = "城市治理"')
        .replace("[supported_by]", "[supported]")
    )
    with pytest.raises(UserError) as caught:
        of(broken)
    keys = sorted({line.split(": ")[1] for line in caught.value.lines})
    assert keys == sorted(
        [
            "extra",
            "fields",
            "fields[3].key",
            "fields[4].name",
            "join_address",
            "privacy_notice.en",
            "privacy_notice.zh",
            "privacy_version",
            "retention_days",
            "short_name.zh",
            "supported",
            "supported_by",
        ]
    )


@pytest.mark.parametrize(
    ("text", "words"), [("name = ", "is not TOML"), ("", "name: missing"), ("fields = []", "at least one")]
)
def test_a_file_that_says_too_little_is_refused(text: str, words: str) -> None:
    with pytest.raises(UserError) as caught:
        of(text)
    assert any(words in line for line in caught.value.lines)


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(UserError, match=r"ALLIANCE_FILE nowhere\.toml cannot be read"):
        profile.load(given(bot_token=TOKEN, alliance_file="nowhere.toml"))
