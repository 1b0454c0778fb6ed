"""What columns are called, and the words one can choose in them: written in the reader's language, read in both."""

from collections.abc import Mapping
from datetime import UTC

from domain.languages import Language
from domain.names import folded
from domain.profile import Profile
from domain.roster import ContactRole
from domain.roster_table import COLUMNS, Words, heading
from handlers.kit.forms.offered import KINDS
from handlers.kit.roster import FIELDS, LANGUAGES, ROLES, STATES
from locales.texts import NP_, Msg, Texts

PARTS: Mapping[str, Msg] = {
    "name": NP_("column", "{role}: name"),
    "mail": NP_("column", "{role}: e-mail"),
    "telephone": NP_("column", "{role}: telephone"),
    "language": NP_("column", "{role}: language"),
}


def called(column: str, texts: Texts) -> str:
    """Return what a column of the table, or a role in it, is called."""
    if column in FIELDS:
        return texts.say(FIELDS[column])
    role, _, part = column.rpartition(".")
    return (
        texts.say(PARTS[part]).format(role=texts.say(ROLES[ContactRole(role)]))
        if role
        else texts.say(ROLES[ContactRole(column)])
    )


def choices(profile: Profile, texts: Texts) -> dict[str, dict[str, str]]:
    """Return the words of each column in which one can only choose, by key, as readers of ``texts`` see them."""
    return {
        "kind": {each.value: each.label(texts) for each in KINDS},
        "state": {state: texts.say(word) for state, word in STATES.items()},
        "language": {language: texts.say(word) for language, word in LANGUAGES.items()},
        "tier": {each.key: each.name.in_(texts.language) for each in profile.tiers},
        "fields": {each.key: each.name.in_(texts.language) for each in profile.fields},
    }


def words_read(profile: Profile) -> Words:
    """Return which key each word stands for, in either language; a key stands for itself."""
    read: dict[str, dict[str, str]] = {}
    for language in Language:
        for column, words in choices(profile, Texts(language, UTC)).items():
            for key, word in words.items():
                read.setdefault(column, {}).update({folded(key): key, folded(word): key})
    return read


def headings_read() -> dict[str, str]:
    """Return which column each heading names, in either language."""
    return {heading(called(column, Texts(language, UTC))): column for language in Language for column in COLUMNS}
