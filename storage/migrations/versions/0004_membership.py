"""Membership: applications, the roster with its imports, dues with every entry, obligations and the ledger of reminders."""

from alembic import op
from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Integer, Text, text

revision = "0004"
down_revision = "0003"

TEXT = Text()
WHOLE = BigInteger().with_variant(Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables."""
    _roster()
    _applications()
    _dues()
    _reminders()


def _roster() -> None:
    op.create_table(
        "imports",
        Column("id", WHOLE, primary_key=True),
        Column("file_name", TEXT, nullable=False),
        Column("digest", TEXT, nullable=False),
        Column("added", Integer(), nullable=False),
        Column("changed", Integer(), nullable=False),
        Column("at", WHOLE, nullable=False),
        Column("undone_at", WHOLE),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "members",
        Column("id", WHOLE, primary_key=True),
        Column("name", TEXT, nullable=False),
        Column("name_en", TEXT, nullable=False, server_default=""),
        Column("credit_code", TEXT),
        Column("kind", TEXT, nullable=False),
        Column("tier", TEXT, nullable=False),
        Column("fields", TEXT, nullable=False, server_default="[]"),
        Column("city", TEXT, nullable=False, server_default=""),
        Column("address", TEXT, nullable=False, server_default=""),
        Column("joined_on", TEXT, nullable=False),
        Column("state", TEXT, nullable=False, server_default="active"),
        Column("invoice_title", TEXT, nullable=False, server_default=""),
        Column("invoice_code", TEXT, nullable=False, server_default=""),
        Column("found_by", TEXT, nullable=False),
        Column("version", Integer(), nullable=False, server_default="0"),
        Column("created_at", WHOLE, nullable=False),
        CheckConstraint("kind IN ('company', 'university', 'institute', 'other')", name="kind"),
        CheckConstraint("state IN ('active', 'lapsed', 'suspended', 'resigned')", name="state"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_members_state_tier", "members", ["state", "tier"])
    op.create_index("uq_members_credit_code", "members", ["credit_code"], unique=True)
    op.create_table(
        "member_events",
        Column("id", WHOLE, primary_key=True),
        Column("member_id", WHOLE, ForeignKey("members.id"), nullable=False),
        Column("at", WHOLE, nullable=False),
        Column("actor_id", WHOLE, ForeignKey("persons.id")),
        Column("what", TEXT, nullable=False),
        Column("details", TEXT, nullable=False),
        Column("reason", TEXT, nullable=False, server_default=""),
        Column("import_id", WHOLE, ForeignKey("imports.id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_member_events_import_id", "member_events", ["import_id"])
    op.create_index("ix_member_events_member_id", "member_events", ["member_id"])
    op.create_table(
        "import_rows",
        Column("member_id", WHOLE, ForeignKey("members.id"), primary_key=True),
        Column("import_id", WHOLE, ForeignKey("imports.id"), primary_key=True),
        Column("before", TEXT),
        Column("version", Integer(), nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "contacts",
        Column("id", WHOLE, primary_key=True),
        Column("member_id", WHOLE, ForeignKey("members.id"), nullable=False),
        Column("person_id", WHOLE, ForeignKey("persons.id")),
        Column("name", TEXT, nullable=False),
        Column("position", TEXT, nullable=False, server_default=""),
        Column("mail", TEXT, nullable=False, server_default=""),
        Column("telephone", TEXT, nullable=False, server_default=""),
        Column("language", TEXT, nullable=False),
        Column("channel", TEXT, nullable=False, server_default="telegram"),
        Column("zone", TEXT),
        Column("remind_at", Integer()),
        Column("quiet_from", Integer(), nullable=False, server_default="1320"),
        Column("quiet_until", Integer(), nullable=False, server_default="480"),
        Column("mail_refused_at", WHOLE),
        Column("version", Integer(), nullable=False, server_default="0"),
        Column("created_at", WHOLE, nullable=False),
        Column("ended_at", WHOLE),
        CheckConstraint("channel IN ('telegram', 'mail')", name="channel"),
        CheckConstraint("language IN ('zh', 'en')", name="language"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_contacts_mail", "contacts", ["mail"])
    op.create_index("ix_contacts_member_id", "contacts", ["member_id"])
    op.create_index("ix_contacts_person_id", "contacts", ["person_id"])
    op.create_table(
        "contact_roles",
        Column("contact_id", WHOLE, ForeignKey("contacts.id"), primary_key=True),
        Column("role", TEXT, primary_key=True),
        Column("member_id", WHOLE, ForeignKey("members.id"), nullable=False),
        CheckConstraint("role IN ('representative', 'dues', 'liaison', 'deputy')", name="role"),
        sqlite_strict=True,
    )
    op.create_index("ix_contact_roles_member_id_role", "contact_roles", ["member_id", "role"])
    op.create_index(
        "uq_contact_roles_representative",
        "contact_roles",
        ["member_id"],
        unique=True,
        sqlite_where=text("role = 'representative'"),
    )
    op.create_table(
        "invitations",
        Column("id", WHOLE, primary_key=True),
        Column("digest", TEXT, nullable=False),
        Column("contact_id", WHOLE, ForeignKey("contacts.id"), nullable=False),
        Column("created_by", WHOLE, ForeignKey("persons.id")),
        Column("created_at", WHOLE, nullable=False),
        Column("expires_at", WHOLE, nullable=False),
        Column("opened_by", WHOLE, ForeignKey("persons.id")),
        Column("used_at", WHOLE),
        Column("revoked_at", WHOLE),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_invitations_contact_id", "invitations", ["contact_id"])
    op.create_index("uq_invitations_digest", "invitations", ["digest"], unique=True)
    op.create_table(
        "proposals",
        Column("id", WHOLE, primary_key=True),
        Column("member_id", WHOLE, ForeignKey("members.id"), nullable=False),
        Column("person_id", WHOLE, ForeignKey("persons.id"), nullable=False),
        Column("kind", TEXT, nullable=False),
        Column("changes", TEXT, nullable=False),
        Column("state", TEXT, nullable=False, server_default="open"),
        Column("created_at", WHOLE, nullable=False),
        Column("decided_by", WHOLE, ForeignKey("persons.id")),
        Column("decided_at", WHOLE),
        Column("reason", TEXT, nullable=False, server_default=""),
        CheckConstraint("kind IN ('entry', 'contact', 'representative')", name="kind"),
        CheckConstraint("state IN ('open', 'accepted', 'declined', 'withdrawn')", name="state"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_proposals_member_id_state", "proposals", ["member_id", "state"])
    op.create_index("ix_proposals_person_id", "proposals", ["person_id"])


def _applications() -> None:
    op.create_table(
        "applications",
        Column("id", WHOLE, primary_key=True),
        Column("reference", TEXT, nullable=False),
        Column("person_id", WHOLE, ForeignKey("persons.id"), nullable=False),
        Column("enquiry_id", WHOLE, ForeignKey("enquiries.id")),
        Column("state", TEXT, nullable=False, server_default="draft"),
        Column("answers", TEXT, nullable=False),
        Column("charter_version", TEXT),
        Column("charter_at", WHOLE),
        Column("consent_version", TEXT),
        Column("version", Integer(), nullable=False, server_default="0"),
        Column("created_at", WHOLE, nullable=False),
        Column("submitted_at", WHOLE),
        Column("approved_by", WHOLE, ForeignKey("persons.id")),
        Column("decided_by", WHOLE, ForeignKey("persons.id")),
        Column("decided_at", WHOLE),
        Column("reason", TEXT, nullable=False, server_default=""),
        Column("member_id", WHOLE, ForeignKey("members.id")),
        CheckConstraint(
            "state IN ('draft', 'submitted', 'in_review', 'more_information', 'approved', 'declined', 'withdrawn')",
            name="state",
        ),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_applications_enquiry_id", "applications", ["enquiry_id"])
    op.create_index("ix_applications_person_id_state", "applications", ["person_id", "state"])
    op.create_index("ix_applications_state", "applications", ["state", "id"])
    op.create_index("uq_applications_reference", "applications", ["reference"], unique=True)
    op.create_table(
        "application_files",
        Column("id", WHOLE, primary_key=True),
        Column("application_id", WHOLE, ForeignKey("applications.id"), nullable=False),
        Column("document", TEXT, nullable=False),
        Column("content", TEXT, nullable=False),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_application_files_application_id", "application_files", ["application_id"])


def _dues() -> None:
    op.create_table(
        "assessments",
        Column("id", WHOLE, primary_key=True),
        Column("reference", TEXT, nullable=False),
        Column("member_id", WHOLE, ForeignKey("members.id"), nullable=False),
        Column("year", Integer(), nullable=False),
        Column("begins_on", TEXT, nullable=False),
        Column("ends_on", TEXT, nullable=False),
        Column("tier", TEXT, nullable=False),
        Column("due_on", TEXT, nullable=False),
        Column("open_fen", WHOLE, nullable=False),
        Column("version", Integer(), nullable=False, server_default="0"),
        Column("created_at", WHOLE, nullable=False),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_assessments_year", "assessments", ["year"])
    op.create_index("uq_assessments_member_id_year", "assessments", ["member_id", "year"], unique=True)
    op.create_index("uq_assessments_reference", "assessments", ["reference"], unique=True)
    op.create_table(
        "slips",
        Column("id", WHOLE, primary_key=True),
        Column("assessment_id", WHOLE, ForeignKey("assessments.id"), nullable=False),
        Column("person_id", WHOLE, ForeignKey("persons.id"), nullable=False),
        Column("content", TEXT, nullable=False),
        Column("state", TEXT, nullable=False, server_default="waiting"),
        Column("sent_at", WHOLE, nullable=False),
        Column("decided_by", WHOLE, ForeignKey("persons.id")),
        Column("decided_at", WHOLE),
        CheckConstraint("state IN ('waiting', 'recorded', 'rejected')", name="state"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_slips_assessment_id", "slips", ["assessment_id"])
    op.create_index("ix_slips_person_id", "slips", ["person_id"])
    op.create_index("ix_slips_state", "slips", ["state", "id"])
    op.create_table(
        "payments",
        Column("id", WHOLE, primary_key=True),
        Column("reference", TEXT, nullable=False),
        Column("fen", WHOLE, nullable=False),
        Column("paid_on", TEXT, nullable=False),
        Column("payer", TEXT, nullable=False, server_default=""),
        Column("remark", TEXT, nullable=False, server_default=""),
        Column("slip_id", WHOLE, ForeignKey("slips.id")),
        Column("recorded_by", WHOLE, ForeignKey("persons.id"), nullable=False),
        Column("recorded_at", WHOLE, nullable=False),
        Column("undone_by", WHOLE, ForeignKey("persons.id")),
        Column("undone_at", WHOLE),
        Column("undo_reason", TEXT, nullable=False, server_default=""),
        CheckConstraint("fen > 0", name="fen"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("uq_payments_reference", "payments", ["reference"], unique=True)
    op.create_table(
        "dues_entries",
        Column("id", WHOLE, primary_key=True),
        Column("assessment_id", WHOLE, ForeignKey("assessments.id"), nullable=False),
        Column("kind", TEXT, nullable=False),
        Column("fen", WHOLE, nullable=False),
        Column("payment_id", WHOLE, ForeignKey("payments.id")),
        Column("reason", TEXT, nullable=False, server_default=""),
        Column("actor_id", WHOLE, ForeignKey("persons.id")),
        Column("at", WHOLE, nullable=False),
        CheckConstraint("kind IN ('assessed', 'waiver', 'correction', 'payment', 'reversal')", name="kind"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_dues_entries_assessment_id", "dues_entries", ["assessment_id"])
    op.create_index("ix_dues_entries_payment_id", "dues_entries", ["payment_id"])


def _reminders() -> None:
    op.create_table(
        "obligations",
        Column("id", WHOLE, primary_key=True),
        Column("kind", TEXT, nullable=False),
        Column("subject_id", WHOLE, nullable=False),
        Column("member_id", WHOLE, ForeignKey("members.id"), nullable=False),
        Column("due_on", TEXT, nullable=False),
        Column("state", TEXT, nullable=False, server_default="open"),
        Column("reached", Integer()),
        Column("created_at", WHOLE, nullable=False),
        Column("ended_at", WHOLE),
        CheckConstraint("state IN ('open', 'settled', 'withdrawn')", name="state"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_obligations_member_id", "obligations", ["member_id"])
    op.create_index("ix_obligations_open", "obligations", ["kind", "due_on", "reached"], sqlite_where=text("state = 'open'"))
    op.create_index("uq_obligations_kind_subject_id", "obligations", ["kind", "subject_id"], unique=True)
    op.create_table(
        "reminders",
        Column("id", WHOLE, primary_key=True),
        Column("obligation_id", WHOLE, ForeignKey("obligations.id"), nullable=False),
        Column("step", Integer(), nullable=False),
        Column("contact_id", WHOLE, ForeignKey("contacts.id")),
        Column("channel", TEXT, nullable=False),
        Column("state", TEXT, nullable=False),
        Column("reason", TEXT, nullable=False, server_default=""),
        Column("row_id", WHOLE, ForeignKey("outbox.id")),
        Column("at", WHOLE, nullable=False),
        Column("ended_at", WHOLE),
        CheckConstraint("channel IN ('telegram', 'mail', 'none')", name="channel"),
        CheckConstraint(
            "state IN ('queued', 'sent', 'failed', 'unreachable', 'uncertain', 'superseded', 'cancelled')", name="state"
        ),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_reminders_contact_id", "reminders", ["contact_id"])
    op.create_index("ix_reminders_row_id", "reminders", ["row_id"])
    op.create_index(
        "uq_reminders_once", "reminders", ["obligation_id", "step", text("coalesce(contact_id, 0)"), "channel"], unique=True
    )


def downgrade() -> None:
    """Take the tables away again, the ones that refer to others first."""
    for table in (
        "reminders",
        "obligations",
        "dues_entries",
        "payments",
        "slips",
        "assessments",
        "application_files",
        "applications",
        "proposals",
        "invitations",
        "contact_roles",
        "contacts",
        "import_rows",
        "member_events",
        "members",
        "imports",
    ):
        op.drop_table(table)
