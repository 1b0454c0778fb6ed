"""The profile's answers as a file: what may be left out, what is refused and by which name, what the doctor says."""

from pathlib import Path

import pytest

from bot import profile
from bot.doctor.answers import answers
from bot.doctor.findings import Finding, Level
from bot.errors import UserError
from bot.settings import given
from domain.profile import Profile

SHIPPED = profile.SHIPPED.read_text("utf-8")
HEAD = SHIPPED[: SHIPPED.index("[facts]")]

TWO = """
[facts]
founded = 2020-04-09
hours = 24
quorum = { zh = "三分之二以上", en = "two thirds" }

[[answers]]
key = "tea"
title = { zh = "茶", en = "Tea" }
text = { zh = "{founded}起供茶，{hours}小时。", en = "Tea since {founded}, for {hours} hours." }
keywords = ["茶", "tea"]
samples = ["有茶吗", "Is there any tea"]

[[answers]]
key = "milk"
title = { zh = "奶", en = "Milk" }
text = { zh = "奶在冰箱里。", en = "Milk is in the fridge." }
keywords = ["奶", "milk"]
samples = ["有奶吗", "Where is the milk"]

[[canned]]
key = "thanks"
title = { zh = "谢谢", en = "Thanks" }
text = { zh = "谢谢您！", en = "Thank you! {join_address}" }
"""


def of(tmp_path: Path, tables: str) -> Profile:
    path = tmp_path / "alliance.toml"
    path.write_text(HEAD + tables, "utf-8")
    return profile.load(given(bot_token="42:Sandbox", alliance_file=path, join_address="office@example.org"))


def refused(tmp_path: Path, tables: str) -> list[str]:
    with pytest.raises(UserError) as caught:
        of(tmp_path, tables)
    return [line.split(": ", 1)[1] for line in caught.value.lines]


def test_facts_are_filled_in_as_each_language_writes_them(tmp_path: Path) -> None:
    found = of(tmp_path, TWO)
    tea, thanks = found.answers[0], found.canned[0]
    assert tea.text.zh == "2020年4月9日起供茶，24小时。"
    assert tea.text.en == "Tea since 9 April 2020, for 24 hours."
    assert thanks.text.en == "Thank you! office@example.org"


def test_a_profile_without_answers_is_one(tmp_path: Path) -> None:
    found = of(tmp_path, "")
    assert (found.answers, found.canned) == ((), ())


def test_the_shipped_texts_fit_their_places(shipped: Profile) -> None:
    for entry in (*shipped.answers, *shipped.canned):
        assert len(entry.title.zh) <= 24
        assert len(entry.title.en) <= 40
        for language in ("zh", "en"):
            assert 0 < len(entry.text.in_(language)) <= 1500
            assert "{" not in entry.text.in_(language)
        assert "你" not in entry.text.zh


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("{founded}起", "{opened}起", "answers[1].text.zh: expected no braces but"),
        ("茶，{hours}", "茶，{", "answers[1].text.zh: expected no braces but"),
        ("{hours} hours", "{hours.real} hours", "answers[1].text.en: expected no braces but"),
        ('key = "milk"', 'key = "tea"', "answers: tea is there twice"),
        ('key = "milk"', 'key = "Milk!"', "answers[2].key: expected small letters"),
        ('key = "milk"', "", "answers[2].key: missing"),
        ('{ zh = "奶", en = "Milk" }', "{}", "answers[2].title: expected one of zh, en at least"),
        ('keywords = ["奶", "milk"]', 'keywords = ["奶", 7]', "answers[2].keywords[2]: expected a text"),
        ('keywords = ["奶", "milk"]', 'keyword = ["奶"]', "answers[2].keyword: not known here"),
        ("奶在冰箱里。", "奶" * 3501, "answers[2].text.zh: expected 3500 characters at most"),
        ('zh = "茶"', f'zh = "{"茶" * 65}"', "answers[1].title.zh: expected 64 characters at most"),
        ("hours = 24", "hours = 24.5", "facts.hours: expected a whole number, a date, a text"),
        ("hours = 24", "Hours = 24", "facts: Hours is no name"),
        ("hours = 24", "hours = { zh = '二十四' }", "facts.hours.en: missing"),
    ],
)
def test_what_is_wrong_is_named_with_its_key(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in TWO
    assert any(line.startswith(problem) for line in refused(tmp_path, TWO.replace(old, new, 1)))


def said(found: Profile) -> list[Finding]:
    return list(answers(found))


def test_the_doctor_finds_the_shipped_answers_well(shipped: Profile) -> None:
    (only,) = said(shipped)
    assert only.level is Level.OK


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (', en = "Milk is in the fridge."', "", "milk has no text in English"),
        ('zh = "奶", ', "", "milk has no title in Chinese"),
        ('zh = "谢谢您！", ', "", "thanks has no text in Chinese"),
        ('"奶", "milk"]\nsamples = ["有奶吗", ', '"milk"]\nsamples = [', "milk has no keyword or sample in Chinese"),
        ('"有奶吗"', '"有茶吗？"', "tea and milk both have the question “有茶吗”"),
        ('"Where is the milk"', '"any tea is there?"', "tea and milk both have the question “Is there any tea”"),
        ('"奶", "milk"]', '"奶", "Tea"]', "tea and milk both have the keyword “tea”"),
        ('en = "Milk" }', 'en = "TEA" }', "tea and milk both have the title “Tea”"),
        ("Milk is in the fridge.", "Tea since {founded}, for {hours} hours!", "tea and milk say the same"),
        ("奶在冰箱里。", "奶每盒五元。", "milk states 5, which the profile does not hold"),
        ("Milk is in the fridge.", "Milk costs 1,200 yuan.", "milk states 1200, which"),
        ("Milk is in the fridge.", "Milk keeps for thirty days.", "milk states 30, which"),
        ("Milk is in the fridge.", "Open since 1 May 2021.", "milk states 2021-05-01, which"),
        ("谢谢您！", "谢谢您！百分之十归您。", "thanks states 10/100, which"),
    ],
)
def test_the_doctor_names_the_entry(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in TWO
    findings = said(of(tmp_path, TWO.replace(old, new, 1)))
    assert any(words in finding.words and finding.level is Level.PROBLEM and finding.mend for finding in findings)


def test_figures_the_profile_holds_may_be_written_out(tmp_path: Path) -> None:
    text = TWO.replace("奶在冰箱里。", "二十四小时供奶，三分之二以上是热的，2020-04-09起。")
    (only,) = said(of(tmp_path, text))
    assert only.level is Level.OK
