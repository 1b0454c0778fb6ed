"""The first look at an update: any JSON at all is looked at without an error, and what is believed of it can be built on."""

import json
from typing import Any

from hostile_api import fits
from hostile_updates import update
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.intake.envelope import NAME_LIMIT, read
from bot.intake.receiver import ALLOWED_UPDATES
from bot.intake.shape import concerns_us, mistyped
from bot.telegram.reading import read_json
from handlers.kit.markup import units

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5),
    st.just("private"),
)
names = st.sampled_from(
    (
        *ALLOWED_UPDATES,
        "from",
        "chat",
        "message",
        "id",
        "type",
        "is_bot",
        "first_name",
        "message_id",
        "entities",
        "text",
        "data",
    )
)
anything = st.recursive(
    scalars, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=5)), max_leaves=20
)
objects = st.dictionaries(names, anything, max_size=5)
generous = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)


@generous
@given(st.one_of(objects, update()))
@example({"message": {"from": {"id": 7}, "chat": {"id": True, "type": "private"}, "message_id": True}})
@example({"callback_query": {"from": {"id": 7}, "id": 5, "message": {"chat": {"id": 1.5}}}})
def test_an_envelope_can_be_built_on(found: dict[str, Any]) -> None:
    envelope = read(found)
    if envelope is None:
        return
    assert type(envelope.user_id) is int
    assert 0 < envelope.user_id < 2**52
    assert envelope.name
    assert units(envelope.name) <= NAME_LIMIT
    envelope.name.encode()
    assert type(envelope.chat_id) in (int, type(None))
    assert type(envelope.message_id) in (int, type(None))
    assert not envelope.private or envelope.chat_id in (envelope.user_id, None)


@generous
@given(st.one_of(objects, update()), st.booleans())
def test_the_types_are_looked_at_without_an_error(found: dict[str, Any], known: bool) -> None:
    wrong = mistyped(found)
    assert wrong is None or wrong.split(".")[0] in ALLOWED_UPDATES
    if wrong is None:
        assert concerns_us(found, known=known) in (True, False)


@generous
@given(update())
def test_what_the_bot_api_describes_is_well_typed(found: dict[str, Any]) -> None:
    if fits("Update", {"update_id": 1, **found}):
        assert mistyped(found) is None


@given(anything)
def test_json_is_read_as_it_stands(value: Any) -> None:
    if isinstance(value, (dict, list)):
        ordinary = json.loads(json.dumps(value), parse_int=lambda digits: int(digits) if len(digits) < 18 else 0)
        assert read_json(json.dumps(ordinary).encode()) == ordinary


@given(st.lists(st.text(st.characters(categories=["Cs", "L"]), max_size=5), min_size=1))
def test_half_a_character_keeps_nothing_from_us(texts: list[str]) -> None:
    found = read_json(json.dumps(texts).encode())
    assert len(found) == len(texts)
    for before, after in zip(texts, found, strict=True):
        assert after == before.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@given(st.binary(max_size=50))
def test_what_is_no_json_is_nothing(content: bytes) -> None:
    read_json(content)
    assert read_json(b"<html>" + content) is None
    assert read_json(b"[" * 100_000) is None
