"""Questions asked of the profile: each message once, what came of it, and which enquiry took it."""

from typing import Any

from sqlalchemy import Row, and_, func, literal, or_, select, update

from domain.enquiries import Source
from domain.questions import HUMAN, Outcome, Question
from storage.schema import UNANSWERED, questions
from storage.unit import Unit
from storage.upsert import upsert


async def add(
    unit: Unit, *, person_id: int, text: str, language: str, outcome: Outcome, nearest: str | None, source: Source
) -> Question | None:
    """Store a question; None when this very message (chat, id) was asked before."""
    stored = await unit.write(
        upsert(questions)
        .values(
            person_id=person_id,
            text=text,
            language=language,
            outcome=outcome,
            nearest=nearest,
            source_chat=source.chat,
            source_message=source.message,
            asked_at=unit.now,
        )
        .on_conflict_do_nothing(index_elements=["source_chat", "source_message"])
        .returning(*questions.c)
    )
    row = stored.first()
    return _question(row) if row else None


async def by_id(unit: Unit, question_id: int) -> Question | None:
    """Return one question."""
    row = (await unit.read(select(questions).where(questions.c.id == question_id))).first()
    return _question(row) if row else None


async def at(unit: Unit, source: Source) -> Question | None:
    """Return the question that was asked with a message, if it was one."""
    found = await unit.read(
        select(questions).where(questions.c.source_chat == source.chat, questions.c.source_message == source.message)
    )
    row = found.first()
    return _question(row) if row else None


async def left_open(unit: Unit, person_id: int, *, since: int, before: int | None = None) -> list[Question]:
    """Return the person's questions from the instant ``since`` on that nobody answered; ``before`` is a later one's id.

    Only titles were offered, none of them was what was meant as far as we know, and no colleague was asked. Oldest first.
    """
    found = await unit.read(
        select(questions)
        .where(
            questions.c.person_id == person_id,
            questions.c.asked_at >= since,
            literal(value=True) if before is None else questions.c.id < before,
            questions.c.outcome == Outcome.OFFERED,
            questions.c.enquiry_id.is_(None),
            questions.c.text != "",
        )
        .order_by(questions.c.id)
    )
    return [_question(row) for row in found]


async def change(unit: Unit, question_id: int, **values: Any) -> Question:
    """Store new ``values`` of a question and return it with them."""
    changed = await unit.write(update(questions).where(questions.c.id == question_id).values(**values).returning(*questions.c))
    return _question(changed.one())


# --- what nobody answered -------------------------------------------------------------------------------------------

# Whoever wanted a person got one: that is no gap in the profile.
_IS_GAP = or_(questions.c.outcome != Outcome.ANSWERED, questions.c.nearest.is_distinct_from(HUMAN))
_UNANSWERED = and_(UNANSWERED, _IS_GAP, questions.c.text != "")


async def count_unanswered(unit: Unit) -> int:
    """Return how many questions nobody answered, or not as was wanted, and staff have not settled."""
    return int((await unit.read(select(func.count()).select_from(questions).where(_UNANSWERED))).scalar_one())


async def unanswered(unit: Unit, *, first: int, limit: int) -> list[Question]:
    """Return a part of those questions, the newest first."""
    found = await unit.read(select(questions).where(_UNANSWERED).order_by(questions.c.id.desc()).offset(first).limit(limit))
    return [_question(row) for row in found]


async def settle(unit: Unit, question_id: int) -> bool:
    """Take a question off that list; False when it is not there any more."""
    settled = await unit.write(update(questions).where(questions.c.id == question_id, _UNANSWERED).values(settled_at=unit.now))
    return settled.rowcount > 0


def _question(row: Row[Any]) -> Question:
    return Question(
        id=row.id,
        person_id=row.person_id,
        text=row.text,
        language=row.language,
        outcome=Outcome(row.outcome),
        nearest=row.nearest,
        source=Source(row.source_chat, row.source_message),
        asked_at=row.asked_at,
        enquiry_id=row.enquiry_id,
    )
