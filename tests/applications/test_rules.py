"""What an application can become, whose decision that is, and how people and twins are read out of it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.applications import (
    MOVES,
    OPEN,
    Application,
    ApplicationState,
    Move,
    Other,
    alike,
    approval,
    can,
)
from domain.languages import Language
from domain.named_people import contacts_in, named
from domain.people import Person
from domain.roster import ContactRole

ALICE = Person(7, "Alice", Language.ENGLISH, language_chosen=True)
DRAFT = Application(
    id=1,
    reference="A-2026-0001",
    person_id=ALICE.id,
    enquiry_id=None,
    state=ApplicationState.DRAFT,
    answers={"organisation": "示例智能科技有限公司", "credit_code": "91110108MA01ABCD5X"},
    charter_version=None,
    charter_at=None,
    version=0,
    created_at=0,
    submitted_at=None,
    approved_by=None,
    decided_at=None,
    reason="",
    member_id=None,
)


@given(st.lists(st.sampled_from(Move), max_size=12))
def test_whatever_happens_an_end_is_an_end_and_each_open_state_can_be_left(moves: list[Move]) -> None:
    application = DRAFT
    for move in moves:
        if can(application, move):
            assert application.state in OPEN, "nothing happens to what has been decided"
            application = replace(application, state=MOVES[move][1])
    assert (application.state in OPEN) is can(application, Move.WITHDRAW)
    assert (application.state in OPEN) is any(can(application, move) for move in Move)


def test_nobody_approves_their_own_or_twice() -> None:
    reviewed = replace(DRAFT, state=ApplicationState.IN_REVIEW)
    assert approval(reviewed, 20, two=False) is Move.APPROVE
    assert approval(reviewed, ALICE.id, two=False) is None
    assert approval(reviewed, 20, two=True) is Move.AGREE
    agreed = replace(reviewed, approved_by=20)
    assert approval(agreed, 20, two=True) is None
    assert approval(agreed, 21, two=True) is Move.APPROVE


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("陈明 chen@example.org，13900139000", "陈明，+86 139 0013 9000，chen@example.org"),
        ("13900139000 陈明", "陈明，+86 139 0013 9000"),
        ("Emma Clarke; emma@example.org", "Emma Clarke, emma@example.org"),
        ("陈明", None),
        ("13900139000", None),
        ("陈明 12345678", None),
        ("陈明 chen@", None),
    ],
)
def test_people_are_read_in_any_order(text: str, line: str | None) -> None:
    who = named(text)
    assert (who.line() if who else None) == line
    if who is not None:
        assert named(who.line()) == who, "what was read is read alike again"


def test_who_is_named_twice_is_one_contact_and_the_applicant_is_one_of_them() -> None:
    chen, wang = "陈明，+86 139 0013 9000", "王小明，wang@example.org"
    told = {"representative": chen, "dues_contact": chen, "liaison": wang, "own_role": "dues"}
    assert [(each.name, each.roles, person) for each, person in contacts_in(told, ALICE)] == [
        ("陈明", frozenset({ContactRole.REPRESENTATIVE, ContactRole.DUES}), ALICE.id),
        ("王小明", frozenset({ContactRole.LIAISON}), None),
    ]
    own, person = contacts_in({"representative": chen, "own_role": "deputy"}, ALICE, "alice@example.org")[0]
    assert (own.name, own.roles, own.mail, person) == ("Alice", frozenset({ContactRole.DEPUTY}), "alice@example.org", ALICE.id)


def test_twins_are_found_by_code_first_and_by_name_but_for_its_legal_form() -> None:
    others = [
        Other("别的公司", None),
        Other("示例智能科技股份公司", None, "A-2026-0009"),
        Other("改过名字的公司", "91110108MA01ABCD5X"),
    ]
    assert alike(DRAFT, others) == [others[2], others[1]]
