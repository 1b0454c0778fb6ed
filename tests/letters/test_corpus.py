"""Letters as mail programs write them, each beside what is to be made out of it. All people and organisations are made up."""

import tomllib
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from domain.letters import Letter, read

CORPUS = Path(__file__).parent / "corpus"


def seen(letter: Letter) -> dict[str, Any]:
    """What a letter's file may state."""
    bounce = letter.bounce
    return {
        "text": letter.text,
        "full_text": letter.full_text,
        "signature": letter.signature,
        "subject": letter.subject,
        "sender": letter.sender and letter.sender.address,
        "name": letter.sender and letter.sender.name,
        "message_id": letter.message_id,
        "in_reply_to": letter.in_reply_to,
        "references": list(letter.references),
        "date": letter.date,
        "language": letter.language,
        "organisation": letter.organisation,
        "attachments": [attachment.name for attachment in letter.attachments],
        "inline": [attachment.name for attachment in letter.attachments if attachment.inline],
        "dangerous": [attachment.name for attachment in letter.attachments if attachment.dangerous],
        "automatic": letter.automatic,
        "is_calendar_reply": letter.is_calendar_reply,
        "bounced": list(bounce.message_ids) if bounce else [],
        "bounce_status": bounce.status if bounce else "",
        "bounce_permanent": bounce.permanent if bounce else None,
    }


USUAL = {"attachments": [], "dangerous": [], "automatic": None, "is_calendar_reply": False, "bounced": []}
"""What is so of every letter whose file does not say otherwise."""


@pytest.mark.parametrize("stated", sorted(CORPUS.glob("*.toml")), ids=lambda path: path.stem)
def test_what_is_made_out_of_a_letter(stated: Path) -> None:
    expected = USUAL | tomllib.loads(stated.read_text("utf-8"))
    letter = seen(read(stated.with_suffix(".eml").read_bytes()))
    assert {key: letter[key] for key in expected} == expected


def test_both_forms_of_a_letter_say_the_same() -> None:
    compared = 0
    for path in CORPUS.glob("*.eml"):
        whole = message_from_bytes(path.read_bytes())
        forms = {part.get_content_type(): part for part in whole.walk()}
        if {"text/plain", "text/html"} <= forms.keys():
            page = forms["text/html"]
            page["Subject"] = whole["Subject"]
            assert read(page.as_bytes()).text.split() == read(path.read_bytes()).text.split(), path.stem
            compared += 1
    assert compared > 10


def test_every_letter_has_its_file() -> None:
    letters, stated = ({path.stem for path in CORPUS.glob(f"*.{ending}")} for ending in ("eml", "toml"))
    assert letters == stated
    assert len(letters) >= 40
