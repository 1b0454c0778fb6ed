"""Letters on their way through a real SMTP server that fails in every way there is, and what becomes of their rows."""

import random
from collections import Counter
from collections.abc import AsyncIterator

import orjson
import pytest
from letter_desk import ENDED, READER, LetterDesk, eventually, letter
from mail_server import CERTIFICATE, CUT, HANG, TAKEN_THEN_CUT, TAKEN_THEN_HANG, MailServer, a_mail_server
from sqlalchemy import insert, select

from bot.alarms import Trouble
from bot.delivery.mail import smtp
from bot.delivery.mail.outcome import TRIES
from bot.telegram.gateway import Refused
from bot.telegram.transport import NotSent
from domain.outbox import RESENDS, Lane, OnDoubt, Report
from domain.outgoing import AutoSubmitted, Enclosure, row_named
from storage.database import Database
from storage.outbox import SentLetter, letter_called
from storage.schema import channels, persons


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with a_mail_server() as running:
        yield running


@pytest.fixture
async def desk(database: Database, server: MailServer) -> AsyncIterator[LetterDesk]:
    made = LetterDesk(database, server)
    yield made
    await made.kill()


SURE = [
    ("MAIL", "451 4.3.0 later"),
    ("MAIL", "421 4.3.2 closing"),
    ("MAIL", CUT),
    ("RCPT", "451 4.7.1 greylisted"),
    ("RCPT", CUT),
    ("DATA", "451 4.3.0 later"),
    ("DATA", CUT),
    ("BODY", "452 4.2.2 mailbox full"),
    ("BODY", "421 4.7.0 too many"),
]


@pytest.mark.parametrize("lane", [Lane.INTERACTIVE, Lane.BULK])
@pytest.mark.parametrize(("step", "fault"), SURE)
async def test_what_was_surely_not_taken_goes_out_again_and_once(desk: LetterDesk, step: str, fault: str, lane: Lane) -> None:
    desk.server.will(step, fault, fault)
    row = await desk.put(lane=lane)
    await desk.start()
    assert (await desk.until(row)).state == "sent"
    assert [taken.recipients for taken in desk.server.taken] == [[READER]]


@pytest.mark.parametrize(("fault", "copies"), [(CUT, 1), (HANG, 1), (TAKEN_THEN_CUT, 2), (TAKEN_THEN_HANG, 2), ("999 what", 1)])
async def test_an_answer_in_doubt_goes_out_again_under_the_same_name(
    desk: LetterDesk, fault: str, copies: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "FINAL_TIMEOUT", 0.1)
    desk.server.will("BODY", fault)
    row = await desk.put()
    await desk.start()
    stored = await desk.until(row)
    assert (stored.state, stored.attempt) == ("sent", 2)
    names = [taken.message["Message-ID"] for taken in desk.server.taken]
    assert len(names) == copies
    assert {row_named(name) for name in names} == {(row, stored.token)}


@pytest.mark.parametrize("fault", [CUT, TAKEN_THEN_CUT])
async def test_a_reminder_in_doubt_is_left_to_staff(desk: LetterDesk, fault: str) -> None:
    desk.server.will("BODY", fault)
    row = await desk.put(lane=Lane.REMINDER, report=Report.ALWAYS, subject="dues:1")
    await desk.start()
    stored = await desk.until(row)
    assert (stored.state, stored.reason, stored.error) == ("uncertain", "no_answer", "cut")
    assert orjson.loads((await desk.reports())[0])["state"] == "uncertain"


async def test_an_answer_in_doubt_does_not_go_out_for_ever(desk: LetterDesk) -> None:
    desk.server.will("BODY", *[TAKEN_THEN_CUT] * 10)
    row = await desk.put()
    await desk.start()
    assert (await desk.until(row)).state == "uncertain"
    assert len(desk.server.taken) == 1 + RESENDS
    assert len({taken.message["Message-ID"] for taken in desk.server.taken}) == 1


@pytest.mark.parametrize(
    ("step", "answer", "reason"),
    [
        ("RCPT", f"550 5.1.1 <{READER}> unknown", "unreachable"),
        ("RCPT", "550 no such user", "unreachable"),
        ("RCPT", "550 5.7.1 relaying denied", "refused"),
        ("RCPT", "552 5.2.2 mailbox full", "refused"),
        ("DATA", "554 5.5.1 no valid recipients", "refused"),
        ("BODY", f"554 DT:SPM 13800138000 <{READER}>", "refused"),
        ("MAIL", "552 5.3.4 too large", "refused"),
    ],
)
async def test_a_refusal_for_good_ends_one_letter(desk: LetterDesk, step: str, answer: str, reason: str) -> None:
    async with desk.database.writing() as connection:
        await connection.execute(insert(persons).values(id=1, name="Li", language="zh", created_at=0))
        await connection.execute(insert(channels).values(person_id=1, kind="mail", address=READER, created_at=0))
    desk.server.will(step, answer)
    row, other = await desk.put(report=Report.TROUBLE, subject="answer:1"), await desk.put("wang@firm.example")
    await desk.start()
    stored = await desk.until(row)
    assert (stored.state, stored.reason, stored.attempt) == ("failed", reason, 1)
    assert READER not in stored.error
    assert "13800138000" not in stored.error
    async with desk.database.reading() as connection:
        lost = (await connection.execute(select(channels.c.unreachable_at))).scalar_one()
    assert (lost is not None) == (reason == "unreachable")
    assert len(await desk.reports()) == 1
    assert (await desk.until(other)).state == "sent"
    assert desk.told.is_well


@pytest.mark.parametrize("fault", ["451 4.7.1 later", "421 busy"])
async def test_a_letter_that_is_put_off_for_ever_ends(desk: LetterDesk, fault: str) -> None:
    desk.server.will("BODY", fault)
    row = await desk.put()
    await desk.change(row, attempt=TRIES - 1, error="451")
    await desk.start()
    stored = await desk.until(row)
    assert (stored.state, stored.reason) == ("failed", "refused")


async def test_a_server_that_is_away_loses_nothing_and_is_told_of(desk: LetterDesk) -> None:
    port = desk.url.rpartition(":")[2]
    desk.url = desk.url.replace(port, "1")
    rows = [await desk.put(f"p{n}@firm.example") for n in range(3)]
    await desk.start()
    await eventually(lambda: len(desk.told.troubles) >= 3)
    assert {(await desk.row(row)).attempt for row in rows} <= {0, 1}
    assert set(desk.told.troubles) == {Trouble.LETTERS}
    await desk.kill()
    desk.url = desk.server.url
    desk.clock.advance(hours=1)
    await desk.start()
    assert [(await desk.until(row)).state for row in rows] == ["sent"] * 3
    assert desk.told.is_well


@pytest.mark.parametrize("step", ["password", "MAIL"])
async def test_an_account_that_is_refused_waits_for_somebody(desk: LetterDesk, step: str) -> None:
    if step == "password":
        desk.server.password = "another"
    else:
        desk.server.will("MAIL", "553 5.7.1 sender not allowed")
    row = await desk.put()
    await desk.start()
    await eventually(lambda: desk.told.troubles)
    assert (await desk.until(row, "pending")).state == "pending"
    desk.server.password = "right"
    assert (await desk.until(row)).attempt == 1


async def test_a_letter_killed_on_its_way_goes_out_again_under_the_same_name(desk: LetterDesk) -> None:
    desk.server.will("BODY", TAKEN_THEN_HANG)
    row, held = await desk.put(), await desk.put("wang@firm.example", Lane.BULK, on_doubt=OnDoubt.HOLD)
    await desk.start()
    await eventually(lambda: desk.server.taken)
    await desk.kill()
    assert [(await desk.row(each)).state for each in (row, held)] == ["sending", "pending"]
    await desk.start()
    assert (await desk.until(row)).attempt == 2
    assert (await desk.until(held)).state == "sent"
    mine = [taken.message["Message-ID"] for taken in desk.server.taken if taken.recipients == [READER]]
    assert len(mine) == 2
    assert len(set(mine)) == 1


async def test_letters_that_follow_each_other_share_a_connection_which_ends_when_idle(
    database: Database, server: MailServer
) -> None:
    desk = LetterDesk(database, server, speed=1)
    rows = [await desk.put(f"p{n}@firm.example") for n in range(5)]
    server.will("RCPT", "550 5.1.1 unknown")
    await desk.start()
    assert [(await desk.until(row)).state for row in rows] == ["failed", *["sent"] * 4]
    assert (server.connections, len(server.open)) == (1, 1)
    desk.clock.speed = 1e9
    await desk.put()
    await eventually(lambda: not server.open)
    await desk.kill()


async def test_a_connection_that_went_stale_costs_no_try(database: Database, server: MailServer) -> None:
    desk = LetterDesk(database, server, speed=1)
    await desk.start()
    await desk.until(await desk.put())
    for connection in list(server.open):
        connection.transport.abort()
    stored = await desk.until(await desk.put())
    assert (stored.state, stored.attempt, server.connections, desk.told.troubles) == ("sent", 1, 2, [])
    await desk.kill()


async def test_no_more_letters_an_hour_than_allowed_also_across_a_restart(database: Database, server: MailServer) -> None:
    desk = LetterDesk(database, server, rate=3, speed=1)
    rows = [await desk.put(f"p{n}@firm.example") for n in range(4)]
    await desk.start()
    for row in rows[:3]:
        await desk.until(row)
    await desk.kill()
    await desk.start()
    await eventually(lambda: 3000 < desk.worker._picker.next_at() - desk.clock.monotonic() < 3601)
    assert len(server.taken) == 3
    await desk.kill()
    for row in rows[:3]:
        await desk.change(row, ended_at=desk.clock.now() - 3_600_001)
    await desk.start()
    assert (await desk.until(rows[3])).state == "sent"
    await desk.kill()


async def test_what_nobody_wrote_wants_no_bounce_unless_the_server_insists(desk: LetterDesk) -> None:
    desk.server.will("MAIL", "553 5.1.8 sender needed")
    rows = [await desk.put(content=letter(auto_submitted=AutoSubmitted.REPLIED)) for _ in range(2)]
    await desk.start()
    assert [(await desk.until(row)).attempt for row in rows] == [1, 1]
    assert [taken.sender for taken in desk.server.taken] == ["desk@alliance.example", "<>"]
    assert desk.server.taken[0].message["Auto-Submitted"] == "auto-replied"
    assert desk.told.is_well


NO_ADDRESS = ["nobody", "a@b\r\nBcc: c@d", "a@b, c@d", "Li <a@b>", "<>", "", "@", "a b@c", "李@firm.example", "a@公司..cn"]


@pytest.mark.parametrize("to", NO_ADDRESS)
async def test_an_address_that_is_none_ends_one_letter(desk: LetterDesk, to: str) -> None:
    row, other = await desk.put(to), await desk.put()
    await desk.start()
    stored = await desk.until(row)
    assert (stored.state, stored.reason, stored.error) == ("failed", "refused", "unwritable")
    assert (await desk.until(other)).state == "sent"


async def test_a_domain_in_chinese_is_written_as_servers_take_it(desk: LetterDesk) -> None:
    row = await desk.put("li@公司.example")
    await desk.start()
    assert (await desk.until(row)).state == "sent"
    assert desk.server.taken[0].recipients == ["li@xn--55qx5d.example"]


async def test_a_payload_that_was_blanked_is_no_letter(desk: LetterDesk) -> None:
    row = await desk.put()
    async with desk.database.writing() as connection:
        await connection.exec_driver_sql("UPDATE payloads SET body = ''")
    await desk.start()
    assert (await desk.until(row)).error == "unwritable"


async def test_a_letter_of_ours_is_found_by_its_message_id_alone(desk: LetterDesk) -> None:
    row = await desk.put(subject="answer:5")
    await desk.start()
    await desk.until(row)
    name = desk.server.taken[0].message["Message-ID"]
    guessed = name.replace(name[10:16], "000000")
    async with desk.database.reading() as connection:
        found = await letter_called(connection, name)
        assert await letter_called(connection, guessed) is None
        assert await letter_called(connection, "<1@firm.example>") is None
    assert found == SentLetter(row, READER, None, "answer:5")


FILE = letter(enclosures=(Enclosure("章程.pdf", "application/pdf", file_id="F1"),))


async def test_a_file_that_telegram_keeps_is_fetched_when_the_letter_leaves(desk: LetterDesk) -> None:
    desk.fetch_fails = [NotSent("connect"), Refused(429, retry_after=1)]
    row = await desk.put(content=FILE)
    await desk.start()
    assert (await desk.until(row)).attempt == 1
    (enclosed,) = desk.server.taken[0].message.iter_attachments()
    assert (enclosed.get_filename(), enclosed.get_content()) == ("章程.pdf", b"content of F1")
    assert desk.told.is_well


async def test_a_file_that_is_gone_ends_one_letter(desk: LetterDesk) -> None:
    desk.fetch_fails = [Refused(400, "Bad Request: wrong file_id")]
    row, other = await desk.put(content=FILE, report=Report.ALWAYS, subject="answer:1"), await desk.put()
    await desk.start()
    stored = await desk.until(row)
    assert (stored.state, stored.reason, stored.error) == ("failed", "refused", "file 400")
    assert (await desk.until(other)).state == "sent"


async def test_a_large_letter_arrives_whole(database: Database) -> None:
    async with a_mail_server() as server:
        desk = LetterDesk(database, server)
        text = "".join(f".{n} 您好\n" for n in range(20_000))
        await desk.start()
        await desk.until(await desk.put(content=letter(text=text)), *ENDED)
        assert server.taken[0].message.get_content().replace("\r\n", "\n") == text
        await desk.kill()


@pytest.mark.parametrize("kind", ["starttls", "smtps"])
async def test_only_a_server_that_can_be_believed_gets_the_password(
    database: Database, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_mail_server(**{kind: True}) as server:
        server.url += "?starttls=1" if kind == "starttls" else ""
        desk = LetterDesk(database, server)
        row = await desk.put()
        await desk.start()
        await eventually(lambda: len(desk.told.troubles) > 1)
        assert (await desk.until(row, "pending")).error == "certificate"
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        assert (await desk.until(row)).state == "sent"
        await desk.kill()


async def test_nothing_is_said_to_a_server_that_should_encrypt_and_does_not(desk: LetterDesk) -> None:
    desk.url += "?starttls=1"
    row = await desk.put()
    await desk.start()
    await eventually(lambda: desk.told.troubles)
    assert (await desk.until(row, "pending")).error == "unsupported"
    assert desk.server.taken == []


async def test_faults_of_every_kind_and_kills_lose_no_letter(database: Database, server: MailServer) -> None:
    chance, letters, kills = random.Random(5), 80, 4  # noqa: S311 - faults to be met again
    for step, faults in (
        ("MAIL", ["451 4.3.0 later", CUT]),
        ("RCPT", ["451 4.7.1 greylisted", CUT]),
        ("DATA", ["451 4.3.0 later", CUT]),
        ("BODY", ["452 4.3.1 full", CUT, TAKEN_THEN_CUT]),
    ):
        server.will(step, *(chance.choice(faults) if chance.random() < 0.15 else "" for _ in range(4 * letters)))
    desk = LetterDesk(database, server, rate=100_000, speed=20_000)
    rows = [await desk.put(f"p{n}@firm.example") for n in range(letters)]
    for kill in range(1, kills + 1):
        await desk.start()
        await eventually(lambda: len(server.taken) >= kill * letters // (kills + 1))  # noqa: B023 - asked at once
        await desk.kill()
        desk.clock.advance(hours=2)  # what was put off is due
    await desk.start()
    ends = [await desk.until(row) for row in rows]
    await desk.kill()
    names = [taken.message["Message-ID"] for taken in server.taken]
    copies = Counter(row_named(name)[0] for name in names)
    assert {end.state for end in ends} <= {"sent", "uncertain"}
    assert all(copies[end.id] >= 1 for end in ends if end.state == "sent")
    assert len(set(names)) == len(copies)
    assert len(names) - len(copies) <= server.cut_after_taking + kills
