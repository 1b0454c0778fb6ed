"""The limits as rules: never more than allowed in any stretch of time, and never slower than they ask."""

import pytest
from delivery_desk import Desk
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import SystemClock
from domain.outbox import Lane
from domain.pacing import GROUP_LIMIT, GROUP_RESERVE, Kind, Pacer, Spacing, Window, kind_of

LANES = st.sampled_from(list(Lane))
METHODS = st.sampled_from(["sendMessage", "copyMessage", "createForumTopic", "setMessageReaction", "editMessageText"])
CALLS = st.lists(st.tuples(st.sampled_from(["1", "2", "-3", "-4"]), LANES, METHODS), min_size=1, max_size=150)
GAPS = st.lists(st.floats(0, 5, allow_nan=False), min_size=1, max_size=150)


def most_within(instants: list[float], seconds: float) -> int:
    return max((sum(at <= other < at + seconds for other in instants) for at in instants), default=0)


def sent_by(pacer: Pacer, calls, gaps) -> list[tuple[float, str, Lane, str]]:
    """Send each call as early as the pacer allows, after gaps in which nobody wanted anything."""
    now, sent = 0.0, []
    for index, (chat, lane, method) in enumerate(calls):
        now += gaps[index % len(gaps)]
        while (at := max(pacer.overall_at(now, lane), pacer.chat_at(now, chat, lane, method))) > now:
            now = at
        pacer.take(now, chat, lane, method)
        sent.append((now, chat, lane, method))
    return sent


@settings(deadline=None, max_examples=60)
@given(CALLS, GAPS, st.integers(2, 40))
def test_no_stretch_of_time_sees_more_than_its_limit(calls, gaps, rate):
    sent = sent_by(Pacer(rate), calls, gaps)
    assert most_within([at for at, *_ in sent], 1.0) <= rate
    counted = [call for call in sent if kind_of(call[3]) in (Kind.SEND, Kind.TOPIC)]
    for chat in ("-3", "-4"):
        assert most_within([at for at, to, *_ in counted if to == chat], 60.0) <= GROUP_LIMIT
    for chat in ("1", "2"):
        instants = [at for at, to, *_ in counted if to == chat]
        for seconds in (0.5, 1.0, 10.0):
            assert most_within(instants, seconds) <= 3 + seconds


def test_lower_lanes_leave_an_answer_its_place_in_a_group():
    pacer = Pacer(1000)
    for _ in range(GROUP_LIMIT - GROUP_RESERVE):
        assert pacer.chat_at(0, "-3", Lane.BULK, "sendMessage") == 0
        pacer.take(0, "-3", Lane.BULK, "sendMessage")
    assert pacer.chat_at(0, "-3", Lane.REMINDER, "sendMessage") > 60
    for _ in range(GROUP_RESERVE):
        assert pacer.chat_at(0, "-3", Lane.INTERACTIVE, "sendMessage") == 0
        pacer.take(0, "-3", Lane.INTERACTIVE, "sendMessage")
    assert pacer.chat_at(0, "-3", Lane.INTERACTIVE, "sendMessage") > 60


def test_three_answers_may_leave_at_once_but_one_notice():
    pacer = Pacer(1000)
    answers = sent_by(pacer, [("1", Lane.INTERACTIVE, "sendMessage")] * 5, [0])
    assert [at for at, *_ in answers] == [0, 0, 0, 1, 2]
    notices = sent_by(pacer, [("2", Lane.BULK, "sendMessage")] * 3, [0])
    assert [round(at - answers[-1][0], 6) for at, *_ in notices][-1] >= 0
    assert most_within([at for at, *_ in notices], 1.0) == 1


def test_marks_and_edits_count_for_no_chat():
    pacer = Pacer(1000)
    sent = sent_by(pacer, [("-3", Lane.INTERACTIVE, "setMessageReaction")] * 100, [0])
    assert sent[-1][0] == 0


@settings(deadline=None, max_examples=60)
@given(st.lists(st.booleans(), max_size=60))
def test_what_is_given_back_was_never_taken(kept):
    pacer, reference = Pacer(5), Pacer(5)
    for keep in kept:
        pacer.take(0, "-3", Lane.BULK, "sendMessage")
        if keep:
            reference.take(0, "-3", Lane.BULK, "sendMessage")
        else:
            pacer.give_back("-3", Lane.BULK, "sendMessage")
    for lane in Lane:
        assert pacer.overall_at(0, lane) == pytest.approx(reference.overall_at(0, lane))
        assert pacer.chat_at(0, "-3", lane, "sendMessage") == reference.chat_at(0, "-3", lane, "sendMessage")


def test_without_a_rate_only_what_telegram_pauses_waits():
    pacer = Pacer(None)
    for _ in range(1000):
        pacer.take(0, "1", Lane.BULK, "sendMessage")
    assert pacer.overall_at(0, Lane.BULK) == pacer.chat_at(0, "1", Lane.BULK, "sendMessage") == 0
    pacer.refused(0, "1", "sendMessage", 7)
    assert pacer.chat_at(0, "1", Lane.BULK, "sendMessage") == 7
    assert pacer.chat_at(0, "1", Lane.BULK, "editMessageText") == 0


def test_refusals_far_apart_pause_only_their_chats():
    pacer = Pacer(30)
    pacer.refused(0, "1", "sendMessage", 60)
    pacer.refused(5, "2", "sendMessage", 60)
    assert pacer.chat_at(5, "3", Lane.INTERACTIVE, "sendMessage") == 5


def test_refusals_of_two_chats_at_once_pause_all_for_the_shorter_time():
    pacer = Pacer(30)
    pacer.refused(0, "1", "sendMessage", 60)
    pacer.refused(0.5, "2", "sendMessage", 4)
    assert pacer.chat_at(1, "3", Lane.INTERACTIVE, "sendMessage") == 4.5
    assert pacer.chat_at(1, "3", Lane.INTERACTIVE, "editMessageText") == 1


def test_the_past_is_forgotten():
    pacer = Pacer(1000)
    for number in range(500):
        pacer.take(0, str(number), Lane.BULK, "sendMessage")
        pacer.refused(0, str(number), "sendMessage", 1)
    pacer.take(1000, "1", Lane.BULK, "sendMessage")
    assert len(pacer._private) == 1
    assert pacer._paused == {}


def test_rules_alone():
    window, spacing = Window(2, 10), Spacing(2)
    window.take(0)
    assert window.free_at(0) == 0
    assert window.free_at(0, reserve=1) == 10
    window.give_back()
    window.give_back()
    assert window.idle
    spacing.take(0)
    assert (spacing.free_at(0), spacing.free_at(0, early=1)) == (2, 0)
    assert (spacing.idle_at(1), spacing.idle_at(2)) == (False, True)


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("sendMessage", Kind.SEND),
        ("forwardMessage", Kind.SEND),
        ("sendChatAction", Kind.OTHER),
        ("deleteForumTopic", Kind.TOPIC),
        ("editMessageReplyMarkup", Kind.EDIT),
        ("deleteMessages", Kind.EDIT),
        ("deleteMyCommands", Kind.OTHER),
        ("answerCallbackQuery", Kind.OTHER),
    ],
)
def test_what_telegram_limits_together(method: str, kind: Kind):
    assert kind_of(method) is kind


async def test_four_hundred_messages_to_a_group_stay_within_its_limit(desk: Desk):
    await desk.put_all([desk.draft(-100, str(n), Lane.BULK if n % 2 else Lane.INTERACTIVE) for n in range(400)])
    await desk.run(30 * 60)
    instants = [said.at for said in desk.gateway.sent]
    assert len(instants) == 400
    assert most_within(instants, 60.0) <= GROUP_LIMIT
    assert instants[-1] < 60 * 25
    for parity in (0, 1):
        numbers = [int(said.text) for said in desk.gateway.sent if int(said.text) % 2 == parity]
        assert numbers == sorted(numbers)


async def test_the_overall_rate_holds_for_the_worker(desk: Desk):
    await desk.put_all([desk.draft(1000 + n, lane=Lane.BULK) for n in range(200)])
    await desk.put_all([desk.draft(5000 + n) for n in range(100)])
    await desk.run(30)
    assert len(desk.gateway.sent) == 300
    assert most_within([said.at for said in desk.gateway.sent], 1.0) <= 30


def test_the_systems_clock_only_grows():
    clock = SystemClock()
    assert clock.monotonic() <= clock.monotonic()
