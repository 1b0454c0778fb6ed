"""What a person can set for themselves."""

from dataclasses import replace

from domain.languages import Language
from domain.people import Actor, Person
from storage import people
from storage.unit import Unit


async def choose_language(unit: Unit, actor: Actor, language: Language) -> Person:
    """Store the language the actor reads and return them with it; their app's language no longer matters."""
    await people.choose_language(unit, actor.person.id, language)
    return replace(actor.person, language=language, language_chosen=True)
