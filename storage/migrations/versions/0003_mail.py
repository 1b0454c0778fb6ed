"""The join mailbox: letters as they come in, the tokens that those going out are called by, and who is one person by both."""

from alembic import op
from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Integer, LargeBinary, Text, text

revision = "0003"
down_revision = "0002"

TEXT = Text()
WHOLE = BigInteger().with_variant(Integer(), "sqlite")


def upgrade() -> None:
    """Add the columns and tables."""
    op.add_column("outbox", Column("token", TEXT))
    _open_rows("state", "channel", "lane", "id")
    _letters()
    op.add_column("enquiries", Column("mail_token", TEXT))
    # Alembic adds no reference with a column on SQLite, though SQLite itself does.
    op.execute("ALTER TABLE enquiry_messages ADD COLUMN letter_id INTEGER REFERENCES letters (id)")
    op.create_index("uq_enquiry_messages_letter_id", "enquiry_messages", ["letter_id"], unique=True)
    _bindings()


def _letters() -> None:
    op.create_table(
        "mailboxes",
        Column("account", TEXT, primary_key=True),
        Column("folder", TEXT, primary_key=True),
        Column("since", WHOLE, nullable=False),
        Column("uidvalidity", WHOLE, nullable=False),
        Column("uid", WHOLE, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "letters",
        Column("id", WHOLE, primary_key=True),
        Column("account", TEXT, nullable=False),
        Column("folder", TEXT, nullable=False),
        Column("uidvalidity", WHOLE, nullable=False),
        Column("uid", WHOLE, nullable=False),
        Column("digest", TEXT, nullable=False),
        Column("message_id", TEXT, nullable=False),
        Column("sender", TEXT, nullable=False),
        Column("person_id", WHOLE, ForeignKey("persons.id")),
        Column("received_at", WHOLE, nullable=False),
        Column("size", WHOLE, nullable=False),
        Column("kept", TEXT, nullable=False),
        Column("raw", LargeBinary(), nullable=False),
        CheckConstraint("kept IN ('whole', 'headers', 'nothing')", name="kept"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("uq_letters_digest", "letters", ["digest"], unique=True)
    op.create_index("ix_letters_place", "letters", ["account", "folder", "uidvalidity", "uid"])
    for column in ("message_id", "sender", "person_id", "received_at"):
        op.create_index(f"ix_letters_{column}", "letters", [column])


def _bindings() -> None:
    op.execute("ALTER TABLE persons ADD COLUMN merged_into INTEGER REFERENCES persons (id)")
    op.create_index("ix_persons_merged_into", "persons", ["merged_into"])
    op.create_table(
        "bindings",
        Column("id", WHOLE, primary_key=True),
        Column("digest", TEXT, nullable=False),
        Column("person_id", WHOLE, ForeignKey("persons.id"), nullable=False),
        Column("address", TEXT, nullable=False),
        Column("address_digest", TEXT, nullable=False),
        Column("asked", Integer(), nullable=False),
        Column("created_at", WHOLE, nullable=False),
        Column("expires_at", WHOLE, nullable=False),
        Column("opened_by", WHOLE, ForeignKey("persons.id")),
        Column("used_at", WHOLE),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("uq_bindings_digest", "bindings", ["digest"], unique=True)
    for column in ("person_id", "address_digest", "expires_at"):
        op.create_index(f"ix_bindings_{column}", "bindings", [column])


def downgrade() -> None:
    """Take the tables and columns away again. Letters that wait end here, or would leave long after, with a later upgrade."""
    waiting = "channel = 'mail' AND state IN ('pending', 'sending')"
    op.execute(f"UPDATE outbox SET state = 'cancelled', ended_at = created_at WHERE {waiting}")  # noqa: S608 - our own words
    op.drop_table("bindings")
    op.drop_index("ix_persons_merged_into", "persons")
    op.drop_column("persons", "merged_into")
    op.drop_index("uq_enquiry_messages_letter_id", "enquiry_messages")
    op.drop_column("enquiry_messages", "letter_id")
    op.drop_column("enquiries", "mail_token")
    op.drop_table("letters")
    op.drop_table("mailboxes")
    _open_rows("state", "lane", "id")
    op.drop_column("outbox", "token")


def _open_rows(*columns: str) -> None:
    """Build the index anew by which the delivery workers find their rows."""
    op.drop_index("ix_outbox_open", "outbox")
    op.create_index("ix_outbox_open", "outbox", list(columns), sqlite_where=text("state IN ('pending', 'sending')"))
