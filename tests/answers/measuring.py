"""How many questions find their answer: the sets of questions, and the shares that are promised.

A set is a file of lines `language<TAB>key<TAB>question`; the key is `-` where no answer may be given. The index learns from the
profile alone: `questions_tuned.tsv` was looked at while the profile was written, `questions_held_back.tsv` was not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from domain.answers import Index

SETS = sorted(Path(__file__).parent.glob("questions_*.tsv"))


@dataclass(frozen=True)
class Question:
    language: str
    key: str | None
    text: str


@dataclass(frozen=True)
class Shares:
    """Of the questions within the ground: rightly and wrongly answered. Of those outside it: answered at all."""

    inside: int
    outside: int
    right: float
    wrong: float
    astray: float

    @property
    def kept(self) -> bool:
        """Whether what is promised is kept."""
        return self.right >= 0.90 and self.wrong <= 0.05 and self.astray <= 0.05


def questions(path: Path) -> list[Question]:
    lines = path.read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [Question(language, None if key == "-" else key, text) for language, key, text in rows]


def shares(index: Index, asked: Iterable[Question]) -> Shares:
    answered = [(question.key, index.find(question.text).topic) for question in asked]
    inside = [(key, topic) for key, topic in answered if key]
    outside = [topic for key, topic in answered if not key]
    return Shares(
        inside=len(inside),
        outside=len(outside),
        right=sum(topic == key for key, topic in inside) / len(inside),
        wrong=sum(topic not in (None, key) for key, topic in inside) / len(inside),
        astray=sum(topic is not None for topic in outside) / len(outside),
    )
