"""The tables of membership: applications, the roster, dues, and what is reminded of."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, Text, text

from storage.schema.base import Whole, identity, one_of, table

# --- The roster ----------------------------------------------------------------------------------------------------

imports = table(
    "imports",  # tables of members that were read in; each can be taken back
    identity(),
    Column("file_name", Text, nullable=False),
    Column("digest", Text, nullable=False),  # of the file, so that the same one is known again
    Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("at", Whole, nullable=False),
    Column("undone_at", Whole),
    sequence=True,
)

members = table(
    "members",
    identity(),
    Column("name", Text, nullable=False),
    Column("name_en", Text, nullable=False, server_default=""),
    Column("credit_code", Text),  # null where it is not known
    Column("kind", Text, nullable=False),
    Column("tier", Text, nullable=False),  # a key of the profile's
    Column("fields", Text, nullable=False, server_default="[]"),  # JSON: keys of the profile's
    Column("city", Text, nullable=False, server_default=""),
    Column("address", Text, nullable=False, server_default=""),
    Column("joined_on", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="active"),
    Column("invoice_title", Text, nullable=False, server_default=""),
    Column("invoice_code", Text, nullable=False, server_default=""),
    Column("found_by", Text, nullable=False),  # what a search looks through: names, pinyin, initials, credit code
    Column("version", Integer, nullable=False, server_default="0"),  # a button of an older version is out of date
    Column("created_at", Whole, nullable=False),
    one_of("kind", "company", "university", "institute", "other"),
    one_of("state", "active", "lapsed", "suspended", "resigned"),
    Index("uq_members_credit_code", "credit_code", unique=True),
    Index("ix_members_state_tier", "state", "tier"),
    sequence=True,
)

member_events = table(
    "member_events",  # the history of a member: what was, who changed it, and why
    identity(),
    Column("member_id", Whole, ForeignKey("members.id"), nullable=False),
    Column("at", Whole, nullable=False),
    Column("actor_id", Whole, ForeignKey("persons.id")),  # null: the bot itself, or the command line
    Column("what", Text, nullable=False),  # a `domain.roster.Change`
    Column("details", Text, nullable=False),  # JSON: {field: [before, after]}; of contacts only which, never their data
    Column("reason", Text, nullable=False, server_default=""),
    Column("import_id", Whole, ForeignKey("imports.id")),
    Index("ix_member_events_member_id", "member_id"),
    Index("ix_member_events_import_id", "import_id"),
    sequence=True,
)

import_rows = table(
    "import_rows",  # what an import found and what it left, so that it can be taken back
    Column("member_id", Whole, ForeignKey("members.id"), primary_key=True),
    Column("import_id", Whole, ForeignKey("imports.id"), primary_key=True),
    Column("before", Text),  # JSON of the entry with its contacts; null: it was not there
    Column("version", Integer, nullable=False),  # of the member as the import left it: changed since, it is not taken back
)

contacts = table(
    "contacts",  # a person who speaks for a member; somebody who does so for two members is two rows with one person
    identity(),
    Column("member_id", Whole, ForeignKey("members.id"), nullable=False),
    Column("person_id", Whole, ForeignKey("persons.id")),  # once they have bound their Telegram account by an invitation
    Column("name", Text, nullable=False),
    Column("position", Text, nullable=False, server_default=""),
    Column("mail", Text, nullable=False, server_default=""),  # given by the office or the member, which vouch for it
    Column("telephone", Text, nullable=False, server_default=""),
    Column("language", Text, nullable=False),  # until they have a person, whose language then counts
    Column("channel", Text, nullable=False, server_default="telegram"),  # which they want first
    Column("zone", Text),  # IANA name; null: the office's
    Column("remind_at", Integer),  # minutes after midnight in their zone; null: as the ladder says
    Column("quiet_from", Integer, nullable=False, server_default="1320"),  # minutes after midnight
    Column("quiet_until", Integer, nullable=False, server_default="480"),
    Column("mail_refused_at", Whole),  # since when letters to the address come back
    Column("version", Integer, nullable=False, server_default="0"),
    Column("created_at", Whole, nullable=False),
    Column("ended_at", Whole),  # since when they no longer speak for the member
    one_of("language", "zh", "en"),
    one_of("channel", "telegram", "mail"),
    Index("ix_contacts_member_id", "member_id"),
    Index("ix_contacts_person_id", "person_id"),
    Index("ix_contacts_mail", "mail"),
    sequence=True,
)

contact_roles = table(
    "contact_roles",
    Column("contact_id", Whole, ForeignKey("contacts.id"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("member_id", Whole, ForeignKey("members.id"), nullable=False),
    one_of("role", "representative", "dues", "liaison", "deputy"),
    Index(
        "uq_contact_roles_representative",
        "member_id",
        unique=True,
        sqlite_where=text("role = 'representative'"),
        postgresql_where=text("role = 'representative'"),
    ),
    Index("ix_contact_roles_member_id_role", "member_id", "role"),
)

invitations = table(
    "invitations",  # single-use links that bind a Telegram account to a contact
    identity(),
    Column("digest", Text, nullable=False),  # of what the link carries, which is kept nowhere
    Column("contact_id", Whole, ForeignKey("contacts.id"), nullable=False),
    Column("created_by", Whole, ForeignKey("persons.id")),
    Column("created_at", Whole, nullable=False),
    Column("expires_at", Whole, nullable=False),
    Column("opened_by", Whole, ForeignKey("persons.id")),  # who opened it last, and may confirm
    Column("used_at", Whole),
    Column("revoked_at", Whole),
    Index("uq_invitations_digest", "digest", unique=True),
    Index("ix_invitations_contact_id", "contact_id"),
    sequence=True,
)

proposals = table(
    "proposals",  # changes of an entry that a contact proposes and staff confirm
    identity(),
    Column("member_id", Whole, ForeignKey("members.id"), nullable=False),
    Column("person_id", Whole, ForeignKey("persons.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("changes", Text, nullable=False),  # JSON: {field: new value}, or the new representative
    Column("state", Text, nullable=False, server_default="open"),
    Column("created_at", Whole, nullable=False),
    Column("decided_by", Whole, ForeignKey("persons.id")),
    Column("decided_at", Whole),
    Column("reason", Text, nullable=False, server_default=""),
    one_of("kind", "entry", "contact", "representative"),
    one_of("state", "open", "accepted", "declined", "withdrawn"),
    Index("ix_proposals_member_id_state", "member_id", "state"),
    Index("ix_proposals_person_id", "person_id"),
    sequence=True,
)

# --- Applications --------------------------------------------------------------------------------------------------

applications = table(
    "applications",
    identity(),
    Column("reference", Text, nullable=False),
    Column("person_id", Whole, ForeignKey("persons.id"), nullable=False),  # who applies for their organisation
    Column("enquiry_id", Whole, ForeignKey("enquiries.id")),  # the enquiry it grew out of
    Column("state", Text, nullable=False, server_default="draft"),
    Column("answers", Text, nullable=False),  # JSON
    Column("charter_version", Text),  # of the charter as it was accepted
    Column("charter_at", Whole),
    Column("consent_version", Text),
    Column("version", Integer, nullable=False, server_default="0"),  # a button of an older version is out of date
    Column("created_at", Whole, nullable=False),
    Column("submitted_at", Whole),
    Column("approved_by", Whole, ForeignKey("persons.id")),  # the first of two, where the profile asks for two
    Column("decided_by", Whole, ForeignKey("persons.id")),
    Column("decided_at", Whole),
    Column("reason", Text, nullable=False, server_default=""),  # what was asked for, or why it was declined
    Column("member_id", Whole, ForeignKey("members.id")),  # what became of it
    one_of("state", "draft", "submitted", "in_review", "more_information", "approved", "declined", "withdrawn"),
    Index("uq_applications_reference", "reference", unique=True),
    Index("ix_applications_person_id_state", "person_id", "state"),
    Index("ix_applications_state", "state", "id"),
    Index("ix_applications_enquiry_id", "enquiry_id"),
    sequence=True,
)

application_files = table(
    "application_files",
    identity(),
    Column("application_id", Whole, ForeignKey("applications.id"), nullable=False),
    Column("document", Text, nullable=False),  # a key of the profile's: a licence, a form …
    Column("content", Text, nullable=False),  # JSON: the kind of file with its name, size and Telegram's id of it
    Index("ix_application_files_application_id", "application_id"),
    sequence=True,
)

# --- Dues ----------------------------------------------------------------------------------------------------------

assessments = table(
    "assessments",  # one year's claim on one member
    identity(),
    Column("reference", Text, nullable=False),  # what a transfer's remark should say
    Column("member_id", Whole, ForeignKey("members.id"), nullable=False),
    Column("year", Integer, nullable=False),  # the calendar year in which what it is for begins
    Column("begins_on", Text, nullable=False),
    Column("ends_on", Text, nullable=False),
    Column("tier", Text, nullable=False),
    Column("due_on", Text, nullable=False),
    Column("open_fen", Whole, nullable=False),  # the sum of its entries, kept with them: what is still to be paid
    Column("version", Integer, nullable=False, server_default="0"),
    Column("created_at", Whole, nullable=False),
    Index("uq_assessments_member_id_year", "member_id", "year", unique=True),
    Index("uq_assessments_reference", "reference", unique=True),
    Index("ix_assessments_year", "year"),
    sequence=True,
)

slips = table(
    "slips",  # pictures and papers by which a contact shows that they have paid
    identity(),
    Column("assessment_id", Whole, ForeignKey("assessments.id"), nullable=False),
    Column("person_id", Whole, ForeignKey("persons.id"), nullable=False),
    Column("content", Text, nullable=False),  # JSON, as of an application's files
    Column("state", Text, nullable=False, server_default="waiting"),
    Column("sent_at", Whole, nullable=False),
    Column("decided_by", Whole, ForeignKey("persons.id")),
    Column("decided_at", Whole),
    one_of("state", "waiting", "recorded", "rejected"),
    Index("ix_slips_state", "state", "id"),
    Index("ix_slips_person_id", "person_id"),
    Index("ix_slips_assessment_id", "assessment_id"),
    sequence=True,
)

payments = table(
    "payments",  # money that came in; what of it went to which claim stands among the entries
    identity(),
    Column("reference", Text, nullable=False),
    Column("fen", Whole, nullable=False),
    Column("paid_on", Text, nullable=False),
    Column("payer", Text, nullable=False, server_default=""),
    Column("remark", Text, nullable=False, server_default=""),
    Column("slip_id", Whole, ForeignKey("slips.id")),
    Column("recorded_by", Whole, ForeignKey("persons.id"), nullable=False),
    Column("recorded_at", Whole, nullable=False),
    Column("undone_by", Whole, ForeignKey("persons.id")),
    Column("undone_at", Whole),
    Column("undo_reason", Text, nullable=False, server_default=""),
    CheckConstraint("fen > 0", name="fen"),
    Index("uq_payments_reference", "reference", unique=True),
    sequence=True,
)

dues_entries = table(
    "dues_entries",  # everything that ever changed what a claim comes to; never edited, never deleted
    identity(),
    Column("assessment_id", Whole, ForeignKey("assessments.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("fen", Whole, nullable=False),  # what it adds to the claim: a payment or a waiver is below zero
    Column("payment_id", Whole, ForeignKey("payments.id")),
    Column("reason", Text, nullable=False, server_default=""),
    Column("actor_id", Whole, ForeignKey("persons.id")),  # null: the bot itself
    Column("at", Whole, nullable=False),
    one_of("kind", "assessed", "waiver", "correction", "payment", "reversal"),
    Index("ix_dues_entries_assessment_id", "assessment_id"),
    Index("ix_dues_entries_payment_id", "payment_id"),
    sequence=True,
)

# --- What is reminded of -------------------------------------------------------------------------------------------

obligations = table(
    "obligations",  # what a ladder of reminders hangs on
    identity(),
    Column("kind", Text, nullable=False),  # which capability knows what it is about: "dues"
    Column("subject_id", Whole, nullable=False),  # that capability's number of it: an assessment's
    Column("member_id", Whole, ForeignKey("members.id"), nullable=False),
    Column("due_on", Text, nullable=False),
    Column("state", Text, nullable=False, server_default="open"),
    Column("reached", Integer),  # the highest step (days after the due day) that has been seen to; null before the first
    Column("created_at", Whole, nullable=False),
    Column("ended_at", Whole),
    one_of("state", "open", "settled", "withdrawn"),
    Index("uq_obligations_kind_subject_id", "kind", "subject_id", unique=True),
    Index("ix_obligations_member_id", "member_id"),
    Index(
        "ix_obligations_open",
        "kind",
        "due_on",
        "reached",
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
    sequence=True,
)

reminders = table(
    "reminders",  # the ledger: what was told to whom at which step, or why it was not
    identity(),
    Column("obligation_id", Whole, ForeignKey("obligations.id"), nullable=False),
    Column("step", Integer, nullable=False),  # days after the due day
    Column("contact_id", Whole, ForeignKey("contacts.id")),  # null: the office, or nobody
    Column("channel", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("row_id", Whole, ForeignKey("outbox.id")),
    Column("at", Whole, nullable=False),
    Column("ended_at", Whole),
    one_of("channel", "telegram", "mail", "none"),
    one_of("state", "queued", "sent", "failed", "unreachable", "uncertain", "superseded", "cancelled"),
    Index(
        "uq_reminders_once",
        "obligation_id",
        "step",
        text("coalesce(contact_id, 0)"),
        "channel",
        unique=True,
    ),
    Index("ix_reminders_contact_id", "contact_id"),
    Index("ix_reminders_row_id", "row_id"),
    sequence=True,
)
