"""The alliance as its operator describes it: facts in both languages, never known to the code by any other way."""

from dataclasses import dataclass

from domain.languages import Language


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text in both languages."""

    zh: str
    en: str

    def in_(self, language: str) -> str:
        """Return the text as readers of ``language`` see it."""
        return self.zh if language == Language.CHINESE else self.en


@dataclass(frozen=True, slots=True)
class Field:
    """A field of application the alliance works in."""

    key: str
    name: Bilingual


@dataclass(frozen=True, slots=True)
class Profile:
    """What the bot knows of its alliance.

    ``retention_days``: how long texts of finished messages are kept. ``privacy_notice`` is what an enquirer agrees to;
    ``privacy_version`` is stored with the consent and must change with the text.
    """

    name: Bilingual
    short_name: Bilingual
    supported_by: Bilingual
    invited: Bilingual
    join_address: str
    fields: tuple[Field, ...]
    retention_days: int
    privacy_version: str
    privacy_notice: Bilingual
