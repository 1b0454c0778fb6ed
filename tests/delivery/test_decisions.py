"""Decisions that need no worker: what a refusal means, what is mended, what reaches a log or the database."""

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.amend import amended
from bot.delivery.backlog import DEPTH, Backlog
from bot.delivery.outcome import of_answer, of_refusal, scrub
from bot.delivery.references import Orphaned, referred, resolved
from bot.telegram.gateway import Refused
from domain.outbox import Lane, OnDoubt, Reason, Report, State
from storage.delivery import Row


def row(number: int = 1, recipient: str = "5", lane: Lane = Lane.INTERACTIVE, method: str = "sendMessage") -> Row:
    return Row(number, lane, recipient, method, 1, 0, 1, OnDoubt.RESEND, report=Report.NEVER, subject=None)


@pytest.mark.parametrize(
    ("result", "message_id"),
    [
        ({"message_id": 7}, 7),
        ({"message_id": 7, "message_thread_id": 3}, 7),
        ({"message_thread_id": 9, "name": "Li"}, 9),
        (True, None),
        (None, None),
        ([{"message_id": 7}], None),
    ],
)
def test_what_telegram_called_it(result, message_id):
    assert of_answer(result).message_id == message_id


def test_an_unknown_chat_is_a_lost_person_but_not_a_lost_group():
    refused = Refused(400, "Bad Request: chat not found")
    assert of_refusal(row(), refused).reason is Reason.UNREACHABLE
    assert of_refusal(row(recipient="-100"), refused).reason is Reason.REFUSED


@pytest.mark.parametrize(
    "words",
    [
        'can\'t parse entities: Unsupported start tag "李雷" at byte offset 5',
        "wrong user 13800138000 specified",
        "failed to get HTTP URL content https://example.org/li?phone=1",
        "user @lilei not found",
    ],
)
def test_what_is_kept_of_telegrams_words_quotes_nobody(words):
    kept = scrub(400, words)
    assert kept.startswith("400 ")
    for secret in ("李雷", "13800138000", "example.org", "lilei"):
        assert secret not in kept


def test_nothing_is_mended_twice_or_without_need():
    entities = Refused(400, "Bad Request: can't parse entities")
    mend = partial(amended, topic_matters=False)
    assert mend("sendMessage", {"text": "<b>x</b>"}, entities) is None
    assert mend("sendMessage", {"text": "x", "parse_mode": "HTML"}, Refused(403, "can't parse entities")) is None
    caption = mend("sendPhoto", {"caption": "a &lt; <i>b</i>", "photo": "id", "parse_mode": "HTML"}, entities)
    assert caption == {"caption": "a < b", "photo": "id"}


def test_a_lost_topic_is_left_out_only_where_nobody_makes_it_anew():
    lost, params = Refused(400, "Bad Request: message thread not found"), {"text": "x", "message_thread_id": 7}
    assert amended("sendMessage", params, lost, topic_matters=False) == {"text": "x"}
    assert amended("sendMessage", params, lost, topic_matters=True) is None


def test_references_are_found_where_they_may_stand():
    params = {"message_thread_id": {"$sent": 1}, "reply_parameters": {"message_id": {"$sent": 2}}, "text": {"$sent": 3, "x": 1}}
    assert referred(params) == {1, 2}
    standing = {1: (State.SENT, 11, "5"), 2: (State.SENT, 22, "5")}
    done = resolved(params, standing, "5")
    assert (done["message_thread_id"], done["reply_parameters"]) == (11, {"message_id": 22})
    assert params["message_thread_id"] == {"$sent": 1}


def test_a_row_that_is_unknown_leads_nowhere():
    assert resolved({"text": "x", "message_thread_id": {"$sent": 404}}, {}, "5") == {"text": "x"}


def test_a_number_given_in_another_chat_leads_nowhere():
    standing = {1: (State.SENT, 11, "-5")}
    params = {"text": "x", "reply_parameters": {"message_id": {"$sent": 1}}}
    assert resolved(params, standing, "-1005") == {"text": "x"}
    with pytest.raises(Orphaned):
        resolved({"message_id": {"$sent": 1}}, standing, "-1005")


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(1, 300), unique=True, max_size=200), st.data())
def test_a_backlog_gives_one_recipients_rows_in_order(numbers, data):
    """Rows arrive in any order and number; what is on disk beyond memory comes back through refills."""
    disk, backlog, out = sorted(numbers), Backlog(), []
    shown = data.draw(st.permutations(numbers)) if numbers else []
    backlog.add([row(number) for number in sorted(shown)])
    while True:
        for key in list(backlog.dry):
            backlog.refill(key, [row(number) for number in disk[:DEPTH]])
        found = backlog.next(Lane.INTERACTIVE, 0)
        if found is None:
            break
        assert backlog.next(Lane.INTERACTIVE, 0) is None  # its queue is away
        if data.draw(st.booleans()):
            backlog.wait(found, 0)
            continue
        disk.remove(found.id)
        out.append(found.id)
        backlog.done(found)
    assert out == sorted(numbers)
    assert not backlog._queues
    assert not backlog._known


def test_queues_of_different_recipients_take_turns():
    backlog = Backlog()
    backlog.add([row(1, "1"), row(2, "1"), row(3, "2")])
    first = backlog.next(Lane.INTERACTIVE, 0)
    second = backlog.next(Lane.INTERACTIVE, 0)
    assert (first.id, second.id) == (1, 3)
    backlog.wait(second, 10)
    assert backlog.next(Lane.INTERACTIVE, 9) is None
    assert backlog.next_at() == [10]
    backlog.hasten([("2", Lane.INTERACTIVE)])
    assert backlog.next(Lane.INTERACTIVE, 9).id == 3


def test_a_recipient_that_moved_is_forgotten():
    backlog = Backlog()
    backlog.add([row(1, "-1"), row(2, "-1"), row(3, "-1", Lane.BULK), row(4, "-2")])
    away = backlog.next(Lane.INTERACTIVE, 0)
    backlog.drop("-1")
    backlog.wait(away, 0)
    assert backlog.next(Lane.BULK, 0) is None
    assert backlog.next(Lane.INTERACTIVE, 0).id == 4
    assert backlog._known == {4}
