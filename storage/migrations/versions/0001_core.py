"""The first form of the database: inbox and outbox, people, conversations, enquiries and the desk.

Frozen: what comes later is a step of its own. A test compares the result of all steps with `storage.schema`.
"""

from alembic import op
from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Integer, Text, text

revision = "0001"
down_revision = None

TEXT = Text()
INTEGER = Integer()
WHOLE = BigInteger().with_variant(Integer(), "sqlite")


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "chat_moves",
        Column("old_recipient", TEXT, primary_key=True),
        Column("new_recipient", TEXT, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "conversations",
        Column("name", TEXT, primary_key=True),
        Column("key", TEXT, primary_key=True),
        Column("state", TEXT, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "counters",
        Column("series", TEXT, primary_key=True),
        Column("year", INTEGER, primary_key=True),
        Column("last", INTEGER, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "facts",
        Column("name", TEXT, primary_key=True),
        Column("value", TEXT, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "inbox",
        Column("id", WHOLE, primary_key=True),
        Column("source", TEXT, nullable=False),
        Column("key", TEXT, nullable=False),
        Column("payload", TEXT, nullable=False),
        Column("received_at", WHOLE, nullable=False),
        Column("state", TEXT, nullable=False, server_default="waiting"),
        Column("tries", INTEGER, nullable=False, server_default="0"),
        Column("error", TEXT),
        Column("done_at", WHOLE),
        CheckConstraint("state IN ('waiting', 'done', 'poisoned')", name="state"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_inbox_done_at", "inbox", ["done_at"])
    op.create_index(
        "ix_inbox_waiting",
        "inbox",
        ["id"],
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    )
    op.create_index("uq_inbox_source_key", "inbox", ["source", "key"], unique=True)
    op.create_table(
        "leases",
        Column("name", TEXT, primary_key=True),
        Column("epoch", INTEGER, nullable=False),
        Column("taken_at", WHOLE, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "payloads",
        Column("id", WHOLE, primary_key=True),
        Column("body", TEXT, nullable=False),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "persons",
        Column("id", WHOLE, primary_key=True),
        Column("name", TEXT, nullable=False),
        Column("language", TEXT, nullable=False),
        Column("language_chosen", INTEGER, nullable=False, server_default="0"),
        Column("created_at", WHOLE, nullable=False),
        CheckConstraint("language IN ('zh', 'en')", name="language"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "audit",
        Column("id", WHOLE, primary_key=True),
        Column("at", WHOLE, nullable=False),
        Column("actor_id", WHOLE, ForeignKey("persons.id")),
        Column("action", TEXT, nullable=False),
        Column("subject", TEXT, nullable=False),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "channels",
        Column("id", WHOLE, primary_key=True),
        Column("person_id", WHOLE, ForeignKey("persons.id"), nullable=False),
        Column("kind", TEXT, nullable=False),
        Column("address", TEXT, nullable=False),
        Column("proven_at", WHOLE),
        Column("unreachable_at", WHOLE),
        Column("created_at", WHOLE, nullable=False),
        CheckConstraint("kind IN ('telegram', 'mail')", name="kind"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_channels_person_id", "channels", ["person_id"])
    op.create_index("uq_channels_kind_address", "channels", ["kind", "address"], unique=True)
    op.create_table(
        "forms",
        Column("id", WHOLE, primary_key=True),
        Column("person_id", WHOLE, ForeignKey("persons.id"), nullable=False),
        Column("kind", TEXT, nullable=False),
        Column("token", TEXT, nullable=False),
        Column("version", INTEGER, nullable=False),
        Column("step", TEXT, nullable=False),
        Column("answers", TEXT, nullable=False),
        Column("touched_at", WHOLE, nullable=False),
        Column("expires_at", WHOLE, nullable=False),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_forms_expires_at", "forms", ["expires_at"])
    op.create_index("uq_forms_person_id_kind", "forms", ["person_id", "kind"], unique=True)
    op.create_index("uq_forms_token", "forms", ["token"], unique=True)
    op.create_table(
        "outbox",
        Column("id", WHOLE, primary_key=True),
        Column("lane", INTEGER, nullable=False),
        Column("channel", TEXT, nullable=False),
        Column("recipient", TEXT, nullable=False),
        Column("person_id", WHOLE, ForeignKey("persons.id")),
        Column("method", TEXT, nullable=False),
        Column("payload_id", WHOLE, ForeignKey("payloads.id"), nullable=False),
        Column("dedupe_key", TEXT, nullable=False),
        Column("subject", TEXT),
        Column("report", INTEGER, nullable=False, server_default="0"),
        Column("on_doubt", TEXT, nullable=False),
        Column("not_before", WHOLE, nullable=False, server_default="0"),
        Column("state", TEXT, nullable=False, server_default="pending"),
        Column("attempt", INTEGER, nullable=False, server_default="0"),
        Column("epoch", INTEGER, nullable=False, server_default="0"),
        Column("message_id", WHOLE),
        Column("reason", TEXT),
        Column("error", TEXT),
        Column("created_at", WHOLE, nullable=False),
        Column("ended_at", WHOLE),
        CheckConstraint("channel IN ('telegram', 'mail')", name="channel"),
        CheckConstraint("on_doubt IN ('resend', 'hold')", name="on_doubt"),
        CheckConstraint("state IN ('pending', 'sending', 'sent', 'failed', 'uncertain', 'cancelled')", name="state"),
        CheckConstraint("lane IN (0, 1, 2)", name="lane"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_outbox_ended_at", "outbox", ["ended_at"])
    op.create_index("ix_outbox_message", "outbox", ["recipient", "message_id"])
    op.create_index(
        "ix_outbox_open",
        "outbox",
        ["state", "lane", "id"],
        sqlite_where=text("state IN ('pending', 'sending')"),
        postgresql_where=text("state IN ('pending', 'sending')"),
    )
    op.create_index("ix_outbox_payload_id", "outbox", ["payload_id"])
    op.create_index(
        "ix_outbox_recipient_open",
        "outbox",
        ["recipient", "lane", "id"],
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    )
    op.create_index("ix_outbox_subject", "outbox", ["subject"])
    op.create_index("uq_outbox_dedupe_key", "outbox", ["dedupe_key"], unique=True)
    op.create_table(
        "taps",
        Column("person_id", WHOLE, ForeignKey("persons.id"), primary_key=True),
        Column("button", TEXT, primary_key=True),
        Column("toast", TEXT, nullable=False),
        Column("pressed_at", WHOLE, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "enquiries",
        Column("id", WHOLE, primary_key=True),
        Column("reference", TEXT, nullable=False),
        Column("person_id", WHOLE, ForeignKey("persons.id"), nullable=False),
        Column("state", TEXT, nullable=False, server_default="open"),
        Column("subject", TEXT, nullable=False),
        Column("answers", TEXT, nullable=False),
        Column("consent_version", TEXT),
        Column("consent_at", WHOLE),
        Column("opened_at", WHOLE, nullable=False),
        Column("card_row", WHOLE, ForeignKey("outbox.id")),
        Column("waiting_since", WHOLE),
        Column("closed_at", WHOLE),
        CheckConstraint("state IN ('open', 'closed')", name="state"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_enquiries_person_id_state", "enquiries", ["person_id", "state"])
    op.create_index("uq_enquiries_reference", "enquiries", ["reference"], unique=True)
    op.create_table(
        "topics",
        Column("person_id", WHOLE, ForeignKey("persons.id"), primary_key=True),
        Column("recipient", TEXT, primary_key=True),
        Column("created_by", WHOLE, ForeignKey("outbox.id"), nullable=False),
        sqlite_strict=True,
    )
    op.create_index("ix_topics_created_by", "topics", ["created_by"])
    op.create_table(
        "enquiry_messages",
        Column("id", WHOLE, primary_key=True),
        Column("enquiry_id", WHOLE, ForeignKey("enquiries.id"), nullable=False),
        Column("direction", TEXT, nullable=False),
        Column("author_id", WHOLE, ForeignKey("persons.id"), nullable=False),
        Column("content", TEXT, nullable=False),
        Column("source_chat", WHOLE),
        Column("source_message", WHOLE),
        Column("source_thread", WHOLE),
        Column("written_at", WHOLE, nullable=False),
        CheckConstraint("direction IN ('in', 'out')", name="direction"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_enquiry_messages_enquiry_id", "enquiry_messages", ["enquiry_id"])
    op.create_index("uq_enquiry_messages_source", "enquiry_messages", ["source_chat", "source_message"], unique=True)


def downgrade() -> None:
    """Drop every table, those that refer to others first."""
    for table in (
        "enquiry_messages",
        "topics",
        "enquiries",
        "taps",
        "outbox",
        "forms",
        "channels",
        "audit",
        "persons",
        "payloads",
        "leases",
        "inbox",
        "facts",
        "counters",
        "conversations",
        "chat_moves",
    ):
        op.drop_table(table)
