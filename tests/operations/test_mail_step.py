"""The step that gives an office its join mailbox, with everything of the office in place, and the way back."""

from pathlib import Path

from test_desk_step import OFFICE, fill, rows_of

from storage.migrate import migrate

MAIL = """
    INSERT INTO letters (account, folder, uidvalidity, uid, digest, message_id, sender, person_id, received_at, size, kept, raw)
        VALUES ('join', 'INBOX', 1, 1, 'd', '<1@x>', 'wang@firm.example', 1, 20, 1, 'whole', x'41');
    UPDATE enquiry_messages SET letter_id = 1 WHERE id = 4;
    UPDATE enquiries SET mail_token = '0123456789abcdef';
    INSERT INTO persons (id, name, language, created_at, erased_at, merged_into) VALUES (3, '', 'zh', 20, 21, 1);
    INSERT INTO bindings (digest, person_id, address, address_digest, asked, created_at, expires_at)
        VALUES ('d', 1, 'wang@firm.example', 'a', 0, 20, 30);
    INSERT INTO outbox (id, lane, channel, recipient, method, payload_id, dedupe_key, on_doubt, created_at, state, token)
        VALUES (2, 1, 'mail', 'wang@firm.example', 'sendMail', 1, 'k2', 'hold', 22, 'pending', 't'),
               (3, 1, 'mail', 'wang@firm.example', 'sendMail', 1, 'k3', 'hold', 22, 'sent', 't');
"""
SCHEMA = "SELECT name, sql FROM sqlite_schema ORDER BY name"


def test_an_office_gets_a_mailbox_and_goes_on_without_one(tmp_path: Path) -> None:
    path = tmp_path / "alliance.db"
    migrate(path, "0001")
    fill(path, OFFICE)
    migrate(path, "0002")
    kept = ("SELECT * FROM enquiries", "SELECT * FROM enquiry_messages", "SELECT * FROM outbox WHERE id = 1", SCHEMA)
    before = [rows_of(path, query) for query in kept]
    assert migrate(path, "0003") == ["0003"]
    fill(path, MAIL)
    assert rows_of(path, "PRAGMA foreign_key_check") == []
    assert migrate(path, "0002") == ["0003"]
    assert [rows_of(path, query) for query in kept] == before
    assert rows_of(path, "PRAGMA foreign_key_check") == []
    assert rows_of(path, "SELECT state, ended_at FROM outbox WHERE id IN (2, 3)") == [("cancelled", 22), ("sent", None)]
    assert migrate(path, "0003") == ["0003"]
