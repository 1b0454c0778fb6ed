"""The command that answers a question as the bot would: for trying out the profile's answers, and for measuring them."""

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from domain.answers import Found
    from domain.profile import Profile

NO_ANSWER = {
    "zh": "这个问题由秘书处的工作人员答复。",
    "en": "A colleague from the office will answer this.",
}
NEAREST = {"zh": "相近的问题：", "en": "Perhaps you meant: "}
BETWEEN = {"zh": "、", "en": "; "}


@click.command()
@click.argument("question")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="The language of the answer; otherwise that of the question.")
@click.option("--json", "as_json", is_flag=True, help='Print {"topic": KEY or null, "score": 0..1} instead.')
def ask(question: str, lang: str | None, as_json: bool) -> None:
    """Print the answer the bot would give to QUESTION; neither token nor database is needed."""
    from bot import profile
    from bot.settings import LocalSettings, load
    from domain.answers import Index
    from domain.languages import of_text

    of_alliance = profile.load(load(LocalSettings))
    found = Index(of_alliance.answers, of_alliance.asked).find(question)
    if as_json:
        click.echo(json.dumps({"topic": found.topic, "score": found.score}))
    else:
        click.echo(_words(found, of_alliance, lang or of_text(question)))


def _words(found: "Found", of_alliance: "Profile", language: str) -> str:
    answer = of_alliance.answer(found.topic) if found.topic else None
    if answer:
        return answer.text.in_(language)
    titles = [near.title.in_(language) for key in found.nearest if (near := of_alliance.answer(key))]
    offer = f"{NEAREST[language]}{BETWEEN[language].join(titles)}" if titles else ""
    return "\n".join(filter(None, (NO_ANSWER[language], offer)))
