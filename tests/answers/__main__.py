"""`python -m tests.answers` prints how many questions the shipped profile answers rightly, a line for each set and language.

With `--missed` it names the questions that went wrong, too.
"""

import sys

from bot.profile import load
from bot.settings import LocalSettings
from domain.answers import Index
from tests.answers.measuring import SETS, questions, shares


def main() -> None:
    profile = load(LocalSettings(_env_file=None))
    index = Index(profile.answers, profile.asked)
    print(f"{'':24} {'inside':>7} {'right':>7} {'wrong':>7} {'left':>7} {'outside':>8} {'answered':>9}")
    for path in SETS:
        asked = questions(path)
        for language in ("zh", "en"):
            found = shares(index, [question for question in asked if question.language == language])
            print(
                f"{path.stem.removeprefix('questions_'):20} {language:3} {found.inside:7} {found.right:7.1%} "
                f"{found.wrong:7.1%} {max(0, 1 - found.right - found.wrong):7.1%} {found.outside:8} {found.astray:9.1%}"
            )
        for question in asked if "--missed" in sys.argv else ():
            answer = index.find(question.text)
            if answer.topic != question.key:
                print(f"  {question.key or '-'} → {answer.topic or '-'} ({answer.score}): {question.text}")


if __name__ == "__main__":
    main()
