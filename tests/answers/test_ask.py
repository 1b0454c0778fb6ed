"""`ask`: the answer the bot would give, without token or database."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from bot.profile import SHIPPED
from domain.answers import SURE
from domain.profile import Profile

Ask = Callable[..., "CompletedProcess[str]"]


def test_the_answer_in_the_language_of_the_question(ask: Ask, shipped: Profile, tmp_path: Path) -> None:
    fees = shipped.answer("fees")
    assert fees
    for question, language in (("会费多少钱", "zh"), ("How much are the membership dues?", "en")):
        done = ask(question)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == fees.text.in_(language) + "\n"
    assert ask("会费多少钱", "--lang", "en").stdout == fees.text.en + "\n"
    assert list(tmp_path.iterdir()) == []


def test_as_json_on_one_line(ask: Ask) -> None:
    done = ask("怎么加入联盟", "--json")
    assert done.stdout.count("\n") == 1
    found = json.loads(done.stdout)
    assert found.keys() == {"topic", "score"}
    assert found["topic"] == "how_to_join"
    assert SURE <= found["score"] <= 1
    assert json.loads(ask("今天天气怎么样", "--json").stdout)["topic"] is None


def test_what_a_colleague_answers(ask: Ask) -> None:
    assert ask("今天天气怎么样").stdout == "这个问题由秘书处的工作人员答复。\n"
    assert ask("What is the weather like?").stdout == "A colleague from the office will answer this.\n"
    assert ask("", "--lang", "zh").stdout == "这个问题由秘书处的工作人员答复。\n"


def test_another_profile_answers_for_itself(ask: Ask, tmp_path: Path) -> None:
    text = SHIPPED.read_text("utf-8")
    (tmp_path / "ours.toml").write_text(text.replace("会费按会员级别每年收取", "会费另议"), "utf-8")
    assert ask("会费多少钱", ALLIANCE_FILE="ours.toml").stdout.startswith("会费另议")


@pytest.mark.parametrize(
    ("arguments", "settings", "words"),
    [
        ((), {}, "Missing argument"),
        (("怎么加入", "--lang", "fr"), {}, "--lang"),
        (("怎么加入",), {"ALLIANCE_FILE": "none.toml"}, "none.toml"),
    ],
)
def test_unusable_input_is_one_line(ask: Ask, arguments: tuple[str, ...], settings: dict[str, str], words: str) -> None:
    done = ask(*arguments, **settings)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""
