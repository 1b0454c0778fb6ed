"""A person's data as a file: JSON that a machine can take over, with names and values in words its reader understands."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson

from handlers.kit.markup import plain
from handlers.kit.office import Office
from handlers.privacy.words import FORM_FIELDS, LABELS, VALUES
from locales.texts import Texts
from storage.personal_data import Data

AS_RECEIVED = "received"
"""What came from Telegram stays as it is: these are not our words."""


def file_of(data: Data, office: Office, texts: Texts, now: int) -> dict[str, str]:
    """Return name and text of the file that holds ``data``."""
    when = datetime.fromtimestamp(now / 1000, UTC).astimezone(office.zone)
    profile = office.profile
    template = texts._(
        "Everything {alliance} has stored about you. Files you sent stay with Telegram; we keep their numbers there. What came "
        "from Telegram is kept as it was for {days} days and stands at the end."
    )
    about = template.format(alliance=profile.name.in_(texts.language), days=profile.retention_days)
    said = [{**each, "text": plain(each["text"])} for each in data["messages_from_the_bot"]]
    head = {"about": about, "as_of": when, "correct_or_delete": profile.join_address}
    whole = _Teller(office, texts).say({**head, **data, "messages_from_the_bot": said})
    text = orjson.dumps(whole, option=orjson.OPT_INDENT_2).decode()
    return {"name": f"my-data-{when:%Y-%m-%d}.json", "text": text + "\n"}


class _Teller:
    """Says names and values in a reader's words; what it has no words for stays as it is."""

    def __init__(self, office: Office, texts: Texts) -> None:
        self._texts = texts
        self._zone = office.zone
        self._fields = {each.key: each.name.in_(texts.language) for each in office.profile.fields}
        self._titles = {each.key: each.title.in_(texts.language) for each in office.profile.answers}

    def say(self, data: Data) -> Data:
        """Return ``data`` with every name and value in words; what is empty is left out."""
        return {self._label(name): self._value(name, value) for name, value in data.items() if value not in (None, "", [], {})}

    def _label(self, name: str) -> str:
        found = LABELS.get(name) or FORM_FIELDS.get(name)
        return self._texts.say(found) if found else name

    def _value(self, name: str, value: Any) -> Any:
        if isinstance(value, datetime):
            return value.astimezone(self._zone).isoformat(timespec="seconds")
        if isinstance(value, dict):
            return self.say(value)
        if isinstance(value, list):
            one: Callable[[Any], Any] = self._field if name == "fields" else lambda each: self._value(name, each)
            return value if name == AS_RECEIVED else [one(each) for each in value]
        if name == "nearest":
            return self._titles.get(value, value)
        found = VALUES.get((name, value))
        return self._texts.say(found) if found else value

    def _field(self, key: Any) -> Any:
        return self._fields.get(key, key)
