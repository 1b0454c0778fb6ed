"""The desk: cards with a version, notes and edits, questions, appointed staff, blocked and erased people."""

from alembic import op
from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Integer, Text, text

revision = "0002"
down_revision = "0001"

TEXT = Text()
INTEGER = Integer()
WHOLE = BigInteger().with_variant(Integer(), "sqlite")

ADDED = {
    "persons": ("blocked_at", "erased_at"),
    "enquiries": ("version", "taken_by", "brought_up", "rating"),
}
KEPT = "id, enquiry_id, direction, author_id, content, source_chat, source_message, source_thread, written_at"


def upgrade() -> None:
    """Add the columns and tables."""
    op.add_column("persons", Column("blocked_at", WHOLE))
    op.add_column("persons", Column("erased_at", WHOLE))
    op.add_column("enquiries", Column("version", INTEGER, nullable=False, server_default="0"))
    # Alembic adds no reference with a column on SQLite, though SQLite itself does.
    op.execute("ALTER TABLE enquiries ADD COLUMN taken_by INTEGER REFERENCES persons (id)")
    op.add_column("enquiries", Column("brought_up", INTEGER, nullable=False, server_default="0"))
    op.add_column("enquiries", Column("rating", INTEGER))
    op.create_index("ix_enquiries_state_waiting_since", "enquiries", ["state", "waiting_since"])
    _messages(
        "direction IN ('in', 'out', 'note')",
        Column("edited_at", WHOLE),
        Column("album", TEXT),
        Column("kept_back", INTEGER, nullable=False, server_default="0"),
    )
    op.create_index(
        "ix_enquiry_messages_kept_back", "enquiry_messages", ["enquiry_id", "id"], sqlite_where=text("kept_back = 1")
    )
    _questions()
    op.create_table(
        "staff",
        Column("telegram_id", WHOLE, primary_key=True),
        Column("role", TEXT, primary_key=True),
        Column("appointed_by", WHOLE, ForeignKey("persons.id"), nullable=False),
        Column("appointed_at", WHOLE, nullable=False),
        CheckConstraint("role IN ('secretary', 'treasurer')", name="role"),
        sqlite_strict=True,
    )
    op.create_table(
        "erasures",
        Column("person_id", WHOLE, primary_key=True),
        Column("created_at", WHOLE, nullable=False),
        Column("erased_at", WHOLE, nullable=False),
        sqlite_strict=True,
    )


def _messages(check: str, *later: Column[int] | Column[str]) -> None:
    """Build the table of messages anew: SQLite cannot change what a column may hold."""
    op.create_table(
        "messages_anew",
        Column("id", WHOLE, primary_key=True),
        Column("enquiry_id", WHOLE, ForeignKey("enquiries.id"), nullable=False),
        Column("direction", TEXT, nullable=False),
        Column("author_id", WHOLE, ForeignKey("persons.id"), nullable=False),
        Column("content", TEXT, nullable=False),
        Column("source_chat", WHOLE),
        Column("source_message", WHOLE),
        Column("source_thread", WHOLE),
        Column("written_at", WHOLE, nullable=False),
        *later,
        CheckConstraint(check, name=op.f("ck_enquiry_messages_direction")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.execute(f"INSERT INTO messages_anew ({KEPT}) SELECT {KEPT} FROM enquiry_messages")  # noqa: S608
    op.drop_table("enquiry_messages")
    op.rename_table("messages_anew", "enquiry_messages")
    op.create_index("ix_enquiry_messages_enquiry_id", "enquiry_messages", ["enquiry_id"])
    op.create_index("uq_enquiry_messages_source", "enquiry_messages", ["source_chat", "source_message"], unique=True)


def _questions() -> None:
    op.create_table(
        "questions",
        Column("id", WHOLE, primary_key=True),
        Column("person_id", WHOLE, ForeignKey("persons.id"), nullable=False),
        Column("text", TEXT, nullable=False),
        Column("language", TEXT, nullable=False),
        Column("outcome", TEXT, nullable=False),
        Column("nearest", TEXT),
        Column("source_chat", WHOLE, nullable=False),
        Column("source_message", WHOLE, nullable=False),
        Column("asked_at", WHOLE, nullable=False),
        Column("enquiry_id", WHOLE, ForeignKey("enquiries.id")),
        Column("settled_at", WHOLE),
        CheckConstraint("outcome IN ('answered', 'offered', 'none')", name="outcome"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("uq_questions_source_chat_source_message", "questions", ["source_chat", "source_message"], unique=True)
    op.create_index("ix_questions_person_id", "questions", ["person_id"])
    op.create_index(
        "ix_questions_unanswered",
        "questions",
        ["id"],
        sqlite_where=text("(outcome <> 'answered' OR enquiry_id IS NOT NULL) AND settled_at IS NULL"),
    )


def downgrade() -> None:
    """Take the tables and columns away again."""
    for table in ("erasures", "staff", "questions"):
        op.drop_table(table)
    op.execute("DELETE FROM enquiry_messages WHERE direction = 'note'")
    _messages("direction IN ('in', 'out')")
    op.drop_index("ix_enquiries_state_waiting_since", "enquiries")
    for table, columns in ADDED.items():
        for column in columns:
            op.drop_column(table, column)
