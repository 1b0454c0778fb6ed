"""What is promised: of unseen questions at least 90 % answered rightly and at most 5 % wrongly; of strangers' at most 5 %."""

from pathlib import Path

import pytest
from measuring import SETS, questions, shares

from domain.answers import Index
from domain.profile import Profile


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_the_promised_shares(index: Index, path: Path, language: str) -> None:
    found = shares(index, [question for question in questions(path) if question.language == language])
    assert found.inside >= 50
    assert found.outside >= 15
    assert found.kept, found


def test_nothing_measured_was_learnt(shipped: Profile) -> None:
    learnt = {text for answer in shipped.answers for text in (*answer.samples, *answer.keywords)}
    learnt |= {each.question for each in shipped.asked}
    assert not learnt & {question.text for path in SETS for question in questions(path)}


def test_the_sets_ask_for_answers_there_are(shipped: Profile) -> None:
    asked = [question for path in SETS for question in questions(path)]
    assert {question.key for question in asked} == {answer.key for answer in shipped.answers} | {None}
