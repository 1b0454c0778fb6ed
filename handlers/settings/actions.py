"""What a person can set for themselves."""

from dataclasses import replace
from typing import Any

from domain.errors import OutOfDateError
from domain.languages import Language
from domain.people import Actor, Person
from storage import contacts, people
from storage.unit import Unit


async def choose_language(unit: Unit, actor: Actor, language: Language) -> Person:
    """Store the language the actor reads and return them with it; their app's language no longer matters."""
    await people.choose_language(unit, actor.person.id, language)
    return replace(actor.person, language=language, language_chosen=True)


async def prefer(unit: Unit, actor: Actor, **values: Any) -> None:
    """Store how the actor wants to be reminded as a contact, wherever they are one; raise `OutOfDateError` where nowhere.

    What is due itself cannot be switched off.
    """
    if not await contacts.of_person(unit, actor.person.id):
        raise OutOfDateError
    await contacts.prefer(unit, actor.person.id, **values)
