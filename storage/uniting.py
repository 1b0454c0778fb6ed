"""Two people who turn out to be one: everything that refers to the one refers to the other from now on.

Which columns refer to people is read off the schema, so that a table added later is not forgotten here.
"""

from collections.abc import Iterator

from sqlalchemy import Column, Table, delete, func, select, update

from domain.people import Person
from storage.erasure import left_of_person
from storage.schema import forms, metadata, outbox, persons, taps, topics
from storage.traces import OF_PERSON
from storage.unit import Unit

ONE_EACH = ((forms, forms.c.kind), (taps, taps.c.button), (topics, topics.c.recipient))
"""Of what a person has one of a kind at most, and what tells the kinds apart."""


async def unite(unit: Unit, kept: int, gone: int, known_as: Person) -> None:
    """Let all that is ``gone``'s be ``kept``'s, who goes by the name and language of ``known_as`` now.

    Where both have what a person has one of, that of ``kept`` stays. Whom the office does not listen to it does not hear as
    the other either. Of ``gone`` a row remains that says only who they are.
    """
    unit.touched_others = True
    for table, kind in ONE_EACH:
        theirs = select(kind).where(table.c.person_id == kept)
        await unit.write(delete(table).where(table.c.person_id == gone, kind.in_(theirs)))
    for table, column in _references():
        await unit.write(update(table).where(column == gone).values({column: kept}))
    for word in OF_PERSON:  # a topic that is closed leads to the same person
        about = outbox.c.subject == f"{word}:{gone}"
        await unit.write(update(outbox).where(about).values(subject=f"{word}:{kept}"))
    await _make_one(unit, kept, gone, known_as)


async def _make_one(unit: Unit, kept: int, gone: int, known_as: Person) -> None:
    since = select(func.min(persons.c.blocked_at)).where(persons.c.id.in_((kept, gone))).scalar_subquery()
    shown = {"name": known_as.name, "language": known_as.language, "language_chosen": int(known_as.language_chosen)}
    await unit.write(update(persons).where(persons.c.id == kept).values(blocked_at=since, **shown))
    left = left_of_person(unit.now) | {"merged_into": kept}
    await unit.write(update(persons).where(persons.c.id == gone).values(left))


def _references() -> Iterator[tuple[Table, Column[int]]]:
    """Return every column that holds the number of a person."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if column.references(persons.c.id):
                yield table, column
